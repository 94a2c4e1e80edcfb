"""Words that come from a request: without control characters, so that no database or page chokes on them."""

from __future__ import annotations

import unicodedata

_KEPT = {"\n", "\t"}


def clean_words(value: str | None, *, longest: int = 200) -> str:
    """The words without control and formatting characters, trimmed and cut to ``longest`` characters."""
    if not value:
        return ""
    shown = (c for c in value.replace("\r\n", "\n") if c in _KEPT or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co"})
    return "".join(shown).strip()[:longest]
