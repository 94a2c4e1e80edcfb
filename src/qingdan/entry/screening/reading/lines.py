"""The lines of a paper with their places in its text: of words as they were pasted, or of the pieces of a file. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from qingdan.entry.screening.reading.signs import date_of, document_number, heading
from qingdan.foundation.documents.extraction.pieces import Piece, Sort

_BLANKS = " \t\u3000\xa0\ufeff\u200b\u200c\u200d\u2060"
_LINE = re.compile(r"[^\n]+")
_ENDS = "。；：！？;:!?"
_RAGGED = 3
_NARROWEST, _WIDEST, _FEWEST = 18, 60, 4
_FENCE = re.compile(r"\|?[\s:|-]+\|?")


@dataclass(frozen=True, slots=True)
class LineCell:
    """A cell of a row with its place in the text. ``span``: columns that it covers."""

    start: int
    end: int
    span: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """A line or row: its words stand at ``start`` to ``end`` of the text."""

    words: str
    start: int
    end: int
    sort: Sort = Sort.LINE
    place: str = ""
    level: int = 0
    centred: bool = False
    table: int = 0
    head: bool = False
    cells: tuple[LineCell, ...] = ()
    above: int = 0
    """How many cells go on from the row above."""


def lines_of_text(text: str) -> list[Line]:
    """The lines of pasted words that are not blank; neighbours with tabs or bars between their words are rows of a table."""
    found: list[Line] = []
    for match in _LINE.finditer(text):
        raw = match[0]
        words = raw.strip(_BLANKS)
        if words:
            start = match.start() + raw.index(words[0])
            found.append(Line(words, start, start + len(words)))
    if "\t" in text or "|" in text:
        found = _with_tables(found)
    return _unwrapped(text, found)


def _unwrapped(text: str, lines: list[Line]) -> list[Line]:
    """The lines; where the words were broken at a fixed width (copied from a PDF or an e-mail), whole paragraphs."""
    width = max((len(line.words) for line in lines if line.sort is Sort.LINE), default=0)
    full = [line for line in lines if len(line.words) >= width - _RAGGED and line.words[-1] not in _ENDS]
    if not _NARROWEST <= width <= _WIDEST or len(full) < _FEWEST or len(full) * 3 < len(lines):
        return lines
    out: list[Line] = []
    before: Line | None = None
    for line in lines:
        if before and _broken(text, before, line, width):
            start = out[-1].start
            out[-1] = Line(text[start : line.end], start, line.end)
        else:
            out.append(line)
        before = line
    return out


def _broken(text: str, line: Line, after: Line, width: int) -> bool:
    """Whether a line runs on in the next one: it is full, has no stop, and nothing but a break stands between them."""
    return (
        line.sort is Sort.LINE
        and after.sort is Sort.LINE
        and len(line.words) >= width - _RAGGED
        and line.words[-1] not in _ENDS
        and text[line.end : after.start].strip(" ") == "\n"
        and not heading(after.words)[0]
        and not document_number(after.words)
        and not date_of(after.words)[0]
    )


def _with_tables(lines: list[Line]) -> list[Line]:
    out: list[Line] = []
    table = 0
    for place, line in enumerate(lines):
        sign = _divider(line)
        beside = {_divider(lines[other]) for other in (place - 1, place + 1) if 0 <= other < len(lines)}
        if not sign or sign not in beside:
            out.append(line)
            continue
        if sign == "|" and _FENCE.fullmatch(line.words):
            continue
        fresh = not out or not out[-1].table
        table += fresh
        out.append(_row(line, sign, table))
    return out


def _divider(line: Line) -> str:
    if "\t" in line.words:
        return "\t"
    return "|" if line.words.count("|") >= 2 and line.words.startswith("|") else ""


def _row(line: Line, sign: str, table: int) -> Line:
    cells: list[LineCell] = []
    place = 0
    inner = line.words[1:].removesuffix("|") if sign == "|" else line.words
    offset = line.start + (1 if sign == "|" else 0)
    for part in inner.split(sign):
        words = part.strip(_BLANKS)
        start = offset + place + (part.index(words[0]) if words else 0)
        cells.append(LineCell(start, start + len(words)))
        place += len(part) + 1
    return Line(line.words, line.start, line.end, Sort.ROW, table=table, cells=tuple(cells))


def lines_of_pieces(pieces: Iterable[Piece]) -> tuple[str, list[Line]]:
    """The text that the pieces of a file make, a line each, cells divided by tabs, and its lines; what is beside comes last."""
    shown = [piece for piece in pieces if piece.sort in (Sort.LINE, Sort.ROW, Sort.NOTE, Sort.BESIDE)]
    shown.sort(key=lambda piece: (piece.sort is Sort.BESIDE) * 2 + (piece.sort is Sort.NOTE))
    parts: list[str] = []
    lines: list[Line] = []
    place = 0
    for piece in shown:
        line = _line(piece, place)
        parts.append(line.words)
        lines.append(line)
        place = line.end + 1
    return "\n".join(parts), lines


def _line(piece: Piece, place: int) -> Line:
    if piece.sort is not Sort.ROW:
        return Line(piece.words, place, place + len(piece.words), piece.sort, piece.place, piece.level, piece.centred)
    cells: list[LineCell] = []
    words: list[str] = []
    at = place
    for cell in piece.cells:
        cells.append(LineCell(at, at + len(cell.words), cell.span))
        words.append(cell.words)
        at += len(cell.words) + 1
    row = "\t".join(words)
    above = sum(cell.above for cell in piece.cells)
    return Line(
        row,
        place,
        place + len(row),
        Sort.ROW,
        piece.place,
        table=piece.table,
        head=piece.head,
        cells=tuple(cells),
        above=above,
    )
