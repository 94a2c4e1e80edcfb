"""Words that come from a request: without control characters, so that no database or page chokes on them."""

from __future__ import annotations

import unicodedata

_KEPT = {"\n", "\t"}
_HIDDEN = {"Cc", "Cf", "Cs", "Co"}


def clean_words(value: str | None, *, longest: int = 200) -> str:
    """The words without control and formatting characters, trimmed and cut to ``longest`` characters."""
    if not value:
        return ""
    return "".join(c for c in value if c in _KEPT or unicodedata.category(c) not in _HIDDEN).strip()[:longest]


def is_clean(value: str) -> bool:
    """Whether words have no control characters and no halves of characters, which no database takes."""
    return not any(c not in _KEPT and unicodedata.category(c) in {"Cc", "Cs"} and c != "\r" for c in value)
