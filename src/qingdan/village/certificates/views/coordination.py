"""What villages reported: the town's queue, and a kind to be admitted as those see it who may apply."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from qingdan.foundation.clock.moments import today
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.components import Crumb, Pair
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.spreadsheets import excel_response
from qingdan.foundation.web.text import clean_words
from qingdan.village.certificates.admitting import apply_url
from qingdan.village.certificates.choices import State
from qingdan.village.certificates.forms.filters import CoordinationFilter
from qingdan.village.certificates.models import Application
from qingdan.village.certificates.presentation import TAGS
from qingdan.village.certificates.queries import is_kept_now
from qingdan.village.certificates.roles import APPLYING, TOWNS
from qingdan.village.certificates.views.applications import MOST_ROWS
from qingdan.village.certificates.views.pages import access_of

_HEADER = (
    "反映时间",
    "村（社区）",
    "证明",
    "谁要的",
    "为什么还要办",
    "办什么事要用",
    "联系了哪个单位",
    "结果",
    "怎么协调的",
    "答复时间",
    "告知居民",
)


@for_roles(*TOWNS)
@require_safe
def coordinations(request: HttpRequest) -> HttpResponse:
    """What waits for an answer first; everything by the filter; the same as Excel."""
    form = CoordinationFilter(request.GET or None)
    said = form.cleaned_data if form.is_valid() else {}
    words, which = clean_words(said.get("q"), longest=60), said.get("which") or ""
    rows = access_of(request).to_coordinate().order_by("coordination__due_on", "pk")
    if words:
        rows = rows.filter(
            Q(kind_title__contains=words)
            | Q(coordination__demander__contains=words)
            | Q(division__name__contains=words)
        )
    if not which:
        rows = rows.filter(state=State.ESCALATED)
    if "excel" in request.GET:
        return excel_response("镇街协调", _HEADER, map(_line, rows[:MOST_ROWS]))
    listing: Listing[Application] = Listing(request, rows, filters={"q": words, "which": which})
    context = {
        "listing": listing, "form": form, "query": request.GET.urlencode(), "today": today(),
        "shown": [(each, each.coordination, TAGS[State(each.state)]) for each in listing.page],
    }  # fmt: skip
    return render(request, "certificates/coordinations.html", context)


def _line(each: Application) -> tuple[object, ...]:
    known = each.coordination
    return (
        f"{known.sent_at:%Y-%m-%d}", str(each.division), each.kind_title, known.demander, known.get_cause_display(), known.reason, known.contacted,
        known.get_settled_display(), known.outcome, f"{known.answered_at:%Y-%m-%d}" if known.answered_at else "",
        f"{known.told_at:%Y-%m-%d}" if known.told_at else "",
    )  # fmt: skip


@for_roles(*APPLYING)
@require_safe
def wanted(request: HttpRequest, pk: int) -> HttpResponse:
    """A kind that villagers need and no list has, for those who may apply for its admission; nothing of any person."""
    access = access_of(request)
    known = get_object_or_404(access.wanted(), pk=pk)
    kept = is_kept_now(known.application)
    same = access.wanted().filter(application__kind_title=known.application.kind_title)
    pairs = [
        Pair("村（社区）", str(known.application.division)),
        Pair("办什么事要用", known.reason),
        Pair("谁要的", known.demander),
        Pair("反映", f"{localtime(known.sent_at):%Y-%m-%d}，{known.town}"),
        Pair("一共反映过", f"{same.count()} 次"),
    ]
    context = {
        "known": known, "pairs": pairs, "kept": kept, "url": "" if kept else apply_url(access.actor, known),
        "crumbs": [Crumb("村里要的新证明"), Crumb(known.application.kind_title)],
    }  # fmt: skip
    return render(request, "certificates/wanted.html", context)
