"""The papers of the procedure as Word files: forms with signature cells, drafts of letters, ledgers.

Each is plain data; :func:`to_docx` lays it out. A letter is always a draft (代拟稿): its number stays empty, and no
red head or seal is ever printed; the body that sends it numbers and seals it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Mm, Pt

from qingdan.foundation.documents import word
from qingdan.foundation.documents.word import (
    BODY_FONT,
    BODY_SIZE,
    HEAD_FONT,
    LINE,
    SECOND_HEAD_FONT,
    SMALL_SIZE,
    TABLE_SIZE,
    TEXT_WIDTH,
    TITLE_FONT,
    TITLE_SIZE,
    paragraph,
)

DRAFT = "代拟稿"
EMPTY_NUMBER = "〔　　　　〕　　号"
EMPTY_DATE = "　　　　年　　月　　日"
NOTHING = "无"
_LABEL_WIDTH = 28
_CELL_LINE = 20
_SIGNATURE_HEIGHT = 30
_ROW_HEIGHT = 9
_PICTURE = 30
_WIDE = 6
"""A ledger with more columns than this has its page turned."""
_LONG = 400
"""A row with more characters than this may run over the page's end."""
_HEADINGS = ((re.compile(r"[一二三四五六七八九十]+、"), HEAD_FONT), (re.compile(r"（[一二三四五六七八九十]+）"), SECOND_HEAD_FONT))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """A field of a form: its label, and what stands in it (lines end with a line break)."""

    label: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class SignatureCell:
    """Where somebody writes an opinion, signs and seals. What is on record may stand there already."""

    label: str
    words: str = ""
    signer: str = ""
    day: date | None = None
    sealed: bool = True
    """Whether a body seals here: then the words （盖章） stand beside the signature."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG picture with the words beside it, such as a QR code and what it leads to."""

    png: bytes
    label: str = "扫码核验"
    words: str = ""


@dataclass(frozen=True, slots=True)
class FormPaper:
    """A form (申请审批表 …): rows of one to three fields, then signature cells. ``note`` stands below."""

    title: str
    rows: Sequence[Sequence[Cell]]
    subtitle: str = ""
    signature_cells: Sequence[SignatureCell] = ()
    note: str = ""
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class LetterPaper:
    """A letter, circular or notice as a draft. ``day`` None leaves the date empty; ``remark`` is the 附注."""

    title: str
    addressee: str
    paragraphs: Sequence[str]
    signer: str
    day: date | None = None
    attachments: Sequence[str] = ()
    remark: str = ""
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class TablePaper:
    """A ledger: a table with its signature block. No rows: it says so (zero report). ``widths`` are shares."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    signature: Sequence[str] = ("填表人", "审核人", "主要负责人")
    subtitle: str = ""
    note: str = ""
    widths: Sequence[int] = ()
    picture: Picture | None = None


Paper = FormPaper | LetterPaper | TablePaper


def to_docx(paper: Paper) -> bytes:
    """The paper as a Word file on A4 with the margins and fonts of GB/T 9704-2012."""
    if isinstance(paper, FormPaper):
        return _form(paper)
    return _letter(paper) if isinstance(paper, LetterPaper) else _ledger(paper)


def day_in_words(day: date | None) -> str:
    """2026年3月5日, or the empty places of a date."""
    return f"{day.year}年{day.month}月{day.day}日" if day else EMPTY_DATE


def _form(paper: FormPaper) -> bytes:
    document = word.new_document(paper.title)
    _title(document, paper.title)
    if paper.subtitle:
        paragraph(document, paper.subtitle, size=TABLE_SIZE, line=_CELL_LINE, right=True)
    edges = _edges(paper.rows)
    table = document.add_table(rows=0, cols=len(edges) - 1)
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    for column, (left, right) in zip(table.columns, pairwise(edges), strict=True):
        column.width = Mm(right - left)
    for cells in paper.rows:
        _fields(table, edges, cells)
    for signature in paper.signature_cells:
        _signature(table, edges, signature)
    if paper.picture:
        _picture_row(table, edges, paper.picture)
    if paper.note:
        paragraph(document, f"注：{paper.note}", size=TABLE_SIZE, line=_CELL_LINE)
    return word.document_bytes(document)


def _row_edges(count: int) -> list[int]:
    """Where the cells of a row with so many fields end, in millimetres from the left."""
    if not 1 <= count <= 3:
        raise ValueError("a row of a form has one to three fields")
    starts = [TEXT_WIDTH * place // count for place in range(count)]
    return sorted({*starts, *(start + _LABEL_WIDTH for start in starts), TEXT_WIDTH})


def _edges(rows: Sequence[Sequence[Cell]]) -> list[int]:
    """Every place where some row has an edge: the columns of the table that all rows share."""
    return sorted({0, TEXT_WIDTH, _LABEL_WIDTH, *(edge for cells in rows for edge in _row_edges(len(cells)))})


def _fields(table: Any, edges: Sequence[int], cells: Sequence[Cell]) -> None:
    parts = _new_row(table, edges, _row_edges(len(cells)), _ROW_HEIGHT, sum(len(cell.value) for cell in cells) <= _LONG)
    for place, cell in enumerate(cells):
        _write(parts[2 * place], cell.label, HEAD_FONT, centred=True)
        _write(parts[2 * place + 1], cell.value)


def _signature(table: Any, edges: Sequence[int], signature: SignatureCell) -> None:
    label, place = _new_row(table, edges, _row_edges(1), _SIGNATURE_HEIGHT, len(signature.words) <= _LONG)
    _write(label, signature.label, HEAD_FONT, centred=True)
    place.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM
    _write(place, f"{signature.words}\n" if signature.words else "\n")
    signed = f"签字：{signature.signer or '　' * 8}"
    paragraph(place, f"{signed}　　（盖章）" if signature.sealed else signed, size=TABLE_SIZE, line=_CELL_LINE, right=True)  # fmt: skip
    paragraph(place, day_in_words(signature.day), size=TABLE_SIZE, line=_CELL_LINE, right=True)


def _picture_row(table: Any, edges: Sequence[int], picture: Picture) -> None:
    label, place = _new_row(table, edges, _row_edges(1), _ROW_HEIGHT, True)
    _write(label, picture.label, HEAD_FONT, centred=True)
    place.paragraphs[0].paragraph_format.space_before = Pt(6)
    place.paragraphs[0].add_run().add_picture(io.BytesIO(picture.png), width=Mm(_PICTURE))
    if picture.words:
        paragraph(place, picture.words, size=TABLE_SIZE, line=_CELL_LINE)


def _new_row(table: Any, edges: Sequence[int], ends: Sequence[int], height: int, whole: bool) -> list[Any]:
    """A row whose cells end where ``ends`` says, each over as many columns as that takes."""
    row = table.add_row()
    row.height, row.height_rule = Mm(height), WD_ROW_HEIGHT_RULE.AT_LEAST
    if whole:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    made, columns = [], row.cells
    for left, right in pairwise(ends):
        first, last = edges.index(left), edges.index(right) - 1
        cell = columns[first].merge(columns[last]) if last > first else columns[first]
        cell.width = Mm(right - left)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        made.append(cell)
    return made


def _write(cell: Any, words: str, font: str = BODY_FONT, *, centred: bool = False) -> None:
    """Write lines into a cell that was empty."""
    for spare in cell.paragraphs:
        spare._element.getparent().remove(spare._element)
    for line in words.split("\n"):
        paragraph(cell, line, font, TABLE_SIZE, centred=centred, line=_CELL_LINE)


def _letter(paper: LetterPaper) -> bytes:
    document = word.new_document(paper.title)
    word.number_pages(document)
    paragraph(document, DRAFT, HEAD_FONT, line=LINE)
    paragraph(document, EMPTY_NUMBER, line=LINE, centred=True)
    _blank(document)
    _title(document, paper.title)
    _blank(document)
    if paper.addressee:
        paragraph(document, f"{paper.addressee.rstrip('：:')}：", line=LINE)
    for words in paper.paragraphs:
        _body(document, words)
    _attachments(document, paper.attachments)
    _blank(document)
    _signed(document, paper.signer, paper.day)
    if paper.remark:
        paragraph(document, f"（{paper.remark}）", indent=2, line=LINE)
    _picture(document, paper.picture)
    return word.document_bytes(document)


def _body(document: Any, words: str) -> None:
    """A paragraph of the body; a heading of the first or second order stands in its own font (7.3.3)."""
    lines = words.split("\n")
    for line in lines:
        font = next((font for pattern, font in _HEADINGS if pattern.match(line) and "。" not in line), BODY_FONT)
        paragraph(document, line, font, indent=2, line=LINE)


def _attachments(document: Any, names: Sequence[str]) -> None:
    if not names:
        return
    _blank(document)
    if len(names) == 1:
        paragraph(document, f"附件：{names[0]}", indent=2, line=LINE)
        return
    for number, name in enumerate(names, start=1):
        lead = "附件：" if number == 1 else "　　　"
        paragraph(document, f"{lead}{number}. {name}", indent=2, line=LINE)


def _signed(document: Any, signer: str, day: date | None) -> None:
    """The signer centred above the date, the date four characters from the right: room for the seal (7.3.5)."""
    dated = day_in_words(day)
    date_width, signer_width = _characters(dated), _characters(signer)
    middle = max(4 + date_width / 2, signer_width / 2)
    for words, width in ((signer, signer_width), (dated, date_width)):
        line = paragraph(document, words, line=LINE, right=True)
        line.paragraph_format.right_indent = Pt(BODY_SIZE * max(0, middle - width / 2))
        line.paragraph_format.keep_with_next = words is signer


def _characters(words: str) -> float:
    """How wide words are, in characters: digits and Latin letters are half as wide."""
    return sum(0.5 if character.isascii() else 1 for character in words)


def _ledger(paper: TablePaper) -> bytes:
    count = len(paper.head)
    document = word.new_document(paper.title, wide=count > _WIDE)
    word.number_pages(document)
    _title(document, paper.title)
    if paper.subtitle:
        paragraph(document, paper.subtitle, size=TABLE_SIZE, line=_CELL_LINE)
    rows = paper.rows or [(NOTHING, *([""] * (count - 1)))]
    size = 10 if count > _WIDE else TABLE_SIZE
    word.table(document, paper.head, rows, paper.widths or _widths(paper.head, rows), size, signed=True)
    if paper.note:
        note = paragraph(document, f"注：{paper.note}", size=TABLE_SIZE, line=_CELL_LINE)
        note.paragraph_format.keep_with_next = True
    _signature_block(document, paper.signature)
    _picture(document, paper.picture)
    return word.document_bytes(document)


def _signature_block(document: Any, names: Sequence[str]) -> None:
    if not names:
        return
    space = paragraph(document, "", size=TABLE_SIZE, line=_CELL_LINE)
    signed = paragraph(document, "".join(f"{name}：{'　' * 7}" for name in names), size=TABLE_SIZE, line=2 * _CELL_LINE)
    sealed = paragraph(document, f"（盖章）　　{EMPTY_DATE}", size=TABLE_SIZE, line=2 * _CELL_LINE, right=True)
    for line in (space, signed):
        line.paragraph_format.keep_with_next = True
    sealed.paragraph_format.keep_together = True


def _widths(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """Shares of the page's width by what stands in the columns: the longest words count up to a limit."""
    sample = rows[:200]
    longest = [max(len(name), *(len(row[place]) for row in sample)) for place, name in enumerate(head)]
    return [min(max(length + 1, 5), 24) for length in longest]


def _title(document: Any, words: str) -> None:
    for line in words.split("\n"):
        added = paragraph(document, line, TITLE_FONT, TITLE_SIZE, centred=True, line=1.5 * TITLE_SIZE)
        added.paragraph_format.keep_with_next = True


def _picture(document: Any, picture: Picture | None) -> None:
    if picture is None:
        return
    place = document.add_paragraph()
    place.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    place.paragraph_format.keep_with_next = True
    place.add_run().add_picture(io.BytesIO(picture.png), width=Mm(_PICTURE))
    words = "　".join(part for part in (picture.label, picture.words) if part)
    paragraph(document, words, size=SMALL_SIZE, line=_CELL_LINE, right=True)


def _blank(document: Any) -> None:
    paragraph(document, "", line=LINE)
