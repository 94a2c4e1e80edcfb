"""Text from people and places, made fit for paper: one kind of middle dot, no characters that command instead of show."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

MIDDLE_DOT = "\u00b7"
_DOTS = re.compile("[\u2022\u2027\u30fb\uff65\u2219\u22c5\u2024\u00b7\u0387\ua78f\u16eb\u2e31\u2e33\u25cf\u26ab\u318d]")
_BLANKS = re.compile(r"[\s\u3000]+")
_COMMANDS = frozenset({"Cc", "Cf", "Cs"})
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def one_dot(text: str) -> str:
    """Every variant of the dot in minority names as U+00B7, the one that the standard of names asks for."""
    return _DOTS.sub(MIDDLE_DOT, text)


def plain(text: str) -> str:
    """The text of one line or paragraph as it is printed.

    Composed (NFC), dots made one, runs of blanks and line breaks made one space, control and direction characters and
    variation selectors dropped: they would show something else than what is stored, or nothing. What Python has no name for
    yet (the newest rare characters) and signs of somebody's own making stay: the page refuses what no font has.
    """
    composed = _SELECTORS.sub("", unicodedata.normalize("NFC", one_dot(text)))
    spaced = _BLANKS.sub(" ", composed)
    return "".join(character for character in spaced if unicodedata.category(character) not in _COMMANDS).strip()


def has_own_sign(text: str) -> bool:
    """Whether a sign of somebody's own making (造字) is among it: it shows on the machine where it was made, and nowhere else."""
    return any(unicodedata.category(character) == "Co" for character in text)


def same_name(text: str) -> str:
    """The form of a name for comparing: NFKC, one dot, no blanks, letters in upper case."""
    folded = unicodedata.normalize("NFKC", plain(text))
    return one_dot(_BLANKS.sub("", folded)).upper()


def day_in_words(day: date) -> str:
    """A day as papers write it."""
    return f"{day.year}年{day.month}月{day.day}日"
