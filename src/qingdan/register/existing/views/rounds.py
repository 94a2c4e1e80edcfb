"""Pages of a round: how far it is, what was found twice, and what its keepers do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from qingdan.foundation.administration.actors import actor_of
from qingdan.foundation.clock.moments import today
from qingdan.foundation.documents.downloads import file_response
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.spreadsheets import CONTENT_TYPE
from qingdan.foundation.web.text import clean_words
from qingdan.policy.gate.model import Kind, ListKind
from qingdan.register.existing import files, services
from qingdan.register.existing.forms import DatesForm, DecisionForm, EntryFilter, RoundForm
from qingdan.register.existing.models import AskedBody, Entry, Round, State
from qingdan.register.existing.queries import (
    bodies_of,
    bodies_to_ask,
    decided_counts,
    entries_for,
    keeps,
    kept_division,
    likenesses,
    progress,
    rounds_for,
    to_take_over,
)
from qingdan.register.existing.roles import KEEPERS, READERS
from qingdan.register.existing.services import ExistingProblem
from qingdan.register.existing.views.pages import GET_OR_POST, TAGS, add_problem, crumbs, done, kept, readable
from qingdan.register.lists.access import ListPowers


@for_roles(*READERS)
@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    """The rounds of the reader's place; where there is only an open one, straight to it."""
    actor = actor_of(request)
    rows = rounds_for(actor)
    division = kept_division(actor)
    may_begin = division is not None and not Round.objects.filter(division=division, closed_at=None).exists()
    listing: Listing[Round] = Listing(request, rows, sorts={"opened": ["-opened_at"]})
    return render(request, "existing/rounds.html", {"listing": listing, "may_begin": may_begin, "today": today()})


@for_roles(*KEEPERS)
@GET_OR_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a round."""
    actor = actor_of(request)
    division = kept_division(actor)
    if division is None:
        raise Http404
    bodies = bodies_to_ask(division)
    initial = {
        "title": f"{today().year}年存量登记", "register_by": today() + timedelta(days=30),
        "grace_ends": today() + timedelta(days=120), "bodies": list(bodies),
    }  # fmt: skip
    form = RoundForm(request.POST or None, bodies=bodies, initial=initial)
    if form.is_valid():
        try:
            begun = services.begin_round(actor=actor, division=division, **form.cleaned_data)
        except ExistingProblem as problem:
            add_problem(form, problem)
        else:
            messages.success(request, f"已发起，{begun.asked.count()} 个单位都收到了通知。")
            return redirect("existing:round", begun.pk)
    context = {
        "form": form, "title": "发起存量登记", "submit": "发起", "cancel_url": reverse("existing:rounds"), "crumbs": crumbs(None, "发起"),
        "intro": "上线第一天，正在要村（社区）做的事都没有编号。请各单位登记，登记的在宽限期里照旧，到期前逐项决定保留、并入还是取消。",
    }  # fmt: skip
    return render(request, "web/form_page.html", context, status=400 if form.errors else 200)


@for_roles(*READERS)
@require_safe
def round_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One round: the entries that the reader may see; for who keeps it also how far each body is."""
    actor, shown = actor_of(request), readable(request, pk)
    rows, filters = _found(request, entries_for(actor, shown))
    sorts = {
        "number": ["number"],
        "title": ["key", "number"],
        "body": ["body__name", "number"],
        "state": ["state", "number"],
    }
    listing: Listing[Entry] = Listing(request, rows, filters=filters, sorts=sorts)
    keeper = keeps(actor, shown.division)
    bodies = bodies_of(actor)
    context = {
        "round": shown, "listing": listing, "form": EntryFilter(request.GET or None), "keeper": keeper, "today": today(),
        "shown": [(entry, TAGS[State(entry.state)]) for entry in listing.page],
        "progress": progress(shown) if keeper else [], "counts": decided_counts(shown) if keeper else {},
        "own": list(_silent(shown).filter(body__in=bodies).select_related("body")),
        "may_register": shown.closed_at is None and (keeper or shown.asked.filter(body__in=bodies).exists()),
        "kept_left": to_take_over(shown).count() if keeper else 0, "may_take_over": keeper and _may_take_over(actor, shown), "dates": list(shown.date_changes.select_related("by")),
        "decision": DecisionForm(), "crumbs": crumbs(shown),
    }  # fmt: skip
    return render(request, "existing/round.html", context)


def _may_take_over(actor: Account, shown: Round) -> bool:
    return ListPowers(actor).may_prepare(shown.division, ListKind.ASSIST)


def _silent(shown: Round) -> QuerySet[AskedBody]:
    """The asked bodies without an entry."""
    return shown.asked.exclude(body__in=shown.entries.exclude(state=State.WITHDRAWN).values("body"))


def _found(request: HttpRequest, rows: QuerySet[Entry]) -> tuple[QuerySet[Entry], dict[str, str]]:
    words = clean_words(request.GET.get("q"), longest=60)
    kind, state = clean_words(request.GET.get("kind")), clean_words(request.GET.get("state"))
    if words:
        rows = rows.filter(Q(title__contains=words) | Q(body__name__contains=words))
    if kind in set(Kind):
        rows = rows.filter(kind=kind)
    if state in set(State):
        rows = rows.filter(state=state)
    return rows, {"q": words, "kind": kind if kind in set(Kind) else "", "state": state if state in set(State) else ""}


@for_roles(*READERS)
@require_safe
def round_excel(request: HttpRequest, pk: int) -> HttpResponse:
    """The entries, or those found, as the Excel file that import reads."""
    shown = readable(request, pk)
    rows, _filters = _found(request, entries_for(actor_of(request), shown))
    return file_response(files.write(shown.title, rows.order_by("number")), f"{shown.title}.xlsx", CONTENT_TYPE)


@for_roles(*KEEPERS)
@require_safe
def duplicates(request: HttpRequest, pk: int) -> HttpResponse:
    """Pairs that may be one matter, side by side."""
    shown = kept(request, pk)
    listing: Listing[Any] = Listing(request, likenesses(shown), per_page=30)
    return render(
        request, "existing/duplicates.html", {"round": shown, "listing": listing, "crumbs": crumbs(shown, "重复的")}
    )


@for_roles(*KEEPERS)
@GET_OR_POST
def dates(request: HttpRequest, pk: int) -> HttpResponse:
    """Move the dates."""
    shown = kept(request, pk)
    form = DatesForm(request.POST or None, initial={"register_by": shown.register_by, "grace_ends": shown.grace_ends})
    if form.is_valid():
        try:
            services.move_dates(actor=actor_of(request), round_=shown, **form.cleaned_data)
        except ExistingProblem as problem:
            add_problem(form, problem)
        else:
            messages.success(request, "已改期，原来的日期留着记录。")
            return redirect("existing:round", pk)
    context = {
        "form": form, "title": "改期", "submit": "改期", "cancel_url": reverse("existing:round", args=[pk]), "crumbs": crumbs(shown, "改期"),
    }  # fmt: skip
    return render(request, "web/form_page.html", context, status=400 if form.errors else 200)


@for_roles(*KEEPERS)
@require_POST
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind the bodies that have not registered."""
    shown = kept(request, pk)
    return done(
        request, shown, lambda: services.remind(actor=actor_of(request), round_=shown), "已提醒。同一天只提醒一次。"
    )


@for_roles(*KEEPERS)
@require_POST
def take_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the kept entries into drafts."""
    shown = kept(request, pk)
    said = "保留的事项已写进清单草稿，请到“清单编修”里核对后提交发布。"
    return done(request, shown, lambda: services.take_over(actor=actor_of(request), round_=shown), said)


@for_roles(*KEEPERS)
@GET_OR_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then end the round."""
    shown = kept(request, pk)
    if request.method == "POST":
        return done(
            request, shown, lambda: services.close_round(actor=actor_of(request), round_=shown), "这一轮已经结束。"
        )
    context = {
        "title": f"结束“{shown.title}”？", "effect": f"结束以后不能再登记和改动。宽限照旧到 {shown.grace_ends}。", "submit": "结束这一轮",
        "sent": ("sure", "1"), "cancel_url": reverse("existing:round", args=[pk]), "crumbs": crumbs(shown, "结束"),
    }  # fmt: skip
    return render(request, "web/confirm.html", context)
