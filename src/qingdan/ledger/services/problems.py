"""The ledger's refusals."""

from __future__ import annotations


class LedgerProblem(ValueError):
    """A step that the rules refuse; the message is Chinese and says what to do. ``field``: what has to be mended."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field
