"""PDF files as pieces: paragraphs joined from lines, tables from ruled lines, running heads beside, scanned pages told."""

from __future__ import annotations

import base64
import io
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdf
from pypdf.errors import PdfReadError, PyPdfError

from qingdan.foundation.documents.extraction import pdf_lines
from qingdan.foundation.documents.extraction.pdf_flow import Flow, Row
from qingdan.foundation.documents.extraction.pdf_lines import Line, Run
from qingdan.foundation.documents.extraction.pdf_rules import Drawing, grids_of, moved
from qingdan.foundation.documents.extraction.pieces import Piece, Reason, Sort, Unreadable, tidy

MOST_PAGES = 200
MOST_PICTURES = 20
_FEW_LETTERS = 40
"""A page with a picture and fewer letters is a scan: those are what the scanning program writes below it."""


@dataclass(slots=True)
class _Page:
    height: float
    lines: list[Line] = field(default_factory=list)
    tables: list[list[Row]] = field(default_factory=list)
    is_scan: bool = False


def read(data: bytes, *, pictures: bool = False) -> Iterator[Piece]:
    """The pieces of a PDF; ``pictures``: also those that stand for pages without words. Raises :class:`Unreadable`."""
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(Reason.ENCRYPTED)
        yield Piece(Sort.PAGES, level=len(reader.pages))
        pages = [_page(page) for page in reader.pages[:MOST_PAGES]]
        yield from (Piece(Sort.HIDDEN, str(value)) for value in (reader.metadata or {}).values())
        yield from (Piece(Sort.HIDDEN, str(title)) for title in _titles(reader.outline))
        beside = [*_beside(reader)]
        scans = [number for number, page in enumerate(pages) if page.is_scan]
    except Unreadable:
        raise
    except (PdfReadError, PyPdfError, OSError, KeyError, ValueError, TypeError, AttributeError, IndexError) as error:
        raise Unreadable(Reason.DAMAGED) from error
    yield from _pieces(pages)
    yield from beside
    if len(reader.pages) > MOST_PAGES:
        yield Piece(
            Sort.REMARK, f"只读了前 {MOST_PAGES} 页，后面 {len(reader.pages) - MOST_PAGES} 页没有读，请拆开再看。"
        )
    if not pictures:
        return
    for number in scans[:MOST_PICTURES]:
        for picture in _pictures_of(reader.pages[number])[:2]:
            yield Piece(Sort.PICTURE, base64.b64encode(picture).decode("ascii"), f"第 {number + 1} 页")
    if len(scans) > MOST_PICTURES:
        yield Piece(Sort.REMARK, f"只有图的页有 {len(scans)} 页，只看前 {MOST_PICTURES} 页，请拆开再看。")


def _beside(reader: pypdf.PdfReader) -> Iterator[Piece]:
    """What a PDF carries besides its pages: files within it (by name), comments and notes that people stuck on."""
    names = list(reader.attachments)
    yield from (Piece(Sort.HIDDEN, name) for name in names)
    if names:
        yield Piece(Sort.REMARK, "文件里嵌着别的文件，没有打开。要一起看的，请单独放进来。")
    notes = [
        str(words)
        for page in reader.pages[:MOST_PAGES]
        for note in page.get("/Annots") or ()
        if (words := note.get_object().get("/Contents"))
    ]
    yield from (Piece(Sort.HIDDEN, words) for words in notes)
    if notes:
        yield Piece(Sort.REMARK, "文件里有批注，没有算进来。")


def _titles(outline: Any) -> Iterator[str]:
    for entry in outline:
        if isinstance(entry, list):
            yield from _titles(entry)
        else:
            yield entry.title or ""


def _pictures_of(page: Any) -> list[bytes]:
    """The pictures of a page without words, as they stand in the file; none that cannot be decoded."""
    try:
        return [image.data for image in page.images]
    except Exception:
        return []


def _page(page: Any) -> _Page:
    runs: list[Run] = []
    drawing = Drawing()

    def text(words: str, cm: list[float], tm: list[float], _font: Any, size: float) -> None:
        words = pdf_lines.plain_signs(words).strip()
        if words:
            scale = math.sqrt(abs((tm[0] * tm[3] - tm[1] * tm[2]) * (cm[0] * cm[3] - cm[1] * cm[2])))
            runs.append(Run(*moved(cm, tm[4], tm[5]), abs(size) * scale, words))

    page.extract_text(
        visitor_text=text,
        visitor_operand_before=lambda operator, operands, cm, _tm: drawing.take(operator, operands, cm),
    )
    made = _Page(float(page.mediabox.height))
    for grid in grids_of(drawing.rules):
        inside = [run for run in runs if grid.holds(run)]
        rows = grid.rows(inside)
        if inside and any(sum(bool(cell.words) for cell in row) > 1 for row in rows):
            runs = [run for run in runs if not grid.holds(run)]
            made.tables.append([(grid.ys[place], row) for place, row in enumerate(rows)])
    made.lines = pdf_lines.lines_of(runs)
    letters = sum(len(line.words) for line in made.lines)
    made.is_scan = not made.tables and letters < _FEW_LETTERS and bool(page.images.keys())
    return made


def _pieces(pages: list[_Page]) -> Iterator[Piece]:
    beside = pdf_lines.repeated([page.lines for page in pages], [page.height for page in pages])
    beside |= {(number, place) for number, page in enumerate(pages) if page.is_scan for place in range(len(page.lines))}
    yield from (
        Piece(Sort.BESIDE, tidy(pages[number].lines[place].words), f"第 {number + 1} 页")
        for number, place in sorted(beside)
    )
    kept = [[line for place, line in enumerate(page.lines) if (number, place) not in beside] for number, page in enumerate(pages)]  # fmt: skip
    frame = pdf_lines.frame_of([line for lines in kept for line in lines])
    flow = Flow(frame)
    for number, (page, lines) in enumerate(zip(pages, kept, strict=True)):
        parts: list[tuple[float, Line | list[Row]]] = [(line.y, line) for line in lines]
        parts += [(rows[0][0], rows) for rows in page.tables]
        for _y, part in sorted(parts, key=lambda each: -each[0]):
            if isinstance(part, Line):
                flow.take_line(part, number)
            else:
                flow.take_table(part, number)
    yield from flow.pieces
