"""What admission refuses: the messages are Chinese and say what to do."""

from __future__ import annotations


class AdmissionProblem(ValueError):
    """A step that the rules refuse; ``field`` names the form's field that it is about."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class Undecided(AdmissionProblem):
    """The place's document states no procedure for this, and no local method is on record."""
