"""From a sentence to the runs of characters that the weights are of. Pure."""

from __future__ import annotations

import re

LONGEST = 4
"""Characters of the longest run."""
_DIGITS = re.compile(r"[0-9]+")
_BLANKS = re.compile(r"\s+")


def plain(sentence: str) -> str:
    """The sentence with every number as 0, blanks as one, letters small."""
    return _BLANKS.sub(" ", _DIGITS.sub("0", sentence.lower())).strip()


def grams(sentence: str) -> set[str]:
    """Every run of one to :data:`LONGEST` characters of a sentence."""
    words = plain(sentence)
    return {words[i : i + n] for n in range(1, LONGEST + 1) for i in range(len(words) - n + 1)}
