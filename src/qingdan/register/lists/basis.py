"""A legal basis as its parts: document, number, article. Pure.

A basis is kept as the words that the list prints; :func:`parse` finds the parts, :attr:`Basis.text` gives the same
words back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from qingdan.policy.gate.normalise import bare

_PARTS = re.compile(
    r"^《(?P<document>(?:[^《》]|《[^《》]*》)+)》(?:（(?P<number>[^（）]*[号令][^（）]*)）)?(?P<article>[^《》]*)$"
)
_NATION = "中华人民共和国"
LONGEST_KEY = 200


@dataclass(frozen=True, slots=True)
class Basis:
    """One basis. ``named`` is false for words that name no document in 《》: then ``document`` is all of them."""

    document: str
    number: str = ""
    article: str = ""
    named: bool = True

    @property
    def text(self) -> str:
        """The words as a list prints them."""
        if not self.named:
            return self.document
        number = f"（{self.number}）" if self.number else ""
        return f"《{self.document}》{number}{self.article}"

    @property
    def key(self) -> str:
        """What "the same document" means: the name of the state and punctuation say nothing."""
        words = bare(self.document)
        return (words.removeprefix(_NATION) or words)[:LONGEST_KEY]


def parse(text: str) -> Basis:
    """The parts of a basis; ``parse(text).text == text`` for every text without spaces around it."""
    words = text.strip()
    found = _PARTS.match(words)
    if found is None:
        return Basis(words, named=False)
    return Basis(found["document"], found["number"] or "", found["article"])
