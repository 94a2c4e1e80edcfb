"""A table as cells, whatever file it comes from. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from qingdan.foundation.web.text import clean_words

LONGEST_CELL = 5000
_NOISE = re.compile(r"[\s:：*＊]+|（(?:必填|可不填|选填|盖章|不用填)）")


class BadTable(ValueError):
    """A file that cannot be read as a table; the message is Chinese and says what to do."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's words. Of merged cells every part has them; ``right`` and ``down`` mark the parts that go on."""

    text: str = ""
    right: bool = False
    down: bool = False
    warning: str = ""

    @property
    def own(self) -> str:
        """The words, once: not those of a cell that the one to the left of it goes on in."""
        return "" if self.right else self.text


EMPTY = Cell()


@dataclass(frozen=True, slots=True)
class Grid:
    """One table or sheet. ``lines`` are the rows' numbers as a person counts them; ``before`` the words above it."""

    place: str
    rows: tuple[tuple[Cell, ...], ...]
    lines: tuple[int, ...]
    before: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def cell(text: object, *, right: bool = False, down: bool = False) -> Cell:
    """A cell with words that can be stored and shown."""
    return Cell(clean_words(str(text), longest=LONGEST_CELL), right, down)


def merge(
    rows: Sequence[Sequence[Cell]], ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]]
) -> list[list[Cell]]:
    """Give every part of a merged range the words of its first cell; ranges are ((row, column), (row, column))."""
    filled = [list(row) for row in rows]
    for (top, left), (bottom, right) in ranges:
        if top >= len(filled) or left >= len(filled[top]):
            continue
        first = filled[top][left]
        for row in range(top, min(bottom, len(filled) - 1) + 1):
            for column in range(left, min(right, len(filled[row]) - 1) + 1):
                filled[row][column] = Cell(first.text, right=column > left, down=row > top, warning=first.warning)
    return filled


def heading_key(text: str) -> str:
    """A heading as it is compared: 序　号 is 序号, 名称（必填） is 名称."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text).replace("(", "（").replace(")", "）"))
