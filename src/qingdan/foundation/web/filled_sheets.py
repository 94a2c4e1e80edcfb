"""A sheet that people filled in: its heading row wherever it stands, and every filled row by the headings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from qingdan.foundation.documents import rules as uploads
from qingdan.foundation.web.grids import BadTable, Cell, Grid, heading_key
from qingdan.foundation.web.workbooks import read_workbook

_OLD = {"xls": "旧的 Excel 格式", "et": "WPS 表格格式"}


@dataclass(frozen=True, slots=True)
class FilledRow:
    """One row by heading. ``merged``: the cells that go on from the row above; ``warnings``: what to look at, by heading.

    A cell that goes on from the one to its left says nothing of its own and is left out, with a warning.
    """

    place: str
    said: Mapping[str, str]
    merged: frozenset[str] = frozenset()
    warnings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FilledSheet:
    """The filled rows, the headings that the sheet has, and those that nobody knows."""

    rows: tuple[FilledRow, ...]
    headings: tuple[str, ...]
    unknown: tuple[str, ...]


def read_filled(
    name: str, data: bytes, known: Mapping[str, str], *, needed: Sequence[Collection[str]], advice: str
) -> FilledSheet:
    """The first sheet with a heading row that has one heading of each of ``needed``; raises :class:`BadTable` with ``advice``.

    ``known``: by :func:`heading_key` of what people write the heading that is meant. A heading row may be two rows,
    where cells of the first are merged with those below.
    """
    suffix = name.rpartition(".")[2].lower()
    if suffix in _OLD:
        raise BadTable(f"这是{_OLD[suffix]}，请在 WPS 或 Office 里点“文件—另存为”，类型选 .xlsx，再传一次。")
    try:
        kind = uploads.check(name, data)
    except uploads.BadFile as fault:
        raise BadTable(str(fault)) from fault
    if kind is not uploads.XLSX:
        raise BadTable(f"只能从 Excel（.xlsx）导入。{advice}")
    for grid in read_workbook(data):
        for place, row in enumerate(grid.rows):
            columns = _columns(row, known)
            if all(set(columns) & set(each) for each in needed):
                return _filled(grid, place, known)
    raise BadTable(
        f"没有找到表头：要有{'、'.join('或者'.join(f'“{one}”' for one in each) for each in needed)}。{advice}"
    )


def _columns(row: Iterable[Cell], known: Mapping[str, str]) -> dict[str, int]:
    """By heading its first column."""
    found: dict[str, int] = {}
    for column, cell in enumerate(row):
        heading = known.get(heading_key(cell.own))
        if heading is not None:
            found.setdefault(heading, column)
    return found


def _filled(grid: Grid, place: int, known: Mapping[str, str]) -> FilledSheet:
    head, below = grid.rows[place], grid.rows[place + 1] if place + 1 < len(grid.rows) else ()
    first, columns = place + 1, _columns(head, known)
    words = [cell.own for cell in head if cell.own]
    if any(cell.down for cell in below):
        first, columns = first + 1, columns | _columns(below, known)
        words += [cell.own for cell in below if cell.own and not cell.down]
    rows = [
        _row(f"第{line}行", row, columns)
        for row, line in zip(grid.rows[first:], grid.lines[first:], strict=True)
        if any(row[column].own.strip() for column in columns.values() if column < len(row))
    ]
    unknown = tuple(dict.fromkeys(each[:40] for each in words if heading_key(each) not in known))
    return FilledSheet(tuple(rows), tuple(columns), unknown)


def _row(place: str, row: Sequence[Cell], columns: Mapping[str, int]) -> FilledRow:
    there = {heading: row[column] for heading, column in columns.items() if column < len(row)}
    warnings = [(heading, cell.warning) for heading, cell in there.items() if cell.warning]
    warnings += [(heading, "和左边一格合并了，当作没有写") for heading, cell in there.items() if cell.right]
    return FilledRow(
        place,
        {heading: cell.text for heading, cell in there.items() if not cell.right},
        frozenset(heading for heading, cell in there.items() if cell.down),
        tuple(warnings),
    )
