"""A list as a Word annex: A4, laid out as annexes of official documents are (GB/T 9704), ready to print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qingdan.foundation.documents.word import (
    HEAD_FONT,
    SMALL_SIZE,
    TABLE_SIZE,
    TITLE_FONT,
    TITLE_SIZE,
    document_bytes,
    new_document,
    paragraph,
    table,
)
from qingdan.register.lists.annexes.columns import BY_FIELD
from qingdan.register.lists.annexes.excel import written_column
from qingdan.register.lists.annexes.model import AnnexItem

_WIDE = 6
"""With more columns than this the page is turned."""
_ALWAYS = ("number", "title")
_OFFERED = (
    "number", "code", "category", "title", "aliases", "units", "location", "party", "basis", "lead_body", "supporting_bodies", "frequency", "funding",
    "flow_chart", "training", "minutes", "valid_from", "valid_to", "review_on", "handled_by", "conflict", "note", "reason",
)  # fmt: skip
_MERGED = "category"
_WIDTHS = {
    "number": 7,
    "code": 14,
    "aliases": 20,
    "units": 9,
    "location": 7,
    "party": 7,
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
    made = {name: written_column(name, items) for name in columns or _OFFERED}
    shown = [name for name, cells in made.items() if columns or name in _ALWAYS or any(cells)]
    rows = list(zip(*(made[name] for name in shown), strict=True))
    return _document(
        heading, [BY_FIELD[name].heading for name in shown], rows, [_WIDTHS.get(name, 12) for name in shown], shown
    )


def write_difference_word(heading: AnnexHeading, changes: Sequence[ChangeLine]) -> bytes:
    """A table of changes."""
    head = ["变动", "编号", "事项名称", "原来", "现在", "理由"]
    rows = [[line.change, line.code, line.title, line.before, line.after, line.reason] for line in changes]
    return _document(heading, head, rows, [10, 15, 26, 26, 26, 20], ("",) * len(head), subtitle="变动对照表")


def _document(
    heading: AnnexHeading,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
    names: Sequence[str],
    subtitle: str = "",
) -> bytes:
    wide = len(head) > _WIDE
    document = new_document(f"{heading.title}{subtitle}", wide=wide)
    paragraph(document, heading.annex_label, HEAD_FONT)
    paragraph(document, f"{heading.title}{subtitle}", TITLE_FONT, TITLE_SIZE, centred=True)
    under = "　".join(part for part in (heading.document, heading.number, heading.unit_note) if part)
    if under:
        paragraph(document, under, size=TABLE_SIZE, centred=True)
    merged = names.index(_MERGED) if _MERGED in names else -1
    table(document, head, rows, widths, 10 if wide else TABLE_SIZE, merged=merged)
    signed = "　".join(part for part in (heading.issuer, heading.date_text) if part)
    if signed:
        paragraph(document, "", size=SMALL_SIZE)
        paragraph(document, signed, size=SMALL_SIZE, right=True)
    return document_bytes(document)
