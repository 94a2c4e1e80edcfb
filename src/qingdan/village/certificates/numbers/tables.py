"""The tables of the numbers, as they go to Excel and on paper. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qingdan.foundation.documents.papers import TablePaper
from qingdan.village.certificates.numbers.counting import (
    FATES,
    ISSUED,
    OPEN,
    REDIRECTED,
    REFUSED,
    WITHDRAWN,
    Numbers,
    Tally,
    pace_by_kind,
)

TITLE = "村（社区）证明事项年度统计表"
SIGNATURE = ("填表人", "审核人", "主要负责人")
ANNUAL_HEAD = ("证明名称", "申请", "出具", "不出具", "转办、协调", "撤回、在办", "平均工作日", "超时限出具")
Table = tuple[Sequence[str], list[Sequence[object]]]


def annual_rows(numbers: Numbers) -> list[tuple[str, ...]]:
    """A row for each kind, then the sum."""
    pace = pace_by_kind(numbers)
    rows = [_annual_row(each, *pace.get(each.label, (None, 0))) for each in numbers.by_kind]
    whole = numbers.pace
    return [*rows, _annual_row(numbers.total, whole.average, whole.late)]


def _annual_row(each: Tally, average: float | None, late: int) -> tuple[str, ...]:
    rest = each.of(WITHDRAWN) + each.of(OPEN)
    days = "—" if average is None else f"{average:.1f}"
    counted = (each.asked, each.of(ISSUED), each.of(REFUSED), each.of(REDIRECTED), rest)
    return (each.label, *map(str, counted), days, str(late))


def annual_paper(numbers: Numbers, place: str, year: int) -> TablePaper:
    """The year's table with its signature block; no requests: a zero report."""
    times, names = numbers.ungrounded_times, len(numbers.ungrounded)
    note = f"没有清单依据的索要 {times} 次，涉及 {names} 个单位。" if times else "没有清单依据的索要 0 次。"
    rows = annual_rows(numbers) if numbers.total.asked else []
    return TablePaper(TITLE, ANNUAL_HEAD, rows, SIGNATURE, f"{place}　{year}年", note, (5, 2, 2, 2, 3, 3, 3, 3))


def excel_tables(numbers: Numbers, names: Mapping[str, str]) -> Mapping[str, Table]:
    """What may be taken away as Excel, by the name in the address; ``names`` are those of places."""
    head = ("合计", *FATES.values())
    return {
        "kinds": (("证明名称", *head), [_row(each) for each in numbers.by_kind]),
        "months": (("月份", *head), [_row(each) for each in numbers.by_month]),
        "places": (("地方", *head), [_row(Tally(names.get(code, code), counts)) for code, counts in numbers.by_village.items()]),
        "demanders": (
            ("谁要的", "哪一类", "没有依据的索要（次）", "几种证明"),
            [(each.name, each.class_word, each.times, each.kinds) for each in numbers.ungrounded],
        ),
        "annual": (ANNUAL_HEAD, [*annual_rows(numbers)]),
    }  # fmt: skip


EXCEL_TITLES = {
    "kinds": "证明 按种类", "months": "证明 按月", "places": "证明 按村", "demanders": "没有依据的索要 按单位", "annual": TITLE,
}  # fmt: skip


def _row(each: Tally) -> Sequence[object]:
    return (each.label, each.asked, *(each.of(fate) for fate in FATES))
