"""The villages of a dispatch one by one, and what they answered, by town."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from qingdan.entry.dispatch.models import Dispatch, DispatchState, NotSent
from qingdan.entry.dispatch.roles import READERS
from qingdan.entry.dispatch.sending_forms import NOT_SENT, VillageFilter, choose
from qingdan.entry.dispatch.standing import (
    answers_by_town,
    deliveries_of,
    not_sent,
    noted,
    notices_of,
    owed,
    said_openly,
    tally,
)
from qingdan.entry.dispatch.views.pages import MOST_ROWS, crumbs, dispatch_of
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.spreadsheets import excel_response
from qingdan.foundation.web.text import clean_words
from qingdan.register.obligations.models import State

TAGS = {
    State.WAITING: "tag--amber", State.OPENED: "", State.DONE: "tag--done", State.DISPUTED: "tag--amber",
    State.WITHDRAWN: "tag--wait",
}  # fmt: skip
MOST_OCCASIONS = 200
MOST_WORDS = 100
_HEADER = (
    "村（社区）",
    "哪一次",
    "状态",
    "期限",
    "签收",
    "办完",
    "用时（分钟，自愿报）",
    "代录",
    "说明、没有派的理由",
    "条款、出处",
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is looked for."""

    form: VillageFilter
    filters: dict[str, str]
    owed: QuerySet[Any]
    refused: QuerySet[NotSent]

    @property
    def only_refused(self) -> bool:
        return self.filters["state"] == NOT_SENT


def _sent(request: HttpRequest, pk: int) -> tuple[Dispatch, Any]:
    access, shown = dispatch_of(request, pk)
    if shown.state == DispatchState.DRAFT:
        raise Http404
    return shown, access.sees(shown)


def _asked(request: HttpRequest, shown: Dispatch, scopes: Any) -> _Asked:
    form = VillageFilter(request.GET or None)
    occasions = deliveries_of(shown, scopes)[:MOST_OCCASIONS]
    choose(form, "occasion", [("", "全部"), *((str(each.assignment_id), _occasion(each)) for each in occasions)])
    said = form.cleaned_data if form.is_valid() else {}
    filters = {name: clean_words(said.get(name), longest=60) for name in ("q", "state", "occasion")}
    filters["ground"] = clean_words(request.GET.get("ground"), longest=32)
    rows, refused = owed(shown, scopes), not_sent(shown, scopes)
    if filters["q"]:
        rows, refused = (
            rows.filter(division__name__contains=filters["q"]),
            refused.filter(division__name__contains=filters["q"]),
        )
    if filters["occasion"]:
        rows = rows.filter(assignment=int(filters["occasion"]))
        refused = refused.filter(delivery__assignment=int(filters["occasion"]))
    if filters["ground"]:
        refused = refused.filter(ground__digest=filters["ground"])
    if filters["state"] in State.values:
        rows = rows.filter(shown=filters["state"])
    return _Asked(
        form, filters, rows.order_by("division", "-assignment__on"), refused.order_by("division", "-delivery__on")
    )


def _occasion(each: Any) -> str:
    town = f"（{each.schedule.town}）" if each.schedule.town_id else ""
    return f"{each.assignment.label or each.on}{town}"


@for_roles(*READERS)
@require_safe
def villages(request: HttpRequest, pk: int) -> HttpResponse:
    """Each village with its state; or, asked for, those that got nothing, with the ground."""
    shown, scopes = _sent(request, pk)
    asked = _asked(request, shown, scopes)
    rows: QuerySet[Any] = asked.refused if asked.only_refused else asked.owed
    listing: Listing[Any] = Listing(request, rows, filters=asked.filters)
    context = {
        "dispatch": shown, "form": asked.form, "listing": listing, "refused": asked.only_refused, "query": request.GET.urlencode(),
        "shown": [(each, "") if asked.only_refused else (each, TAGS[State(each.shown)], State(each.shown).label) for each in listing.page],
        "crumbs": crumbs(shown, "村（社区）"),
    }  # fmt: skip
    return render(request, "dispatch/villages.html", context)


@for_roles(*READERS)
@require_safe
def villages_excel(request: HttpRequest, pk: int) -> HttpResponse:
    """The villages found, and those that got nothing, as an Excel file."""
    shown, scopes = _sent(request, pk)
    asked = _asked(request, shown, scopes)
    rows = [] if asked.only_refused else [_owed_row(each) for each in asked.owed[:MOST_ROWS]]
    if asked.filters["state"] in ("", NOT_SENT):
        rows += [_refused_row(each) for each in asked.refused[:MOST_ROWS]]
    return excel_response(f"{shown.title}-村（社区）", _HEADER, rows)


def _owed_row(each: Any) -> tuple[object, ...]:
    return (
        each.division.name, each.assignment.label or each.assignment.on, State(each.shown).label, each.due or "",
        f"{each.opened_at:%Y-%m-%d}" if each.opened_at else "", f"{each.done_at:%Y-%m-%d}" if each.done_at else "",
        "" if each.minutes is None else each.minutes, "是" if each.on_behalf else "", each.note, "",
    )  # fmt: skip


def _refused_row(each: NotSent) -> tuple[object, ...]:
    ground = each.ground
    when = each.delivery.assignment.label or each.delivery.on
    return (
        each.division.name,
        when,
        "没有派",
        "",
        "",
        "",
        "",
        "",
        ground.text,
        f"{ground.clause} {ground.source}".strip(),
    )


@for_roles(*READERS)
@require_safe
def answers(request: HttpRequest, pk: int) -> HttpResponse:
    """What the villages answered, in one place: by town in numbers, then their own words."""
    shown, scopes = _sent(request, pk)
    context = {
        "dispatch": shown, "tally": tally(shown, scopes), "towns": answers_by_town(shown, scopes),
        "said": said_openly(shown, scopes), "notices": list(notices_of(shown, scopes)[:MOST_WORDS]), "notes": list(noted(shown, scopes)[:MOST_WORDS]), "most": MOST_WORDS,
        "villages_url": reverse("dispatch:villages", args=[pk]), "crumbs": crumbs(shown, "村里的回音"),
    }  # fmt: skip
    return render(request, "dispatch/answers.html", context)
