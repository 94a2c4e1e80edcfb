"""Whether a division lies in a scope, by their codes alone: levels are 2, 4, 6, 9 and 12 digits long."""

from __future__ import annotations

from collections.abc import Iterable

_LEVELS = (2, 4, 6, 9)


def scope_prefix(code: str) -> str:
    """The digits that everything in a scope begins with; empty for the nation. 120117100000 is a town: 120117100."""
    if not code.strip("0"):
        return ""
    return next((code[:length] for length in _LEVELS if not code[length:].strip("0")), code)


def covers(scopes: Iterable[str], division: str) -> bool:
    """Whether a division lies in one of these or is it."""
    return any(division.startswith(scope_prefix(code)) for code in scopes)
