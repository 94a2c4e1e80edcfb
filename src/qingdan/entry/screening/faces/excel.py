"""Screenings as rows: every demand of one paper, and the papers of a list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.timezone import localtime

from qingdan.entry.screening.deciding import PaperVerdict
from qingdan.entry.screening.faces.saying import cited
from qingdan.entry.screening.models import Screening, Side
from qingdan.entry.screening.showing import ShownPaper, verdict_said

DETAILS = ("要求谁", "要求什么", "多久一次", "什么时候要", "多少", "要什么凭证", "不做会怎样")
"""The labels of ``ShownDemand.details``, each with a column of its own."""
DEMAND_HEAD = (
    "序号",
    "原话",
    "类别",
    "结论",
    "理由和依据",
    "条款",
    "怎么改",
    *DETAILS,
    "怎么看出来的",
    "处理",
    "处理理由",
)
PAPER_HEAD = (
    "文件", "文号", "发文单位", "成文日期", "谁的", "单位或村（社区）", "结论", "要求数", "不能照这样要的", "比上一稿改掉的", "每村每年小时（测算值）",
    "村数", "按哪天的规定", "筛查时间", "谁筛的",
)  # fmt: skip
Cell = str | int | float


def demand_rows(paper: ShownPaper) -> Iterator[tuple[Cell, ...]]:
    """A row for each demand, in the paper's order."""
    for demand in paper.demands:
        details = dict(demand.details)
        clauses = dict.fromkeys(reason.clause for reason in demand.reasons if reason.clause)
        yield (
            demand.place, demand.text.strip(), demand.kind_words, f"{demand.outcome.word}（{demand.outcome.stamp}）",
            "\n".join(cited(reason) for reason in demand.reasons), "、".join(clauses), demand.suggestion,
            *(details.get(label, "") for label in DETAILS), "\n".join(demand.because), demand.state_word, demand.state_reason,
        )  # fmt: skip


def paper_rows(screenings: Iterable[Screening]) -> Iterator[tuple[Cell, ...]]:
    """A row for each screening; its body, division and person are read with it."""
    for each in screenings:
        verdict = verdict_said(PaperVerdict(each.verdict), received=each.side == Side.RECEIVED)
        yield (
            str(each), each.number, each.issuer_name, str(each.dated or ""), each.get_side_display(), str(each.body or each.division),
            verdict, each.demands, each.stopping, each.mended, float(each.hours), each.villages, str(each.on),
            f"{localtime(each.at):%Y-%m-%d %H:%M}", str(each.by),
        )  # fmt: skip
