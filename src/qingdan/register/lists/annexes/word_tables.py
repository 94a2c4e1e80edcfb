"""The tables of a Word document as grids: merged cells, tables within tables, and only what tracked changes keep."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn
from lxml import etree

from qingdan.foundation.web.grids import Cell, Grid, cell
from qingdan.register.lists.annexes.model import BadAnnex

MOST_ROWS = 20_000
_TEXT, _BREAKS, _TAB = qn("w:t"), {qn("w:br"), qn("w:cr")}, qn("w:tab")
_DROPPED = {qn("w:del"), qn("w:moveFrom"), qn("w:tbl"), qn("w:txbxContent"), qn("w:pPr"), qn("w:rPr")}
_ROW, _CELL, _TABLE, _PARAGRAPH = qn("w:tr"), qn("w:tc"), qn("w:tbl"), qn("w:p")
_CONTAINERS = {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:smartTag"), qn("w:customXml"), qn("w:body")}


def read_document(data: bytes) -> list[Grid]:
    """Every table with the words above it; raises :class:`BadAnnex` for a file that cannot be read."""
    try:
        body = docx.Document(io.BytesIO(data)).element.body
    except (KeyError, ValueError, zipfile.BadZipFile, etree.XMLSyntaxError, OSError) as error:
        raise BadAnnex("这个 Word 文件打不开，可能损坏或者加了密码。请去掉密码、重新另存为 .docx 再传。") from error
    warnings = []
    if next(body.iter(qn("w:ins"), qn("w:del")), None) is not None:
        warnings.append("文件里有修订痕迹：插入的算，删除的不算")
    if next(body.iter(qn("w:txbxContent")), None) is not None:
        warnings.append("文本框里的字没有读")
    grids = list(_grids(body, warnings))
    if sum(len(grid.rows) for grid in grids) > MOST_ROWS:
        raise BadAnnex(f"一次最多读 {MOST_ROWS} 行。请分成几个文件。")
    return grids


def _grids(body: Any, warnings: list[str]) -> Iterator[Grid]:
    above: list[str] = []
    number = 0
    for block in _blocks(body):
        if block.tag == _PARAGRAPH:
            words = _words(block)
            above += [words] if words else []
            continue
        number += 1
        place = f"表{number}"
        yield _grid(place, block, tuple(above[-6:]), tuple(warnings))
        for inner_number, inner in enumerate(_inner_tables(block), start=1):
            yield _grid(f"{place}里的表{inner_number}", inner, (), (*warnings, "表里套着表，单独读了"))
        above = []


def _blocks(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables in order, also inside content controls and insertions."""
    for child in parent.iterchildren():
        if child.tag in (_PARAGRAPH, _TABLE):
            yield child
        elif child.tag in _CONTAINERS:
            yield from _blocks(child)


def _inner_tables(table: Any) -> list[Any]:
    return [inner for inner in table.iter(_TABLE) if inner is not table]


def _grid(place: str, table: Any, above: tuple[str, ...], warnings: tuple[str, ...]) -> Grid:
    rows: list[tuple[Cell, ...]] = []
    for row in _below(table, _ROW):
        if row.find(f"{qn('w:trPr')}/{qn('w:del')}") is None:
            rows.append(_row(row, rows[-1] if rows else ()))
    return Grid(place, tuple(rows), tuple(range(1, len(rows) + 1)), above, warnings)


def _below(parent: Any, tag: str) -> Iterator[Any]:
    """The parent's own parts of a kind, not those of tables inside it."""
    for child in parent.iterchildren():
        if child.tag == tag:
            yield child
        elif child.tag in _CONTAINERS:
            yield from _below(child, tag)


def _row(row: Any, before: tuple[Cell, ...]) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    for part in _below(row, _CELL):
        properties = part.find(qn("w:tcPr"))
        span = properties.find(qn("w:gridSpan")) if properties is not None else None
        merged = properties.find(qn("w:vMerge")) if properties is not None else None
        width = int(span.get(qn("w:val"), "1")) if span is not None else 1
        goes_on = merged is not None and merged.get(qn("w:val"), "continue") == "continue"
        above = before[len(cells)].text if goes_on and len(cells) < len(before) else None
        words = above if above is not None else _cell_words(part)
        cells += [cell(words, right=place > 0, down=above is not None) for place in range(min(width, 100))]
    return tuple(cells)


def _cell_words(part: Any) -> str:
    return "\n".join(filter(None, (_words(block) for block in _blocks(part) if block.tag == _PARAGRAPH)))


def _words(element: Any) -> str:
    """The words of a paragraph as they stand when all tracked changes are accepted."""
    found: list[str] = []
    _collect(element, found)
    return "".join(found).strip()


def _collect(element: Any, found: list[str]) -> None:
    for child in element.iterchildren():
        if child.tag == _TEXT:
            found.append(child.text or "")
        elif child.tag in _BREAKS:
            found.append("\n")
        elif child.tag == _TAB:
            found.append(" ")
        elif child.tag not in _DROPPED:
            _collect(child, found)
