"""Pages of the registration: a body's own entries, and the whole round for who keeps it."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qingdan.foundation.administration.actors import actor_of
from qingdan.foundation.clock.moments import today
from qingdan.foundation.documents.downloads import file_response
from qingdan.foundation.orgs.models import Account, Body
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.components import Crumb
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.spreadsheets import CONTENT_TYPE
from qingdan.foundation.web.text import clean_words
from qingdan.policy.gate.model import Kind, ListKind
from qingdan.register.existing import files, services
from qingdan.register.existing.forms import DatesForm, DecisionForm, EntryFilter, EntryForm, FileForm, RoundForm
from qingdan.register.existing.models import AskedBody, Entry, PendingEntries, Round, State
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
from qingdan.register.existing.roles import KEEPERS, OFFICERS, READERS
from qingdan.register.existing.services import Burden, ExistingProblem
from qingdan.register.lists.access import ListPowers
from qingdan.register.lists.annexes.model import BadAnnex

_GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
_WRITERS = tuple(dict.fromkeys((*KEEPERS, *OFFICERS)))
TAGS = {
    State.WAITING: "tag--amber", State.KEPT: "tag--done", State.MERGED: "tag--wait", State.CANCELLED: "tag--red",
    State.WITHDRAWN: "tag--wait",
}  # fmt: skip


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
@_GET_OR_POST
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
            _add(form, problem)
        else:
            messages.success(request, f"已发起，{begun.asked.count()} 个单位都收到了通知。")
            return redirect("existing:round", begun.pk)
    context = {
        "form": form, "title": "发起存量登记", "submit": "发起", "cancel_url": reverse("existing:rounds"), "crumbs": _crumbs(None, "发起"),
        "intro": "上线第一天，正在要村（社区）做的事都没有编号。请各单位登记，登记的在宽限期里照旧，到期前逐项决定保留、并入还是取消。",
    }  # fmt: skip
    return render(request, "web/form_page.html", context, status=400 if form.errors else 200)


@for_roles(*READERS)
@require_safe
def round_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One round: the entries that the reader may see; for who keeps it also how far each body is."""
    actor, shown = actor_of(request), _readable(request, pk)
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
        "decision": DecisionForm(), "crumbs": _crumbs(shown),
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
    shown = _readable(request, pk)
    rows, _filters = _found(request, entries_for(actor_of(request), shown))
    return file_response(files.write(shown.title, rows.order_by("number")), f"{shown.title}.xlsx", CONTENT_TYPE)


@for_roles(*_WRITERS)
@require_safe
def template(request: HttpRequest, pk: int) -> HttpResponse:
    """The empty template."""
    return file_response(files.write(_readable(request, pk).title, ()), "存量登记模板.xlsx", CONTENT_TYPE)


@for_roles(*_WRITERS)
@_GET_OR_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Register one burden."""
    shown = _readable(request, pk)
    bodies = _bodies(request, shown)
    late = today() > shown.register_by
    form = EntryForm(request.POST or None, bodies=bodies, late=late, division=shown.division)
    if form.is_valid():
        try:
            [entry] = services.register(
                actor=actor_of(request), round_=shown, body=form.cleaned_data["body"], burdens=[form.burden()],
                late_for=form.cleaned_data.get("late_for", ""),
            )  # fmt: skip
        except ExistingProblem as problem:
            _add(form, problem)
        else:
            messages.success(request, f"已登记“{entry.title}”，{entry.code}。")
            return redirect("existing:add" if "again" in request.POST else "existing:round", pk)
    return _entry_page(request, shown, form, "登记一项", None)


@for_roles(*_WRITERS)
@_GET_OR_POST
def edit(request: HttpRequest, pk: int, entry: int) -> HttpResponse:
    """Change an undecided entry."""
    shown = _readable(request, pk)
    found = get_object_or_404(entries_for(actor_of(request), shown), pk=entry)
    _demand_writer(request, found)
    initial = {
        name: getattr(found, name)
        for name in ("kind", "title", "text", "frequency", "units", "since", "minutes", "system", "note")
    }
    initial |= {"basis": "\n".join(found.basis), "columns": "\n".join(found.columns), "body": found.body_id}
    if found.divisions != [shown.division]:
        initial["divisions"] = "\n".join(found.divisions)
    own = Body.objects.filter(pk=found.body_id)
    form = EntryForm(request.POST or None, bodies=own, late=False, initial=initial, division=shown.division)
    if form.is_valid():
        try:
            services.amend(actor=actor_of(request), entry=found, burden=form.burden())
        except ExistingProblem as problem:
            _add(form, problem)
        else:
            messages.success(request, "已保存。")
            return redirect("existing:round", pk)
    return _entry_page(request, shown, form, f"修改 {found.code}", found)


def _entry_page(request: HttpRequest, shown: Round, form: EntryForm, title: str, entry: Entry | None) -> HttpResponse:
    context = {"form": form, "title": title, "round": shown, "entry": entry, "crumbs": _crumbs(shown, title)}
    return render(request, "existing/entry_form.html", context, status=400 if form.errors else 200)


@for_roles(*_WRITERS)
@_GET_OR_POST
def withdraw(request: HttpRequest, pk: int, entry: int) -> HttpResponse:
    """Ask, then take an entry back."""
    shown = _readable(request, pk)
    found = get_object_or_404(entries_for(actor_of(request), shown), pk=entry)
    _demand_writer(request, found)
    if request.method == "POST":
        return _done(request, shown, lambda: services.withdraw(actor=actor_of(request), entry=found), "已撤回。")
    context = {
        "title": f"撤回“{found.title}”？", "effect": "撤回以后不再算存量，也没有宽限；要做得重新登记或者走准入。", "submit": "撤回",
        "sent": ("sure", "1"), "cancel_url": reverse("existing:round", args=[pk]), "crumbs": _crumbs(shown, "撤回"),
    }  # fmt: skip
    return render(request, "web/confirm.html", context)


@for_roles(*_WRITERS)
@require_POST
def nothing(request: HttpRequest, pk: int) -> HttpResponse:
    """A body reports that it asks nothing."""
    shown = _readable(request, pk)
    sent = clean_words(request.POST.get("body"))
    body = get_object_or_404(_bodies(request, shown), pk=int(sent) if sent.isascii() and sent.isdigit() else 0)
    return _done(
        request,
        shown,
        lambda: services.report_nothing(actor=actor_of(request), round_=shown, body=body),
        f"{body}已报“没有”。",
    )


@for_roles(*KEEPERS)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep, merge or cancel the chosen entries."""
    shown = _keepers(request, pk)
    form = DecisionForm(request.POST)
    chosen = [int(each) for each in request.POST.getlist("entries") if each.isascii() and each.isdigit()]
    if not form.is_valid():
        faults = "；".join(f"{form.fields[name].label}：{errors[0]}" for name, errors in form.errors.items())
        messages.error(request, faults)
        return redirect("existing:round", pk)
    into = form.cleaned_data["into"]
    target = shown.entries.filter(number=into).values_list("pk", flat=True).first() if into else None
    state = State(form.cleaned_data["state"])

    def act() -> int:
        return services.decide(
            actor=actor_of(request),
            round_=shown,
            entries=chosen,
            state=state,
            reason=form.cleaned_data["reason"],
            into=target,
        )

    back = clean_words(request.POST.get("back"))
    return _done(
        request,
        shown,
        act,
        f"已决定：{state.label}。",
        back="existing:duplicates" if back == "duplicates" else "existing:round",
    )


@for_roles(*KEEPERS)
@require_POST
def undo(request: HttpRequest, pk: int, entry: int) -> HttpResponse:
    """Take a decision back."""
    shown = _keepers(request, pk)
    found = get_object_or_404(shown.entries, pk=entry)
    return _done(request, shown, lambda: services.undo(actor=actor_of(request), entry=found), "已改回待审。")


@for_roles(*KEEPERS)
@require_safe
def duplicates(request: HttpRequest, pk: int) -> HttpResponse:
    """Pairs that may be one matter, side by side."""
    shown = _keepers(request, pk)
    listing: Listing[Any] = Listing(request, likenesses(shown), per_page=30)
    return render(
        request, "existing/duplicates.html", {"round": shown, "listing": listing, "crumbs": _crumbs(shown, "重复的")}
    )


@for_roles(*KEEPERS)
@_GET_OR_POST
def dates(request: HttpRequest, pk: int) -> HttpResponse:
    """Move the dates."""
    shown = _keepers(request, pk)
    form = DatesForm(request.POST or None, initial={"register_by": shown.register_by, "grace_ends": shown.grace_ends})
    if form.is_valid():
        try:
            services.move_dates(actor=actor_of(request), round_=shown, **form.cleaned_data)
        except ExistingProblem as problem:
            _add(form, problem)
        else:
            messages.success(request, "已改期，原来的日期留着记录。")
            return redirect("existing:round", pk)
    context = {
        "form": form, "title": "改期", "submit": "改期", "cancel_url": reverse("existing:round", args=[pk]), "crumbs": _crumbs(shown, "改期"),
    }  # fmt: skip
    return render(request, "web/form_page.html", context, status=400 if form.errors else 200)


@for_roles(*KEEPERS)
@require_POST
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind the bodies that have not registered."""
    shown = _keepers(request, pk)
    return _done(
        request, shown, lambda: services.remind(actor=actor_of(request), round_=shown), "已提醒。同一天只提醒一次。"
    )


@for_roles(*KEEPERS)
@require_POST
def take_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the kept entries into drafts."""
    shown = _keepers(request, pk)
    said = "保留的事项已写进清单草稿，请到“清单编修”里核对后提交发布。"
    return _done(request, shown, lambda: services.take_over(actor=actor_of(request), round_=shown), said)


@for_roles(*KEEPERS)
@_GET_OR_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then end the round."""
    shown = _keepers(request, pk)
    if request.method == "POST":
        return _done(
            request, shown, lambda: services.close_round(actor=actor_of(request), round_=shown), "这一轮已经结束。"
        )
    context = {
        "title": f"结束“{shown.title}”？", "effect": f"结束以后不能再登记和改动。宽限照旧到 {shown.grace_ends}。", "submit": "结束这一轮",
        "sent": ("sure", "1"), "cancel_url": reverse("existing:round", args=[pk]), "crumbs": _crumbs(shown, "结束"),
    }  # fmt: skip
    return render(request, "web/confirm.html", context)


@for_roles(*_WRITERS)
@_GET_OR_POST
def choose_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose a filled template; it is read and shown, nothing is registered yet."""
    shown = _readable(request, pk)
    form = FileForm(request.POST or None, request.FILES or None, bodies=_bodies(request, shown))
    if form.is_valid():
        body, file = form.cleaned_data["body"], form.cleaned_data["file"]
        known = shown.entries.filter(body=body).exclude(state=State.WITHDRAWN).values_list("kind", "key", "title")
        try:
            registrar = files.Registrar(
                {(kind, name): title for kind, name, title in known},
                frozenset({body.name, *body.aliases}),
                shown.division,
            )
            rows = files.read(file.name, file.read(), registrar)
        except BadAnnex as fault:
            form.add_error("file", str(fault))
        else:
            PendingEntries.objects.filter(round=shown, owner=actor_of(request)).delete()
            name = clean_words(file.name, longest=150)
            pending = PendingEntries.objects.create(
                round=shown, owner=actor_of(request), body=body, name=name, rows=rows
            )
            return redirect("existing:import", pk, pending.pk)
    context = {
        "form": form,
        "round": shown,
        "crumbs": _crumbs(shown, "从 Excel 导入"),
        "cancel_url": reverse("existing:round", args=[pk]),
    }
    return render(request, "existing/import_choose.html", context, status=400 if form.errors else 200)


@for_roles(*_WRITERS)
@_GET_OR_POST
def confirm_file(request: HttpRequest, pk: int, pending: int) -> HttpResponse:
    """What was understood, row by row; confirming registers it."""
    shown = _readable(request, pk)
    kept = get_object_or_404(PendingEntries, pk=pending, round=shown, owner=actor_of(request))
    fresh = [row for row in kept.rows if row["effect"] == "add"]
    if request.method == "POST":
        return _register_file(request, shown, kept, fresh)
    listing: Listing[Any] = Listing(request, kept.rows, per_page=100)
    labels = {"add": ("新登记", "tag--done"), "same": ("已登记过", "tag--wait"), "fault": ("有错，不登记", "tag--red")}
    context = {
        "round": shown, "pending": kept, "listing": listing, "fresh": len(fresh), "late": today() > shown.register_by,
        "shown": [(row, *labels[row["effect"]], files.understood(row["burden"])) for row in listing.page], "crumbs": _crumbs(shown, "核对"),
        "counts": [(labels[effect][0], number) for effect, number in Counter(r["effect"] for r in kept.rows).items()],
    }  # fmt: skip
    return render(request, "existing/import_preview.html", context)


def _register_file(
    request: HttpRequest, shown: Round, kept: PendingEntries, fresh: list[dict[str, Any]]
) -> HttpResponse:
    if "discard" in request.POST:
        kept.delete()
        messages.success(request, "没有登记，文件已丢掉。")
        return redirect("existing:round", shown.pk)
    burdens = [Burden(**(row["burden"] | {"since": _day(row["burden"]["since"])})) for row in fresh]
    try:
        services.register(
            actor=actor_of(request),
            round_=shown,
            body=kept.body,
            burdens=burdens,
            late_for=clean_words(request.POST.get("late_for"), longest=500),
        )
    except ExistingProblem as problem:
        messages.error(request, str(problem))
        return redirect("existing:import", shown.pk, kept.pk)
    kept.delete()
    messages.success(request, f"已登记 {len(burdens)} 项。")
    return redirect("existing:round", shown.pk)


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None


def _readable(request: HttpRequest, pk: int) -> Round:
    return get_object_or_404(rounds_for(actor_of(request)), pk=pk)


def _keepers(request: HttpRequest, pk: int) -> Round:
    """A round that the reader keeps; 404 else."""
    shown = _readable(request, pk)
    if not keeps(actor_of(request), shown.division):
        raise Http404
    return shown


def _bodies(request: HttpRequest, shown: Round) -> QuerySet[Body]:
    """The asked bodies for which the reader may register; 404 where there is none."""
    asked = AskedBody.objects.filter(round=shown).values("body")
    rows = Body.objects.filter(pk__in=asked)
    if not keeps(actor_of(request), shown.division):
        rows = rows.filter(pk__in=bodies_of(actor_of(request)))
    if shown.closed_at is not None or not rows.exists():
        raise Http404
    return rows


def _demand_writer(request: HttpRequest, entry: Entry) -> None:
    actor = actor_of(request)
    if entry.body_id not in bodies_of(actor) and not keeps(actor, entry.round.division):
        raise Http404


def _done(request: HttpRequest, shown: Round, act: Any, said: str, back: str = "existing:round") -> HttpResponse:
    try:
        act()
    except ExistingProblem as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, said)
    return redirect(back, shown.pk)


def _add(form: Any, problem: ExistingProblem) -> None:
    form.add_error(problem.field if problem.field in form.fields else None, str(problem))


def _crumbs(shown: Round | None, *more: str) -> list[Crumb]:
    path = [Crumb("存量登记", reverse("existing:rounds"))]
    if shown is not None:
        path.append(Crumb(shown.title, reverse("existing:round", args=[shown.pk]) if more else ""))
    return [*path, *map(Crumb, more)]
