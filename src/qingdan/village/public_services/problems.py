"""What the rules of services refuse."""

from __future__ import annotations


class ServiceProblem(ValueError):
    """A step that the rules refuse; the message is Chinese and says what to do."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field
