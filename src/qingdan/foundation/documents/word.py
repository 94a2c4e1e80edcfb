"""What every Word file of ours is made of: A4 in the layout of official documents (GB/T 9704-2012), its fonts, fast tables."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

TITLE_FONT, HEAD_FONT, BODY_FONT, SECOND_HEAD_FONT = "方正小标宋简体", "黑体", "仿宋_GB2312", "楷体_GB2312"
LATIN = "Times New Roman"
TITLE_SIZE, BODY_SIZE, SMALL_SIZE, TABLE_SIZE = 22, 16, 14, 12
"""二号, 三号, 四号, 小四 in points."""
LINE = 28
"""The distance of two lines of body text in points: 22 lines on a page."""
TEXT_WIDTH = 156
"""The width of the type area in millimetres."""

_ABOVE, _BELOW, _LEFT, _RIGHT = 37, 35, 28, 26
_PAGE_NUMBER_FONT = "宋体"
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def new_document(title: str, *, wide: bool = False) -> Any:
    """An empty document on an A4 page; ``wide``: turned, for tables with many columns."""
    document = docx.Document()
    about = document.core_properties
    about.title, about.author, about.comments = written(title)[:255], "", ""
    usual = document.styles["Normal"]
    usual.font.name, usual.font.size = LATIN, Pt(BODY_SIZE)
    usual.element.rPr.rFonts.set(qn("w:eastAsia"), BODY_FONT)
    usual.paragraph_format.space_after = Pt(0)
    _page(document.sections[0], wide)
    return document


def document_bytes(document: Any) -> bytes:
    """The file."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def written(words: str) -> str:
    """The words without characters that a Word file cannot hold."""
    return _NOT_IN_XML.sub("", words)


def paragraph(
    place: Any,
    words: str,
    font: str = BODY_FONT,
    size: float = BODY_SIZE,
    *,
    centred: bool = False,
    right: bool = False,
    indent: float = 0,
    line: float | None = None,
) -> Any:
    """Add a paragraph to a document or a cell. ``indent``: first-line indent in characters; ``line``: exact height."""
    added = place.add_paragraph()
    if centred or right:
        added.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.RIGHT
    layout = added.paragraph_format
    if indent:
        layout.first_line_indent = Pt(indent * size)
    if line:
        layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(line)
    run(added, words, font, size)
    return added


def run(into: Any, words: str, font: str = BODY_FONT, size: float = BODY_SIZE) -> Any:
    """Add words to a paragraph in a font for Chinese; digits and letters stand in the Latin font."""
    added = into.add_run(written(words))
    added.font.name, added.font.size = LATIN, Pt(size)
    added._element.rPr.rFonts.set(qn("w:eastAsia"), font)
    return added


def number_pages(document: Any) -> None:
    """Page numbers as — 1 — in 四号 below the text, outside on odd and on even pages (GB/T 9704-2012, 7.5)."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    section.footer_distance = Mm(23)
    for footer, right in ((section.footer, True), (section.even_page_footer, False)):
        footer.is_linked_to_previous = False
        line = footer.paragraphs[0]
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT if right else WD_ALIGN_PARAGRAPH.LEFT
        space = Pt(SMALL_SIZE)
        if right:
            line.paragraph_format.right_indent = space
        else:
            line.paragraph_format.left_indent = space
        run(line, "— ", _PAGE_NUMBER_FONT, SMALL_SIZE)
        _page_field(run(line, "", _PAGE_NUMBER_FONT, SMALL_SIZE))
        run(line, " —", _PAGE_NUMBER_FONT, SMALL_SIZE)


def _page_field(number: Any) -> None:
    for kind, words in (("begin", ""), ("", "PAGE"), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        part.text = words or None
        number._element.append(part)


def _page(section: Any, wide: bool) -> None:
    """A4 with the margins of official documents: 37 mm above, 35 below, 28 left, 26 right; turned for a wide table."""
    width, height, edges = 210, 297, (_ABOVE, _BELOW, _LEFT, _RIGHT)
    if wide:
        section.orientation = WD_ORIENT.LANDSCAPE
        width, height, edges = 297, 210, (28, 26, 20, 20)
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = map(Mm, edges)


def table(
    document: Any,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
    size: int,
    *,
    merged: int = -1,
    signed: bool = False,
) -> None:
    """A bordered table whose heading row comes again on each page; ``widths`` are shares of the page's width.

    ``merged``: a column in which equal words that follow each other share one cell. ``signed``: the last row goes with
    what follows, so that signatures never stand alone on a page. The rows are XML of our own: python-docx's cells
    are slow for thousands of rows.
    """
    made = document.add_table(rows=0, cols=len(head))
    made.style, made.alignment, made.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    section = document.sections[0]
    room = (section.page_width - section.left_margin - section.right_margin) // 635  # twentieths of a point
    parts = [room * width // sum(widths) for width in widths]
    for column, part in zip(made._tbl.tblGrid.findall(qn("w:gridCol")), parts, strict=True):
        column.set(qn("w:w"), str(part))
    made._tbl.append(_row(head, parts, size, HEAD_FONT, header=True))
    before = None
    for cells in rows:
        goes_on = merged >= 0 and bool(cells[merged]) and before == cells[merged]
        starts = merged >= 0 and bool(cells[merged])
        made._tbl.append(_row(cells, parts, size, BODY_FONT, merged=merged if starts else -1, goes_on=goes_on))
        before = cells[merged] if merged >= 0 else None
    if signed:
        for part in made._tbl.tr_lst[-1].iter(qn("w:p")):
            Paragraph(part, made).paragraph_format.keep_with_next = True


def _row(
    cells: Sequence[str],
    widths: Sequence[int],
    size: int,
    font: str,
    *,
    header: bool = False,
    merged: int = -1,
    goes_on: bool = False,
) -> Any:
    row = OxmlElement("w:tr")
    properties = _child(row, "w:trPr")
    _child(properties, "w:cantSplit")
    if header:
        _child(properties, "w:tblHeader")
    for place, (words, width) in enumerate(zip(cells, widths, strict=True)):
        part = _child(row, "w:tc")
        about = _child(part, "w:tcPr")
        _child(about, "w:tcW", w=str(width), type="dxa")
        if place == merged:
            _child(about, "w:vMerge", val="continue" if goes_on else "restart")
        _child(about, "w:vAlign", val="center")
        shown = "" if place == merged and goes_on else written(words)
        for line in shown.split("\n"):
            _cell_paragraph(part, line, size, font, header)
    return row


def _cell_paragraph(part: Any, words: str, size: int, font: str, centred: bool) -> None:
    added = _child(part, "w:p")
    if centred:
        _child(_child(added, "w:pPr"), "w:jc", val="center")
    piece = _child(added, "w:r")
    about = _child(piece, "w:rPr")
    _child(about, "w:rFonts", ascii=LATIN, hAnsi=LATIN, eastAsia=font)
    _child(about, "w:sz", val=str(size * 2))
    text = _child(piece, "w:t")
    text.text = words
    text.set(qn("xml:space"), "preserve")


def _child(parent: Any, tag: str, **values: str) -> Any:
    child = OxmlElement(tag)
    for name, value in values.items():
        child.set(qn(f"w:{name}"), value)
    parent.append(child)
    return child
