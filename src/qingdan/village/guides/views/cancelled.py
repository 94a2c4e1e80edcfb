"""All cancelled kinds of a place, for anybody: a page, a sheet of paper, Excel. Nothing is written."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from qingdan.foundation.clock.moments import today
from qingdan.foundation.web.access import open_to_all
from qingdan.foundation.web.components import Crumb
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.spreadsheets import excel_response
from qingdan.foundation.web.text import clean_words
from qingdan.village.guides.forms.public import CancelledFilter
from qingdan.village.guides.queries.cancelled import CancelledKind, cancelled_at
from qingdan.village.guides.views.public import limit_visitors, name_of, place_of

HEADER = (
    "证明",
    "现在找谁办、怎么办",
    "取消的依据",
    "从哪天起",
    "清单",
    "向社会公布日期",
    "公布渠道",
    "网址或者地点",
    "状态",
)
PER_PAGE = 100


@open_to_all
@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Every cancelled kind of a place: who handles it instead, on what basis, since when, where it was told."""
    division = place_of(code)
    form, words = _asked(request)
    every = cancelled_at(division, today())
    listing: Listing[CancelledKind] = Listing(request, _found(every, words), filters={"q": words}, per_page=PER_PAGE)
    name = name_of(division)
    context = {
        "division": division, "name": name, "form": form, "listing": listing, "pending": (pending := sum(row.pending for row in every)),
        "total": len(every) - pending,
        "crumbs": [Crumb(name, reverse("guides:place", args=[division])), Crumb("已经取消的证明")],
    }  # fmt: skip
    return render(request, "guides/cancelled.html", context)


@open_to_all
@require_safe
def excel(request: HttpRequest, code: str) -> HttpResponse:
    """The same as Excel."""
    division = place_of(code)
    limit_visitors(request)
    _form, words = _asked(request)
    rows = _found(cancelled_at(division, today()), words)
    return excel_response(f"{name_of(division)}已经取消的证明", HEADER, map(_cells, rows))


def _asked(request: HttpRequest) -> tuple[CancelledFilter, str]:
    form = CancelledFilter(request.GET or None)
    return form, clean_words(form.cleaned_data.get("q") if form.is_valid() else "", longest=60)


def _found(rows: list[CancelledKind], words: str) -> list[CancelledKind]:
    return [row for row in rows if not words or words in row.title or words in row.way]


def _cells(row: CancelledKind) -> list[object]:
    notice = row.notice
    return [
        row.title, row.way, "；".join(row.basis), str(row.since or ""), row.list_title, str(notice.on) if notice else "",
        notice.channel if notice else "", notice.place if notice else "", row.state,
    ]  # fmt: skip
