"""The report of a screening, for the file and for whoever signs: verdict, numbers, each stopping demand in a line."""

from __future__ import annotations

from qingdan.entry.screening.faces.saying import by_kind, by_outcome, head, shortened, stopping, verdict
from qingdan.entry.screening.showing import ShownDemand, ShownPaper
from qingdan.foundation.documents.papers import TablePaper

TITLE = "文件筛查报告"
SIGNATURE = ("经办", "审核")
NOTE = "本报告按登记的清单和规则生成，不是审批文件；小时数是测算值。"
_WIDTHS = (5, 20, 10, 14, 17)
_LONGEST, _LONGEST_REASON = 90, 70


def facts(paper: ShownPaper, place: str = "") -> list[tuple[str, str]]:
    """What stands above the table, as label and words. ``place``: the name of the place by whose rules it was judged."""
    pairs = (
        ("文件", shortened(paper.title, 120) or "没有标题"), *head(paper, place), ("结论", verdict(paper)),
        ("按结论", by_outcome(paper)), ("按类别", by_kind(paper)), ("负担", paper.cost),
    )  # fmt: skip
    return [(label, words) for label, words in pairs if words]


def columns(paper: ShownPaper) -> tuple[str, ...]:
    """The table's heading; who received the paper does not mend it."""
    return "序号", "原话", "结论和类别", "依据", "对方该怎么改" if paper.received else "怎么改"


def rows(paper: ShownPaper) -> list[list[str]]:
    """Each stopping demand in a line."""
    return [_row(demand) for demand in stopping(paper)]


def report_paper(paper: ShownPaper, place: str = "") -> TablePaper:
    """The report as a Word table whose heading row comes again on each page, with its signature block."""
    return TablePaper(
        title=TITLE, subtitle="\n".join(f"{label}：{words}" for label, words in facts(paper, place)), head=columns(paper),
        rows=rows(paper), signature=SIGNATURE, note=NOTE, widths=_WIDTHS,
    )  # fmt: skip


def _row(demand: ShownDemand) -> list[str]:
    return [
        str(demand.place), shortened(demand.text, _LONGEST), f"【{demand.outcome.stamp}】{demand.outcome.word}\n{demand.kind_words}",
        _ground(demand), shortened(demand.suggestion, _LONGEST),
    ]  # fmt: skip


def _ground(demand: ShownDemand) -> str:
    """The first reason that cites a source, shortened, with the source; else the first reason."""
    if not demand.reasons:
        return ""
    reason = next((each for each in demand.reasons if each.source), demand.reasons[0])
    words = shortened(reason.text, _LONGEST_REASON)
    return f"{reason.source}：{words}" if reason.source else words
