"""Where the words of a demand stand in a Word file: over runs, cells and paragraphs, whatever blanks are between.

The file is walked as reading walks it (tracked changes accepted, hidden words and text boxes left out), so the words come
in the same order as in the paper's text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from qingdan.foundation.documents.extraction import word_xml
from qingdan.foundation.documents.extraction.word_xml import w

_BLANKS = re.compile(r"\s+")
_LABEL = re.compile(r"(?:第?[（(]?[0-9A-Za-z〇一二三四五六七八九十百]{1,5}[）)、.．条]|[①-⑳])")
_TEXT, _RUN, _HIDDEN = w("t"), w("r"), f"{w('rPr')}/{w('vanish')}"
_DROPPED = word_xml.NOT_READ
FEWEST = 6
"""So many characters at least are looked for where the number that Word counts itself was cut off."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words within one text element: ``element.text[start:end]``; ``paragraph`` is the one they stand in."""

    element: Any
    start: int
    end: int
    paragraph: Any


@dataclass(frozen=True, slots=True)
class Found:
    """Where words stand: ``at``, their place among all words of the document, and their stretches in order."""

    at: int
    stretches: tuple[Stretch, ...]


@dataclass(slots=True)
class _Part:
    element: Any
    paragraph: Any
    places: list[int]
    """For each character that is no blank, its place in the element's text."""


class Words:
    """All words of a document's body without blanks, and where each of them stands."""

    def __init__(self, body: Any) -> None:
        self._parts = list(_parts(body))
        self._firsts: list[int] = []
        text: list[str] = []
        length = 0
        for part in self._parts:
            self._firsts.append(length)
            text += [part.element.text[place] for place in part.places]
            length += len(part.places)
        self._text = "".join(text)
        self._taken: list[tuple[int, int]] = []
        self._at = 0

    def find(self, words: str, cells: Sequence[str] = ()) -> Found | None:
        """Where words stand that nothing found before stands on; behind what was found last, if they are there.

        ``cells``: a row's; of merged cells some stand in a row above. None where the words are not found.
        """
        for wanted in _ways(words, cells):
            start = self._search(wanted)
            if start >= 0:
                self._at = start + len(wanted)
                self._taken.append((start, self._at))
                return Found(start, tuple(self._stretches(start, self._at)))
        return None

    def _search(self, wanted: str) -> int:
        for begin, stop in ((self._at, len(self._text)), (0, self._at)):
            at = self._text.find(wanted, begin, stop)
            while at >= 0:
                if not any(start < at + len(wanted) and at < end for start, end in self._taken):
                    return at
                at = self._text.find(wanted, at + 1, stop)
        return -1

    def _stretches(self, start: int, end: int) -> Iterator[Stretch]:
        number = bisect_right(self._firsts, start) - 1
        while start < end:
            part, first = self._parts[number], self._firsts[number]
            stop = min(end, first + len(part.places))
            yield Stretch(part.element, part.places[start - first], part.places[stop - 1 - first] + 1, part.paragraph)
            start, number = stop, number + 1


def squeezed(words: str) -> str:
    """The words without blanks."""
    return _BLANKS.sub("", words)


def _ways(words: str, cells: Sequence[str]) -> Iterator[str]:
    """The words as they may stand there: whole, without the number before them, or only some cells of the row."""
    whole = squeezed(words)
    if whole:
        yield whole
    label = _LABEL.match(whole)
    if label and len(whole) - label.end() >= FEWEST:
        yield whole[label.end() :]
    squeezed_cells = [squeezed(cell) for cell in cells]
    for length in range(len(squeezed_cells) - 1, 0, -1):
        for start in range(len(squeezed_cells) - length, -1, -1):
            part = "".join(squeezed_cells[start : start + length])
            if len(part) >= FEWEST:
                yield part


def _parts(parent: Any) -> Iterator[_Part]:
    for block in word_xml.blocks(parent):
        if block.tag == word_xml.PARAGRAPH:
            yield from _of_paragraph(block, block)
        else:
            yield from _of_table(block)


def _of_table(table: Any) -> Iterator[_Part]:
    for row in word_xml.rows(table):
        cells = list(word_xml.below(row, word_xml.CELL))
        for cell in cells:
            for paragraph in word_xml.below(cell, word_xml.PARAGRAPH):
                yield from _of_paragraph(paragraph, paragraph)
        for cell in cells:
            for inner in word_xml.below(cell, word_xml.TABLE):
                yield from _of_table(inner)


def _of_paragraph(element: Any, paragraph: Any) -> Iterator[_Part]:
    for child in element.iterchildren():
        if child.tag == _TEXT:
            places = [place for place, character in enumerate(child.text or "") if not character.isspace()]
            if places and child.getparent().tag == _RUN:
                yield _Part(child, paragraph, places)
        elif child.tag not in _DROPPED and not (child.tag == _RUN and word_xml.is_on(child.find(_HIDDEN))):
            yield from _of_paragraph(child, paragraph)
