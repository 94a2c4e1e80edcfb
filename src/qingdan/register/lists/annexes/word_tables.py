"""The tables of a Word document as grids: merged cells, tables within tables, and only what tracked changes keep."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from lxml import etree

from qingdan.foundation.documents.extraction import word_xml
from qingdan.foundation.documents.extraction.word_xml import w
from qingdan.foundation.web.grids import Cell, Grid, cell
from qingdan.register.lists.annexes.model import BadAnnex

MOST_ROWS = 20_000


def read_document(data: bytes) -> list[Grid]:
    """Every table with the words above it; raises :class:`BadAnnex` for a file that cannot be read."""
    try:
        body = docx.Document(io.BytesIO(data)).element.body
    except (KeyError, ValueError, zipfile.BadZipFile, etree.XMLSyntaxError, OSError) as error:
        raise BadAnnex("这个 Word 文件打不开，可能损坏或者加了密码。请去掉密码、重新另存为 .docx 再传。") from error
    warnings = []
    if next(body.iter(w("ins"), w("del")), None) is not None:
        warnings.append("文件里有修订痕迹：插入的算，删除的不算")
    if next(body.iter(word_xml.BOX), None) is not None:
        warnings.append("文本框里的字没有读")
    grids = list(_grids(body, warnings))
    if sum(len(grid.rows) for grid in grids) > MOST_ROWS:
        raise BadAnnex(f"一次最多读 {MOST_ROWS} 行。请分成几个文件。")
    return grids


def _grids(body: Any, warnings: list[str]) -> Iterator[Grid]:
    above: list[str] = []
    number = 0
    for block in word_xml.blocks(body):
        if block.tag == word_xml.PARAGRAPH:
            words = word_xml.words(block)
            above += [words] if words else []
            continue
        number += 1
        place = f"表{number}"
        yield _grid(place, block, tuple(above[-6:]), tuple(warnings))
        for inner_number, inner in enumerate(_inner_tables(block), start=1):
            yield _grid(f"{place}里的表{inner_number}", inner, (), (*warnings, "表里套着表，单独读了"))
        above = []


def _inner_tables(table: Any) -> list[Any]:
    return [inner for inner in table.iter(word_xml.TABLE) if inner is not table]


def _grid(place: str, table: Any, above: tuple[str, ...], warnings: tuple[str, ...]) -> Grid:
    rows: list[tuple[Cell, ...]] = []
    for row in word_xml.rows(table):
        rows.append(_row(row, rows[-1] if rows else ()))
    return Grid(place, tuple(rows), tuple(range(1, len(rows) + 1)), above, warnings)


def _row(row: Any, before: tuple[Cell, ...]) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    for part in word_xml.below(row, word_xml.CELL):
        goes_on = word_xml.goes_on_from_above(part)
        above = before[len(cells)].text if goes_on and len(cells) < len(before) else None
        words = above if above is not None else _cell_words(part)
        cells += [cell(words, right=place > 0, down=above is not None) for place in range(word_xml.column_span(part))]
    return tuple(cells)


def _cell_words(part: Any) -> str:
    return "\n".join(
        filter(None, (word_xml.words(block) for block in word_xml.blocks(part) if block.tag == word_xml.PARAGRAPH))
    )
