"""A list as a Word annex: A4, laid out as annexes of official documents are (GB/T 9704), ready to print."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from qingdan.register.lists.annexes.columns import BY_FIELD
from qingdan.register.lists.annexes.excel import written
from qingdan.register.lists.annexes.model import AnnexItem

TITLE_FONT, HEAD_FONT, BODY_FONT = "方正小标宋简体", "黑体", "仿宋_GB2312"
_LATIN = "Times New Roman"
_WIDE = 6
"""With more columns than this the page is turned."""
_ALWAYS = ("number", "title")
_OFFERED = (
    "number", "code", "category", "title", "aliases", "units", "location", "party", "basis", "lead_body", "supporting_bodies", "frequency", "funding",
    "flow_chart", "training", "minutes", "valid_from", "valid_to", "review_on", "handled_by", "conflict", "note", "reason",
)  # fmt: skip
_MERGED = "category"
_WIDTHS = {
    "number": 5,
    "code": 13,
    "title": 30,
    "basis": 30,
    "note": 22,
    "handled_by": 22,
    "category": 10,
    "minutes": 8,
}


@dataclass(frozen=True, slots=True)
class AnnexHeading:
    """What stands above the table. ``unit_note`` is a remark under the title (草稿，未发布)."""

    title: str
    annex_label: str = "附件"
    document: str = ""
    number: str = ""
    issuer: str = ""
    date_text: str = ""
    unit_note: str = ""


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change as a line of a table."""

    change: str
    code: str
    title: str
    before: str
    after: str
    reason: str


def write_word(heading: AnnexHeading, items: Sequence[AnnexItem], columns: Sequence[str] | None = None) -> bytes:
    """The annex; without ``columns`` every field that some item has is a column."""
    shown = (
        tuple(columns)
        if columns
        else tuple(name for name in _OFFERED if name in _ALWAYS or any(_has(item, name) for item in items))
    )
    rows = [[written(name, getattr(item, name)) for name in shown] for item in items]
    return _document(
        heading, [BY_FIELD[name].heading for name in shown], rows, [_WIDTHS.get(name, 12) for name in shown], shown
    )


def write_difference_word(heading: AnnexHeading, changes: Sequence[ChangeLine]) -> bytes:
    """A table of changes."""
    head = ["变动", "编号", "事项名称", "原来", "现在", "理由"]
    rows = [[line.change, line.code, line.title, line.before, line.after, line.reason] for line in changes]
    return _document(heading, head, rows, [6, 13, 26, 26, 26, 20], ("",) * len(head), subtitle="变动对照表")


def _has(item: AnnexItem, name: str) -> bool:
    return getattr(item, name) not in (None, "", ())


def _document(
    heading: AnnexHeading,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
    names: Sequence[str],
    subtitle: str = "",
) -> bytes:
    document = docx.Document()
    wide = len(head) > _WIDE
    _page(document.sections[0], wide)
    _paragraph(document, heading.annex_label, HEAD_FONT, 16)
    _paragraph(document, f"{heading.title}{subtitle}", TITLE_FONT, 22, centred=True)
    under = "　".join(part for part in (heading.document, heading.number, heading.unit_note) if part)
    if under:
        _paragraph(document, under, BODY_FONT, 12, centred=True)
    _table(document, head, rows, widths, names, 10 if wide else 12)
    signed = "　".join(part for part in (heading.issuer, heading.date_text) if part)
    if signed:
        _paragraph(document, signed, BODY_FONT, 14, right=True)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _page(section: Any, wide: bool) -> None:
    """A4 with the margins of official documents: 37 mm above, 35 below, 28 left, 26 right; turned for a wide table."""
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (
        Mm(37),
        Mm(35),
        Mm(28),
        Mm(26),
    )
    if wide:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
        section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (
            Mm(28),
            Mm(26),
            Mm(20),
            Mm(20),
        )


def _paragraph(document: Any, words: str, font: str, size: int, *, centred: bool = False, right: bool = False) -> None:
    paragraph = document.add_paragraph()
    if centred or right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.RIGHT
    run = paragraph.add_run(words)
    run.font.name, run.font.size = _LATIN, Pt(size)
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)


def _table(
    document: Any,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
    names: Sequence[str],
    size: int,
) -> None:
    """The table as XML of its own: python-docx's cells are slow for thousands of rows."""
    table = document.add_table(rows=0, cols=len(head))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    section = document.sections[0]
    room = (section.page_width - section.left_margin - section.right_margin) // 635  # twentieths of a point
    parts = [room * width // sum(widths) for width in widths]
    for column, part in zip(table._tbl.tblGrid.findall(qn("w:gridCol")), parts, strict=True):
        column.set(qn("w:w"), str(part))
    table._tbl.append(_row(head, parts, size, HEAD_FONT, header=True))
    merged = names.index(_MERGED) if _MERGED in names else -1
    before = None
    for cells in rows:
        goes_on = merged >= 0 and bool(cells[merged]) and before == cells[merged]
        starts = merged >= 0 and bool(cells[merged])
        table._tbl.append(_row(cells, parts, size, BODY_FONT, merged=merged if starts else -1, goes_on=goes_on))
        before = cells[merged] if merged >= 0 else None


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
        shown = "" if place == merged and goes_on else words
        for line in shown.split("\n"):
            _cell_paragraph(part, line, size, font, header)
    return row


def _cell_paragraph(part: Any, words: str, size: int, font: str, centred: bool) -> None:
    paragraph = _child(part, "w:p")
    if centred:
        _child(_child(paragraph, "w:pPr"), "w:jc", val="center")
    run = _child(paragraph, "w:r")
    about = _child(run, "w:rPr")
    _child(about, "w:rFonts", ascii=_LATIN, hAnsi=_LATIN, eastAsia=font)
    _child(about, "w:sz", val=str(size * 2))
    text = _child(run, "w:t")
    text.text = words
    text.set(qn("xml:space"), "preserve")


def _child(parent: Any, tag: str, **values: str) -> Any:
    child = OxmlElement(tag)
    for name, value in values.items():
        child.set(qn(f"w:{name}"), value)
    parent.append(child)
    return child
