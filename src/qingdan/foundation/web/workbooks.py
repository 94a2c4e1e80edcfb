"""Excel and CSV files as grids."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import date, datetime
from typing import Any

import python_calamine

from qingdan.foundation.web.grids import EMPTY, BadTable, Cell, Grid, cell, merge

MOST_ROWS = 20_000
MOST_COLUMNS = 100
_FORMULA = re.compile(rb"<f[\s>/]")
_FORMULA_CELL = re.compile(rb'<c\s[^>]*?r="([A-Z]{1,3})([0-9]{1,7})"[^>]*>\s*<f(?=[\s>/])(.*?)</c>', re.DOTALL)
_HIDDEN_ROW = re.compile(rb'<row\s[^>]*hidden="(?:1|true)"')
_LONG = f"一次最多读 {MOST_ROWS} 行。请分成几个文件，或者删去用不着的行。"


def read_workbook(data: bytes) -> list[Grid]:
    """Every sheet with something in it; raises :class:`BadTable` for a file that cannot be read."""
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = list(book.sheet_names)
        hidden = {
            sheet.name for sheet in book.sheets_metadata if sheet.visible != python_calamine.SheetVisibleEnum.Visible
        }
        parts = _sheet_parts(data, names)
        grids = [_grid(book, name, parts.get(name, b""), name in hidden) for name in names]
    except (python_calamine.CalamineError, zipfile.BadZipFile, ValueError, KeyError, OSError) as error:
        if isinstance(error, BadTable):
            raise
        raise BadTable("这个 Excel 文件打不开，可能损坏或者加了密码。请去掉密码、重新另存为 .xlsx 再传。") from error
    found = [grid for grid in grids if grid.rows]
    if sum(len(grid.rows) for grid in found) > MOST_ROWS:
        raise BadTable(_LONG)
    return found


def _grid(book: Any, name: str, part: bytes, hidden: bool) -> Grid:
    sheet = book.get_sheet_by_name(name)
    if sheet.height > MOST_ROWS:
        raise BadTable(f"“{name}”有 {sheet.height} 行。{_LONG}")
    values = sheet.to_python(skip_empty_area=False)
    formulas = _formula_cells(part)
    rows = [
        [_cell(value, (line, column) in formulas) for column, value in enumerate(row[:MOST_COLUMNS])]
        for line, row in enumerate(values)
    ]
    rows = merge(rows, sheet.merged_cell_ranges or [])
    warnings = ["这张表是隐藏的，也读了"] if hidden else []
    warnings += ["有隐藏的行，也读了"] if _HIDDEN_ROW.search(part) else []
    return Grid(f"“{name}”", tuple(map(tuple, rows)), tuple(range(1, len(rows) + 1)), warnings=tuple(warnings))


def _cell(value: object, formula: bool) -> Cell:
    if formula and value in {"", None}:
        return Cell("", warning="公式没有算出结果，请先在 Excel 里算好、保存再传")
    if value is None or value == "":
        return EMPTY
    if isinstance(value, bool):
        words = "是" if value else "否"
    elif isinstance(value, float):
        words = f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else f"{value:g}"
    elif isinstance(value, datetime):
        words = value.date().isoformat()
    elif isinstance(value, date):
        words = value.isoformat()
    else:
        words = str(value)
    made = cell(words)
    return Cell(made.text, warning="是公式，只取了算好的结果") if formula else made


def _sheet_parts(data: bytes, names: list[str]) -> dict[str, bytes]:
    """The XML of each sheet by its name, in the workbook's order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [
            part.filename for part in archive.infolist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", part.filename)
        ]
        parts.sort(key=lambda part: int("".join(filter(str.isdigit, part.rsplit("/", 1)[-1]))))
        return {name: archive.read(part) for name, part in zip(names, parts, strict=False)}


def _formula_cells(part: bytes) -> set[tuple[int, int]]:
    if not _FORMULA.search(part):
        return set()
    return {(int(row) - 1, _column(letters)) for letters, row, _rest in _FORMULA_CELL.findall(part)}


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.decode():
        number = number * 26 + ord(letter) - 64
    return number - 1


def read_csv(data: bytes) -> list[Grid]:
    """A CSV file in UTF-8 or GB18030."""
    rows = []
    try:
        for row in csv.reader(io.StringIO(_decoded(data), newline="")):
            rows.append(tuple(cell(value) for value in row[:MOST_COLUMNS]))
            if len(rows) > MOST_ROWS:
                raise BadTable(_LONG)
    except csv.Error as error:
        raise BadTable("这个 CSV 文件的格式不对，请用 Excel 打开另存为 .xlsx 再传。") from error
    return [Grid("文件", tuple(rows), tuple(range(1, len(rows) + 1)))]


def _decoded(data: bytes) -> str:
    for name in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    raise BadTable("看不出这个 CSV 文件是什么编码，请另存为 UTF-8 再传。")
