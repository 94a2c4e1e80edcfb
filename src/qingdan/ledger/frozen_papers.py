"""A frozen ledger as a table: three parts, each with its rows or an explicit 无 (NH-78). Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from qingdan.foundation.clock.rules import period_of
from qingdan.foundation.documents.papers import TablePaper
from qingdan.ledger.choices import Section

COLUMNS = (
    "部分", "编号", "问题", "问题类型", "责任单位", "地方", "情况", "整改措施", "整改时限", "整改情况", "状态", "先派后批",
)  # fmt: skip
"""What a frozen row keeps, in this order."""
PRINTED = ("部分", "编号", "问题", "责任单位", "地方", "整改措施", "整改时限", "整改情况", "状态")
SIGNATURE = ("填表人", "审核人", "主要负责人")
NOTHING = "无"
_WIDTHS = (10, 13, 22, 13, 14, 24, 12, 24, 9)


def digest_of(heading: Mapping[str, Any], rows: Iterable[Mapping[str, Any]]) -> str:
    """The digest over heading and rows in their order: one changed character makes another."""
    made = hashlib.sha256(_canonical(dict(heading)))
    for row in rows:
        made.update(b"\n" + _canonical(dict(row)))
    return made.hexdigest()


def _canonical(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def label_of(first: date, last: date) -> str:
    """How people call a period: 2026年第3季度, or from and to."""
    for frequency in ("monthly", "quarterly", "half_yearly", "yearly"):
        period = period_of(first, frequency)
        if (period.first, period.last) == (first, last):
            return period.label
    return f"{first} 至 {last}"


def printed_rows(rows: Sequence[Mapping[str, str]]) -> list[list[str]]:
    """The table's rows by part; a part without any says so."""
    lines = []
    for section in Section:
        own = [row for row in rows if row["部分"] == section.label]
        lines += [[row[name] for name in PRINTED] for row in own]
        if not own:
            lines.append([section.label, "", NOTHING, *[""] * (len(PRINTED) - 3)])
    return lines


def paper_of(unit: str, label: str, note: str, rows: Sequence[Mapping[str, str]]) -> TablePaper:
    """The Word table with its signature block."""
    return TablePaper(
        title=f"{unit}问题台账", subtitle=label, head=PRINTED, rows=printed_rows(rows), signature=SIGNATURE, note=note,
        widths=_WIDTHS,
    )  # fmt: skip
