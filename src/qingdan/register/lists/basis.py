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
_NUMBER = r"[\u4e00-\u9fff]{1,12}〔\d{4}〕\d{1,5}号"
_ARTICLE = r"(?P<article>第[〇零一二三四五六七八九十百千\d]+[条款项章节][^《》]*)"
_UNTITLED = (
    re.compile(rf"^(?P<document>{_NUMBER})(?P<article>[^《》]*)$"),
    re.compile(rf"^(?P<document>[^《》]{{2,}}《[^《》]+》[^《》]{{1,20}}?){_ARTICLE}$"),
    re.compile(r"^(?P<document>[^《》（）〔〕]{2,}?（\d{4}[^（）]*）)(?P<article>[^《》]*)$"),
    re.compile(rf"^(?P<document>[^《》（）〔〕]{{2,}}?(?:（[^（）]*）)?){_ARTICLE}$"),
)
"""Documents without 《》: by their number, by their year in brackets, or by the article that follows."""
_YEAR = re.compile(r"(?<=[法典例定则释])（\d{4}[^（）]*）$")
"""The year of a law's text: 消防法（2021） is the 消防法."""
_NATION = "中华人民共和国"
LONGEST_KEY = 200


@dataclass(frozen=True, slots=True)
class Basis:
    """One basis. ``named`` is false for a document that stands without 《》."""

    document: str
    number: str = ""
    article: str = ""
    named: bool = True

    @property
    def text(self) -> str:
        """The words as a list prints them."""
        if not self.named:
            return f"{self.document}{self.article}"
        number = f"（{self.number}）" if self.number else ""
        return f"《{self.document}》{number}{self.article}"

    @property
    def name(self) -> str:
        """The document whatever its year: an end of a law is an end of all its texts."""
        return _YEAR.sub("", self.document)

    @property
    def key(self) -> str:
        """What "the same document" means: the name of the state and punctuation say nothing."""
        words = bare(self.name)
        return (words.removeprefix(_NATION) or words)[:LONGEST_KEY]


def parse(text: str) -> Basis:
    """The parts of a basis; ``parse(text).text == text`` for every text without spaces around it."""
    words = text.strip()
    found = _PARTS.match(words)
    if found is not None:
        return Basis(found["document"], found["number"] or "", found["article"])
    for pattern in _UNTITLED:
        if plain := pattern.match(words):
            return Basis(plain["document"], article=plain["article"], named=False)
    return Basis(words, named=False)


def is_number(words: str) -> bool:
    """Whether words are a document's number (民发〔2020〕20号), which takes no 《》."""
    return re.fullmatch(_NUMBER, words) is not None
