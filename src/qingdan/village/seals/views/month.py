"""The month of a seal on A4, for signing and binding: every number, the gaps, and as a Word file."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from qingdan.foundation.clock.moments import today
from qingdan.foundation.clock.rules import Period, period_of
from qingdan.foundation.documents.downloads import word_response
from qingdan.foundation.documents.papers import TablePaper, to_docx
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.text import clean_words
from qingdan.village.seals.models import Seal, SealUse
from qingdan.village.seals.queries import Gaps, entered_in, gaps_of, month_of, with_spoiled
from qingdan.village.seals.roles import READERS
from qingdan.village.seals.rules import in_ranges
from qingdan.village.seals.views.pages import crumbs, seal_crumb, seal_of
from qingdan.village.seals.views.register import remarks

HEAD = ("编号", "日期", "什么材料", "做什么用", "份数×页数", "经办人", "批准人", "盖章人", "说明")
SIGNATURE = ("保管人", "批准人", "监督委员会")
MOST_MONTHS = 12
MOST_LINES = 2000


@for_roles(*READERS)
@require_safe
def month(request: HttpRequest, pk: int) -> HttpResponse:
    """The month as it is printed."""
    _access, seal = seal_of(request, pk)
    period = _period(request)
    gaps = gaps_of(seal, period)
    context = {
        "seal": seal, "title": _title(seal, period), "head": HEAD, "lines": _lines(seal, period), "gaps": gaps, "missing": in_ranges(gaps.missing),
        "signature": SIGNATURE, "months": _months(seal, period), "month": f"{period.first:%Y-%m}", "word_url": reverse("seals:month-word", args=[pk]),
        "crumbs": crumbs(seal_crumb(seal), "月度用印登记"),
    }  # fmt: skip
    return render(request, "seals/month.html", context)


@for_roles(*READERS)
@require_safe
def month_word(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as a Word file."""
    _access, seal = seal_of(request, pk)
    period = _period(request)
    paper = TablePaper(
        _title(seal, period), HEAD, [line[:-1] for line in _lines(seal, period)], SIGNATURE, subtitle=f"印章：{seal}　保管人：{seal.keeper_name}",
        note=_note(gaps_of(seal, period)), widths=(9, 10, 22, 22, 8, 9, 9, 9, 16),
    )  # fmt: skip
    return word_response(to_docx(paper), f"{seal}{period.label}用印登记")


def _period(request: HttpRequest) -> Period:
    asked = month_of(clean_words(request.GET.get("month"), longest=7))
    return asked or period_of(today(), "monthly")


def _title(seal: Seal, period: Period) -> str:
    return f"{seal.division}{period.label}用印登记"


def _lines(seal: Seal, period: Period) -> list[tuple[Any, ...]]:
    rows = with_spoiled(SealUse.objects.filter(entered_in(period), seal=seal)).select_related("approval")
    return [_line(use) for use in rows.order_by("year", "number")[:MOST_LINES]]


def _line(use: Any) -> tuple[Any, ...]:
    given = use.approval
    approver = f"{given.approver_name}（纸质 {given.paper_number}）" if given.on_paper else given.approver_name
    return (
        use.label, str(use.pressed_on), given.document_title, given.purpose, f"{use.copies}×{use.pages}", given.applicant_name, approver,
        use.presser_name, remarks(use, short=True), use.pk,
    )  # fmt: skip


def _note(gaps: Gaps) -> str:
    if gaps.nothing:
        return "本月编号连续，没有作废，批准的都已盖章登记。"
    parts = [
        f"缺号：{in_ranges(gaps.missing)}" if gaps.missing else "",
        f"作废：{'、'.join(use.label for use in gaps.spoiled)}" if gaps.spoiled else "",
        f"批了没有盖的：{'、'.join(each.document_title for each in gaps.unused)}" if gaps.unused else "",
    ]
    return "；".join(part for part in parts if part) + "。"


def _months(seal: Seal, shown: Period) -> list[tuple[str, bool]]:
    """The months that have entries, the newest first, with the one that is shown."""
    known = SealUse.objects.filter(seal=seal).datetimes("recorded_at", "month", order="DESC")[:MOST_MONTHS]
    here = f"{shown.first:%Y-%m}"
    names = sorted({here, f"{today():%Y-%m}", *(f"{moment:%Y-%m}" for moment in known)}, reverse=True)
    return [(name, name == here) for name in names[:MOST_MONTHS]]
