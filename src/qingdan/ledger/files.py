"""The ledger as an Excel file: what is written can be read back without loss; also the rows of a frozen ledger."""

from __future__ import annotations

from collections.abc import Iterable

from qingdan.foundation.web.spreadsheets import excel
from qingdan.ledger.presentation import ShownFinding

HEADER = (
    "编号", "修订", "区县", "部分", "责任单位", "地方", "问题类型", "类别", "问题", "情况", "条款", "来源", "先派后批", "整改措施",
    "整改时限", "整改情况", "状态", "确认日期", "销号日期",
)  # fmt: skip
"""``修订`` says which state of the row was taken out: a row that has changed since is shown as a conflict."""


def write(title: str, rows: Iterable[ShownFinding]) -> bytes:
    """The workbook."""
    return excel(title, HEADER, map(row_of, rows))


def row_of(seen: ShownFinding) -> tuple[str | int, ...]:
    """One row as its reader sees it."""
    finding = seen.finding
    return (
        finding.code, finding.revision, finding.district, finding.section.label, str(finding.body), seen.place,
        finding.get_finding_kind_display(), finding.get_kind_display(), finding.title, seen.text, finding.clause,
        seen.source, "是" if finding.dispatched_before_filing else "", finding.measure, str(finding.due), finding.result,
        finding.get_state_display(), str(seen.opened_on), str(finding.closed_on or ""),
    )  # fmt: skip
