"""The window: its queue, taking a number, a matter with what may be done with it, the receipt, Excel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_safe

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.personal.problems import PersonalProblem
from qingdan.foundation.personal.queries import looks_at
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.components import Crumb, Link, Pair
from qingdan.foundation.web.form_acts import with_key
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.spreadsheets import excel_response
from qingdan.village.public_services.choices import BookingState, ServiceClass, TicketState
from qingdan.village.public_services.forms.window import (
    OPEN,
    CloseForm,
    GiveForm,
    HandToTownForm,
    RevealForm,
    TicketFilter,
    TicketForm,
)
from qingdan.village.public_services.models import Organisation, Ticket
from qingdan.village.public_services.persons import masked
from qingdan.village.public_services.queries.catalogue import services_at
from qingdan.village.public_services.roles import WINDOW
from qingdan.village.public_services.rules import Verb, open_verbs
from qingdan.village.public_services.services import window
from qingdan.village.public_services.services.booking import reveal
from qingdan.village.public_services.views.pages import (
    MOST_ROWS,
    access_of,
    asked,
    choose_village,
    done_once,
    form_page,
    village_of,
)

HERE = Crumb("服务窗口", "/window/")
_TAGS = {
    TicketState.WAITING: "tag--amber", TicketState.IN_HAND: "tag--amber", TicketState.WITH_TOWN: "tag--wait",
    TicketState.CLOSED: "tag--done",
}  # fmt: skip


@for_roles(*WINDOW)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The matters of the village's window, or of the windows of a town's villages; open ones unless asked otherwise."""
    access = access_of(request)
    form = TicketFilter(request.GET or {"state": OPEN})
    rows, filters = _filtered(access.tickets(), form)
    listing: Listing[Ticket] = Listing(request, rows.order_by("-day", "number"), filters=filters if request.GET else {})
    context = {
        "form": form, "listing": listing, "shown": [(row, _TAGS[TicketState(row.state)]) for row in listing.page],
        "town": not access.scopes(["village_clerk", "village_head"]), "query": request.GET.urlencode(),
        "bookings": access.bookings().filter(day=today(), state=BookingState.BOOKED).count(),
    }  # fmt: skip
    return render(request, "public_services/window.html", context)


def _filtered(rows: QuerySet[Ticket], form: TicketFilter) -> tuple[QuerySet[Ticket], dict[str, str]]:
    filters = asked(form, "q", "state", "service_class", "day")
    if filters["q"]:
        end = filters["q"].rsplit("-", 1)[-1]
        number = Q(number=int(end)) if end.isdecimal() and len(end) <= 6 else Q(pk__in=[])
        rows = rows.filter(Q(matter__contains=filters["q"]) | number)
    if filters["state"] == OPEN:
        rows = rows.exclude(state=TicketState.CLOSED)
    elif filters["state"]:
        rows = rows.filter(state=filters["state"])
    for name in ("service_class", "day"):
        if filters[name]:
            rows = rows.filter(**{name: filters[name]})
    return rows, filters


@for_roles(*WINDOW)
@require_safe
def queue_excel(request: HttpRequest) -> HttpResponse:
    """The same as Excel: without names."""
    rows, _filters = _filtered(access_of(request).tickets(), TicketFilter(request.GET))
    header = (
        "回执号",
        "村（社区）",
        "日期",
        "办什么事",
        "类别",
        "怎么办",
        "状态",
        "交给组织",
        "结果",
        "说明",
        "引导",
        "代录",
    )
    cells = (
        (
            row.receipt, str(row.division), str(row.day), row.matter, row.get_service_class_display(), row.get_mode_display(),
            row.get_state_display(), str(row.organisation or ""), row.get_outcome_display(), row.result, row.guidance,
            "是" if row.on_behalf else "",
        )
        for row in rows[:MOST_ROWS]
    )  # fmt: skip
    return excel_response("服务窗口台账", header, cells)


@for_roles(*WINDOW)
@require_http_methods(["GET", "HEAD", "POST"])
def take_number(request: HttpRequest) -> HttpResponse:
    """Take a number: what somebody comes for, in one form."""
    access = access_of(request)
    village = village_of(request, access)
    if village is None:
        return choose_village(request, access, "取号登记", HERE.url, HERE)
    form = with_key(TicketForm(request.POST or None, services=services_at(village.pk, today())))
    if form.is_valid():
        answer = done_once(request, form, f"window.take.{village.pk}", lambda: _take(access.actor, village.pk, form))
        if answer is not None:
            messages.success(request, f"已取号：{answer['number']} 号。")
            return redirect("public_services:ticket", answer["ticket"])
    intro = f"{village}。一个窗口、一个号，不分部门。"
    return form_page(request, form, "取号登记", "取号", HERE.url, [HERE, Crumb("取号登记")], intro=intro)


def _take(actor: Account, village: str, form: TicketForm) -> dict[str, Any]:
    made = window.take_number(actor=actor, division=village, matter=form.matter())
    return {"ticket": made.pk, "number": made.number}


@for_roles(*WINDOW)
@require_safe
def ticket(request: HttpRequest, pk: int) -> HttpResponse:
    """A matter, and what may be done with it now."""
    access = access_of(request)
    shown = get_object_or_404(
        access.tickets().select_related("subject", "taken_by", "coordination__town", "booking"), pk=pk
    )
    coordination = getattr(shown, "coordination", None)
    context = {
        "ticket": shown, "tag": _TAGS[TicketState(shown.state)], "acts": _links(shown), "pairs": _pairs(shown),
        "coordination": coordination, "may_coordinate": coordination is not None and access.owns(coordination),
        "looks": looks_at("ticket", shown.pk) if shown.subject_id else [], "crumbs": [HERE, Crumb(shown.receipt)],
    }  # fmt: skip
    return render(request, "public_services/ticket.html", context)


def _pairs(row: Ticket) -> list[Pair]:
    said = (
        ("办什么事", row.matter), ("类别", row.get_service_class_display()), ("怎么办", row.get_mode_display()),
        ("本人", masked(row.subject, row.sealed)), ("村里谁在办", str(row.handler or "")), ("交给组织", str(row.organisation or "")),
        ("取号", f"{localtime(row.taken_at):%Y-%m-%d %H:%M}，{row.taken_by} 登记{'（镇街代录）' if row.on_behalf else ''}"),
        ("办结", f"{localtime(row.closed_at):%Y-%m-%d %H:%M}" if row.closed_at else ""), ("结果", row.get_outcome_display()),
        ("说明", row.result), ("怎么引导的", row.guidance),
    )  # fmt: skip
    return [Pair(label, value) for label, value in said if value]


@for_roles(*WINDOW)
@require_safe
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """The receipt to print and hand over: number, matter, what to bring, until when; no name."""
    shown = get_object_or_404(access_of(request).tickets(), pk=pk)
    found = [each for each in services_at(shown.division_id, shown.day) if each.code == shown.item_code]
    context = {
        "ticket": shown, "service": found[0] if found and shown.item_code else None,
        "crumbs": [HERE, Crumb(shown.receipt, reverse("public_services:ticket", args=[pk])), Crumb("回执")],
    }  # fmt: skip
    return render(request, "public_services/receipt.html", context)


# what is done with a matter


@dataclass(frozen=True, slots=True)
class Act:
    """A verb as a page: its form, the button, what it does, what is told afterwards."""

    verb: Verb
    button: str
    form: Callable[[Any, Ticket], Any]
    run: Callable[[Account, Ticket, Any], object]
    told: str
    intro: str = ""


def _organisations(row: Ticket) -> QuerySet[Organisation]:
    return Organisation.objects.filter(division=row.division_id, ended_on=None)


ACTS: Mapping[str, Act] = {
    "begin": Act(
        Verb.BEGIN, "叫号，开始办", lambda data, _row: forms.Form(data), lambda actor, row, _form: window.begin(actor=actor, ticket=row),
        "已叫号。", "按一下就开始，记您在办。",
    ),
    "close": Act(
        Verb.CLOSE, "办结", lambda data, row: CloseForm(data, service_class=ServiceClass(row.service_class)),
        lambda actor, row, form: window.close(actor=actor, ticket=row, **form.said()), "已办结。",
    ),
    "give": Act(
        Verb.GIVE, "交给社区组织", lambda data, row: GiveForm(data, organisations=_organisations(row)),
        lambda actor, row, form: window.give_to_organisation(actor=actor, ticket=row, organisation=form.cleaned_data["organisation"]),
        "已交给组织办。", "群众的事交给群众办；本村的组织在“村里的组织”里登记。",
    ),
    "hand-to-town": Act(
        Verb.HAND_TO_TOWN, "村里办不了，交镇街协调", lambda data, _row: HandToTownForm(data),
        lambda actor, row, form: window.hand_to_town(actor=actor, ticket=row, reason=form.cleaned_data["reason"]),
        "已交镇街。有结果以前由镇街负责，不再算村里在办。",
    ),
}  # fmt: skip


def _links(row: Ticket) -> list[Link]:
    verbs = open_verbs(TicketState(row.state), ServiceClass(row.service_class))
    slugs = [slug for slug, act in ACTS.items() if act.verb in verbs]
    return [
        Link(ACTS[slug].button, reverse("public_services:act", args=[row.pk, slug]), main=place == 0)
        for place, slug in enumerate(slugs)
    ]


@for_roles(*WINDOW)
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Ask what a step needs, then take it; a step that is not open any more leads back to the matter."""
    access, chosen = access_of(request), ACTS.get(slug)
    row = get_object_or_404(access.tickets(), pk=pk)
    if chosen is None:
        raise Http404
    if chosen.verb not in open_verbs(TicketState(row.state), ServiceClass(row.service_class)):
        messages.info(request, "这一步已经办过了，或者现在不能办。")
        return redirect("public_services:ticket", pk)
    data = request.POST if request.method == "POST" else None
    form = with_key(chosen.form(data, row))
    if form.is_valid() and _done(request, access.actor, row, slug, form):
        return redirect("public_services:ticket", pk)
    back = reverse("public_services:ticket", args=[pk])
    path = [HERE, Crumb(row.receipt, back), Crumb(chosen.button)]
    return form_page(
        request, form, chosen.button, chosen.button, back, path, intro=f"{row.number} 号，{row.matter}。{chosen.intro}"
    )


def _done(request: HttpRequest, actor: Account, row: Ticket, slug: str, form: Any) -> bool:
    chosen = ACTS[slug]

    def run() -> dict[str, Any]:
        chosen.run(actor, row, form)
        return {"ticket": row.pk}

    if done_once(request, form, f"window.{slug}.{row.pk}", run) is None:
        return False
    messages.success(request, chosen.told)
    return True


@for_roles(*WINDOW)
@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """Name and telephone, to call somebody: with a reason, logged."""
    access = access_of(request)
    row = get_object_or_404(access.tickets().select_related("subject"), pk=pk, subject__isnull=False)
    back = reverse("public_services:ticket", args=[pk])
    return revealed(request, access.actor, row, back, [HERE, Crumb(row.receipt, back), Crumb("看姓名和电话")])


def revealed(request: HttpRequest, actor: Account, thing: Any, back: str, path: list[Crumb]) -> HttpResponse:
    """Ask the reason, log, show once; nothing of it stays in the address or the browser's history."""
    form = RevealForm(request.POST or None)
    if form.is_valid():
        try:
            resident = reveal(actor=actor, thing=thing, reason=form.cleaned_data["reason"])
        except PersonalProblem as problem:
            form.add_error("reason", str(problem))
        else:
            context = {"resident": resident, "thing": thing, "cancel_url": back, "crumbs": path}
            response = render(request, "public_services/resident.html", context)
            response["Cache-Control"] = "no-store"
            return response
    return form_page(
        request, form, "看姓名和电话", "看", back, path, intro="谁看过、为什么看，都会记下来，本人可以查。"
    )
