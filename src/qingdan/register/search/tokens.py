"""Words as tokens: every Chinese character, every pair of neighbours, and Latin words and numbers whole. Pure."""

from __future__ import annotations

import re
import unicodedata

METHOD = 1
"""Counts up when the tokens of a text change: an index made by another method is made anew."""
LONGEST = 20
MOST_ASKED = 12
IN_TITLE, IN_TEXT = 2, 1
_RUN = re.compile(r"[a-z0-9]+|[^\W\da-z_]+")
_LATIN = re.compile(r"[a-z0-9]")
_NO_BREAK = str.maketrans("", "", "“”‘’\"'《》〈〉「」『』【】")
"""Quotes and title marks stand inside a word and do not end it: 划出更多“红线”."""


def runs(words: str) -> list[str]:
    """Unbroken runs of Chinese characters, and of Latin letters and digits, in one case."""
    return _RUN.findall(unicodedata.normalize("NFKC", words.translate(_NO_BREAK)).casefold())


def joined(words: str) -> str:
    """A text without what stands between its runs: by this, phrases and titles are compared."""
    return "".join(runs(words))


def tokens(words: str) -> set[str]:
    """Every token of a text."""
    found: set[str] = set()
    for run in runs(words):
        if _LATIN.match(run):
            found.add(run[:LONGEST])
        else:
            found.update(run)
            found.update(run[place : place + 2] for place in range(len(run) - 1))
    return found


def weighted(title: str, text: str) -> dict[str, int]:
    """The tokens of an entry with their weights."""
    return dict.fromkeys(tokens(text), IN_TEXT) | dict.fromkeys(tokens(title), IN_TITLE)


def asked(words: str) -> list[str]:
    """The tokens that an answer must all have: pairs of neighbours, single characters only where they stand alone."""
    found: list[str] = []
    for run in runs(words):
        if _LATIN.match(run) or len(run) == 1:
            found.append(run[:LONGEST])
        else:
            found += [run[place : place + 2] for place in range(len(run) - 1)]
    return list(dict.fromkeys(found))[:MOST_ASKED]
