"""What the rules of seals refuse."""

from __future__ import annotations


class SealProblem(ValueError):
    """A step that the rules refuse; the message is Chinese and says what to do. ``field`` names a field of the form."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field
