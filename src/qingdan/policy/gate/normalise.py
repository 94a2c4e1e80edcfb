"""How words are compared: exact keys, squashed words for phrases, and sentences for guard words."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_NOT_WORD = re.compile(r"[\W_]+")
_PLACEHOLDER = re.compile(r"x{2,}|某某村?|某村")
_SPACES = re.compile(r"[^\S\n]+")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SENTENCE_END = re.compile(r"[。！？；!?;\n]")
_JOINING = re.compile(r"[\s、，,和与及]+")


def plain(text: str) -> str:
    """NFKC, without control and invisible characters; line ends stay."""
    return _CONTROL.sub("", unicodedata.normalize("NFKC", text.replace("\r\n", "\n").replace("\r", "\n")))


def bare(text: str) -> str:
    """Letters and digits only, in one case: spaces, brackets, quotes, punctuation and ×× placeholders are dropped."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _PLACEHOLDER.sub("", _NOT_WORD.sub("", folded))


def key(title: str, place_names: tuple[str, ...] = ()) -> str:
    """What "exactly the same title" means: :func:`bare`, without the place's own names, never empty by that."""
    words = bare(title)
    for name in bare_places(place_names):
        if name in words:
            words = words.replace(name, "") or words
    return words


@lru_cache(maxsize=4096)
def bare_places(place_names: tuple[str, ...]) -> tuple[str, ...]:
    """Place names as they stand in keys, longest first."""
    return tuple(sorted({bare(name) for name in place_names} - {""}, key=lambda name: (-len(name), name)))


def squash(text: str) -> str:
    """Words for phrase search: NFKC, one case, no spaces; punctuation and line ends stay."""
    return _SPACES.sub("", plain(text).casefold())


def authority(value: str) -> str:
    """An authority's name without joining words: 市委、市政府 and 市委和市政府 are 市委市政府."""
    return _JOINING.sub("", unicodedata.normalize("NFKC", value)).casefold()


def sentence_start(words: str, position: int) -> int:
    """Where the sentence that holds ``position`` begins."""
    start = 0
    for end in _SENTENCE_END.finditer(words, 0, position):
        start = end.end()
    return start
