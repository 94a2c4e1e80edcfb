"""Excel files (.xlsx, .xls, WPS .et of the same make) as pieces: the visible sheets row by row."""

from __future__ import annotations

import datetime
import io
import itertools
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import python_calamine

from qingdan.foundation.documents.extraction.pieces import Piece, PieceCell, Reason, Sort, Unreadable, cell_text

MOST_ROWS = 20_000
MOST_COLUMNS = 200
_PRINTED = re.compile(r"<(?:odd|even|first)(?:Header|Footer)>([^<]*)<")
_CODES = re.compile(r'&amp;(?:"[^"]*"|[A-Z]|\d+)|&quot;[^&]*&quot;')


def read(data: bytes) -> Iterator[Piece]:
    """The pieces of a workbook; raises :class:`Unreadable`."""
    try:
        book = python_calamine.load_workbook(io.BytesIO(data))
    except python_calamine.PasswordError as error:
        raise Unreadable(Reason.ENCRYPTED) from error
    except (python_calamine.CalamineError, OSError, ValueError, KeyError) as error:
        raise Unreadable(Reason.DAMAGED) from error
    tables = itertools.count(1)
    rows = 0
    for about in book.sheets_metadata:
        yield Piece(Sort.HIDDEN, about.name)
        sheet = book.get_sheet_by_name(about.name)
        rows += sheet.height
        if rows > MOST_ROWS:
            raise Unreadable(Reason.TOO_LONG)
        if about.visible is python_calamine.SheetVisibleEnum.Visible:
            yield from _sheet(about.name, sheet, tables)
            continue
        yield from (Piece(Sort.HIDDEN, _written(value)) for row in sheet.to_python() for value in row if value != "")
        yield Piece(Sort.REMARK, f"工作表“{about.name}”是隐藏的，没有算进来。")
    yield from _printed_beside(data)


def _sheet(name: str, sheet: Any, tables: Iterator[int]) -> Iterator[Piece]:
    """The rows of a sheet; a row with one filled cell is a line, and with an empty row it ends a table."""
    grid = _Grid.of(sheet)
    table = 0
    for row, values in grid.rows():
        place = f"工作表“{name}”第 {row + 1} 行"
        cells = grid.cells(row, [cell_text(_written(value).split("\n")) for value in values])
        filled = [cell for cell in cells if cell.words]
        if len(filled) > 1 or (filled and filled[0].above):
            table = table or next(tables)
            yield Piece(Sort.ROW, "", place, table=table, cells=_cut(cells))
            continue
        table = 0
        yield from (Piece(Sort.LINE, cell.words, place, centred=cell.span > 1) for cell in filled)


@dataclass(slots=True)
class _Grid:
    """A sheet with its merged ranges: by field the upper left field that it belongs to."""

    sheet: Any
    owner: dict[tuple[int, int], tuple[int, int]]
    words: dict[tuple[int, int], str]

    @classmethod
    def of(cls, sheet: Any) -> _Grid:
        owner = {
            (row, column): begin
            for begin, (bottom, end) in sheet.merged_cell_ranges or ()
            for row in range(begin[0], min(bottom, begin[0] + MOST_ROWS) + 1)
            for column in range(begin[1], min(end, MOST_COLUMNS) + 1)
        }
        return cls(sheet, owner, {})

    def rows(self) -> Iterator[tuple[int, list[Any]]]:
        first = self.sheet.start[0] if self.sheet.start else 0
        for row, values in enumerate(self.sheet.to_python(skip_empty_area=False)):
            if row >= first:
                yield row, values[:MOST_COLUMNS]

    def cells(self, row: int, words: list[str]) -> list[PieceCell]:
        cells: list[PieceCell] = []
        before = None
        for column, own in enumerate(words):
            begin = self.owner.get((row, column), (row, column))
            if begin == before:
                cells[-1] = PieceCell(cells[-1].words, cells[-1].span + 1, cells[-1].above)
                continue
            if begin == (row, column):
                self.words[begin] = own
            cells.append(PieceCell(self.words.get(begin, ""), 1, begin[0] < row))
            before = begin
        return cells


def _cut(cells: list[PieceCell]) -> tuple[PieceCell, ...]:
    """The cells without empty ones behind the last that says something."""
    last = max(place for place, cell in enumerate(cells) if cell.words)
    return tuple(cells[: last + 1])


def _written(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime) and not (value.hour or value.minute or value.second):
        value = value.date()
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return f"{value.year}年{value.month}月{value.day}日"
    return str(value)


def _printed_beside(data: bytes) -> Iterator[Piece]:
    """Headers and footers of printed sheets, where marks may stand; file properties; names of parts."""
    if not data.startswith(b"PK"):
        return
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            yield Piece(Sort.HIDDEN, name)
            if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name):
                text = package.read(name)[-20_000:].decode("utf-8", errors="replace")
                yield from (
                    Piece(Sort.BESIDE, words, "页眉页脚")
                    for found in _PRINTED.findall(text)
                    if (words := _CODES.sub("", found).strip())
                )
            elif re.fullmatch(r"docProps/\w+\.xml|xl/comments\d*\.xml|xl/drawings/drawing\d+\.xml", name):
                text = package.read(name).decode("utf-8", errors="replace")
                yield from (Piece(Sort.HIDDEN, words) for words in re.split(r"<[^>]*>", text) if words.strip())
