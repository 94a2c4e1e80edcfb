"""What a file comes apart into: lines, rows of tables, and what stands beside them. Plain data, also as JSON lines."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum


class Sort(StrEnum):
    """What a piece is."""

    LINE = "line"
    ROW = "row"
    BESIDE = "beside"  # header, footer, table of contents: printed with the paper, not part of what it says
    NOTE = "note"  # footnote or endnote
    HIDDEN = "hidden"  # properties, comments, deleted or hidden words: looked through, never shown
    REMARK = "remark"  # what was not read and why, in Chinese for the person
    PAGES = "pages"  # how many pages, in ``level``
    PICTURE = "picture"  # a picture that stands for a page, as base64 in ``words``
    REFUSED = "refused"  # nothing can be read; ``words`` is a :class:`Reason`


class Reason(StrEnum):
    """Why a file cannot be read."""

    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    HOSTILE = "hostile"
    TOO_LONG = "too_long"
    TOO_SLOW = "too_slow"
    EMPTY = "empty"


class Unreadable(Exception):
    """A file that cannot be read, and why; nothing of its words is in the message."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class PieceCell:
    """A cell of a row. ``span``: columns that it covers; ``above``: its words stand in the row above and go on here."""

    words: str
    span: int = 1
    above: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A line or row with what its layout says. ``level``: outline level of its style from 1, 0 for none."""

    sort: Sort
    words: str = ""
    place: str = ""
    level: int = 0
    centred: bool = False
    table: int = 0
    head: bool = False
    cells: tuple[PieceCell, ...] = ()


def to_line(piece: Piece) -> str:
    """The piece as a line of JSON."""
    cells = [(cell.words, cell.span, cell.above) for cell in piece.cells]
    return json.dumps(
        [piece.sort, piece.words, piece.place, piece.level, piece.centred, piece.table, piece.head, cells],
        ensure_ascii=False,
    )


def from_line(line: str) -> Piece:
    """The piece that a line of JSON holds."""
    sort, words, place, level, centred, table, head, cells = json.loads(line)
    return Piece(Sort(sort), words, place, level, centred, table, head, tuple(PieceCell(*cell) for cell in cells))


def tidy(words: str) -> str:
    """Words on one line: breaks and runs of blanks become one blank, ends are cut."""
    return " ".join(words.split())


def cell_text(lines: list[str]) -> str:
    """The lines of a cell as one: short ones without a stop are one word that was broken (责任 / 部门)."""
    joined = ""
    for line in filter(None, map(tidy, lines)):
        broken = (
            joined
            and len(joined) <= 4
            and len(line) <= 4
            and joined[-1] not in "。；：、，,;:)）"
            and not line[0].isdigit()
        )
        joined += line if not joined or broken else f" {line}"
    return joined
