"""What every Word file of ours is made of: A4 in the layout of official documents (GB/T 9704-2012), its fonts, fast tables."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

import docx
import docx.document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from lxml import etree

from qingdan.foundation.documents.packages import escaped, special, storable, with_part

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
_PLACE = "rows {}"
_PLACES = re.compile(r"<!--rows (\d+)-->")
_WORDS = '<w:r><w:t xml:space="preserve">'
_LINE_ENDS = "\n"


class Document(docx.document.Document):
    """A Word document. The ``rows`` of its tables are XML of our own, put in when the file is written.

    python-docx makes cells one by one, which takes seconds for thousands of rows.
    """

    def __init__(self) -> None:
        empty = docx.Document()
        super().__init__(empty.element, empty.part)
        self.rows: list[str] = []


def new_document(title: str, *, wide: bool = False) -> Document:
    """An empty document on an A4 page; ``wide``: turned, for tables with many columns."""
    document = Document()
    about = document.core_properties
    about.title, about.author, about.comments = written(title)[:255], "", ""
    usual = document.styles["Normal"]
    usual.font.name, usual.font.size = LATIN, Pt(BODY_SIZE)
    usual.element.rPr.rFonts.set(qn("w:eastAsia"), BODY_FONT)
    usual.paragraph_format.space_after = Pt(0)
    _page(document.sections[0], wide)
    return document


def document_bytes(document: Document) -> bytes:
    """The file."""
    out = io.BytesIO()
    document.save(out)
    if not document.rows:
        return out.getvalue()
    return with_part(out.getvalue(), "word/document.xml", lambda xml: _with_rows(xml, document.rows))


def _with_rows(xml: str, rows: Sequence[str]) -> str:
    pieces = _PLACES.split(xml)
    pieces[1::2] = [rows[int(number)] for number in pieces[1::2]]
    return "".join(pieces)


def written(words: str) -> str:
    """The words without characters that a Word file cannot hold."""
    return storable(words)


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
    document: Document,
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
    what follows, so that signatures never stand alone on a page. The rows stand in the file only when it is written.
    """
    made = document.add_table(rows=0, cols=len(head))
    made.style, made.alignment, made.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    section: Any = document.sections[0]
    room = (section.page_width - section.left_margin - section.right_margin) // 635  # twentieths of a point
    parts = [room * width // sum(widths) for width in widths]
    for column, part in zip(made._tbl.tblGrid.findall(qn("w:gridCol")), parts, strict=True):
        column.set(qn("w:w"), str(part))
    heads = "".join(
        _cell(_begin(part), words, _cell_style(document, HEAD_FONT, size))
        for part, words in zip(parts, head, strict=True)
    )
    made._tbl.append(parse_xml(f"<w:tr {nsdecls('w')}><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{heads}</w:tr>"))
    usual = _cell_style(document, BODY_FONT, size)
    written_rows = list(_rows(rows[:-1] if signed else rows, parts, usual, merged))
    if signed:
        written_rows += _rows(rows[-1:], parts, f"{usual}<w:keepNext/>", -1)
    made._tbl.append(etree.Comment(_PLACE.format(len(document.rows))))
    document.rows.append("".join(written_rows))


def _cell_style(document: Document, font: str, size: int) -> str:
    """The properties of a cell's paragraphs: a style, so that thousands of cells need not say font and size."""
    head = font == HEAD_FONT
    name = f"{'Head' if head else 'Cell'}{size}"
    if name not in document.styles:
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        style.font.name, style.font.size = LATIN, Pt(size)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), font)
        if head:
            style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return f'<w:pStyle w:val="{name}"/>'


def _rows(rows: Sequence[Sequence[str]], widths: Sequence[int], properties: str, merged: int) -> Iterator[str]:
    """The rows as XML, made column by column: what the cells of a column share is put together once."""
    columns = [
        _merged_column(width, words, properties) if place == merged else _column(_begin(width), words, properties)
        for place, (width, words) in enumerate(zip(widths, zip(*rows, strict=True), strict=False))
    ]
    for cells in zip(*columns, strict=True):
        yield f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"


def _column(begin: str, words: Sequence[str], properties: str) -> list[str]:
    """Cells with their words, a paragraph for each line."""
    paragraph_begins = f"<w:p><w:pPr>{properties}</w:pPr>"
    next_line = f"</w:t></w:r></w:p>{paragraph_begins}{_WORDS}"
    empty = f"{begin}{paragraph_begins}</w:p></w:tc>"
    opened, closed = f"{begin}{paragraph_begins}{_WORDS}", "</w:t></w:r></w:p></w:tc>"
    shown = [escaped(each) for each in words] if special("\n".join(words)) else words
    return [
        f"{opened}{each.replace(_LINE_ENDS, next_line)}{closed}" if said else empty
        for each, said in zip(shown, words, strict=True)
    ]


def _merged_column(width: int, words: Sequence[str], properties: str) -> list[str]:
    """Cells of which those with equal words that follow each other are one."""
    cells, before = [], ""
    for shared in words:
        goes_on = shared == before
        merge = ("continue" if goes_on else "restart") if shared else ""
        cells.append(_cell(_begin(width, merge), "" if goes_on else shared, properties))
        before = shared
    return cells


def _begin(width: int, merge: str = "") -> str:
    part = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{part}<w:vAlign w:val="center"/></w:tcPr>'


def _cell(begin: str, words: str, properties: str) -> str:
    """One cell."""
    return _column(begin, (words,), properties)[0]
