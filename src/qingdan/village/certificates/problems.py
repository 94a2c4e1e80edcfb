"""What the rules of certificates refuse."""

from __future__ import annotations


class CertificateProblem(ValueError):
    """A step that the rules refuse; the message is Chinese, says what to do and holds no personal data."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field
