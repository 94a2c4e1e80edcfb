"""Pages: what a village has to do, one thing of it, and what an issuer gave with its receipts and returns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qingdan.foundation.administration.actors import actor_of
from qingdan.foundation.clock.moments import today
from qingdan.foundation.clock.queries import calendar
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.components import Crumb, Stamp
from qingdan.foundation.web.deadlines import in_words, nearness, time_left
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.spreadsheets import excel_response
from qingdan.foundation.web.text import clean_words
from qingdan.register.obligations import services
from qingdan.register.obligations.access import ISSUERS, READERS, ObligationAccess
from qingdan.register.obligations.forms import DoneForm, DueForm, FilterForm, GivenFilterForm, WithdrawForm
from qingdan.register.obligations.models import RUNNING, Assignment, Obligation, State
from qingdan.register.obligations.origins import offer_of
from qingdan.register.obligations.queries import EARLIEST_FIRST, tallies, tally, towns_of
from qingdan.register.obligations.services import ObligationProblem

_GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
TAGS = {
    State.WAITING: "tag--amber", State.OPENED: "", State.DONE: "tag--done", State.DISPUTED: "tag--amber",
    State.WITHDRAWN: "tag--wait",
}  # fmt: skip
SEALS = {
    "在": (Stamp("在", "listed"), "清单内"), "准": (Stamp("准", "listed"), "有准入编号"), "急": (Stamp("急", "emergency"), "紧急"),
}  # fmt: skip
_ALL = "all"


@for_roles(*READERS)
@require_safe
def obligations(request: HttpRequest) -> HttpResponse:
    """A village's own list, the earliest day first; a town's clerk sees those of its villages."""
    access = ObligationAccess(actor_of(request))
    rows, filters = _found(request, _places(access))
    listing: Listing[Obligation] = Listing(request, rows.order_by(EARLIEST_FIRST, "-pk"), filters=filters, per_page=30)
    context = {
        "listing": listing, "form": FilterForm(request.GET or None), "town": bool(access.towns),
        "shown": [
            (each, _day(each), TAGS[State(each.state)], SEALS.get(each.assignment.stamp)) for each in as_told(listing.page)
        ],
    }  # fmt: skip
    return render(request, "obligations/obligations.html", context)


def _places(access: ObligationAccess) -> QuerySet[Any]:
    """What is owed in the person's own places; what their body gave elsewhere stands under 派出去的事."""
    return access.told(access.own_rows() if access.villages else access.town_rows())


@dataclass(frozen=True, slots=True)
class _Day:
    """The day of what is still to be done: its date, how far off it is, and its group."""

    date: str = ""
    left: str = ""
    near: str = ""


def _day(each: Obligation) -> _Day:
    """Nothing where nothing is to be done any more."""
    if each.state not in RUNNING:
        return _Day()
    day = today()
    left, near = time_left(each.due, day, calendar()), nearness(each.due, day).name_in_address
    if each.assignment.provisional and "暂定" not in left:
        left = f"{left}（暂定）"
    named = in_words(each.due, day) if each.due else ""
    return _Day("" if left.startswith(named) else named, left, near)


def _found(request: HttpRequest, rows: QuerySet[Any]) -> tuple[QuerySet[Any], dict[str, str]]:
    words, state = clean_words(request.GET.get("q"), longest=60), clean_words(request.GET.get("state"))
    late = bool(request.GET.get("late"))
    if words:
        rows = rows.filter(
            Q(assignment__title__contains=words)
            | Q(assignment__issuer__name__contains=words)
            | Q(division__name__contains=words)
        )
    if state in set(State):
        rows = rows.filter(told=state)
    elif state != _ALL or late:
        rows = rows.filter(told__in=RUNNING)
    if late:
        rows = rows.filter(due__lt=today())
    kept = state if state in {*State, _ALL} else ""
    return rows, {"q": words, "state": kept, "late": "1" if late else ""}


@for_roles(*READERS)
@require_safe
def obligations_excel(request: HttpRequest) -> HttpResponse:
    """The same as an Excel file."""
    rows, _filters = _found(request, _places(ObligationAccess(actor_of(request))))
    return _excel("村里要办的事", rows.order_by(EARLIEST_FIRST, "-pk"))


def _excel(title: str, rows: QuerySet[Any]) -> HttpResponse:
    header = (
        "村（社区）",
        "事项",
        "编号",
        "谁要的",
        "谁安排的",
        "交办",
        "期限",
        "状态",
        "签收",
        "办完",
        "代录",
        "说明",
    )
    lines = (
        (
            str(each.division), str(each.assignment), each.assignment.code, str(each.assignment.issuer),
            str(each.assignment.via or ""), str(each.assignment.on), str(each.due or ""), each.get_state_display(),
            f"{each.opened_at:%Y-%m-%d}" if each.opened_at else "", f"{each.done_at:%Y-%m-%d}" if each.done_at else "",
            "是" if each.on_behalf else "", each.note,
        )
        for each in as_told(rows.iterator(chunk_size=2000))
    )  # fmt: skip
    return excel_response(title, header, lines)


@for_roles(*READERS)
@require_safe
def obligation(request: HttpRequest, pk: int) -> HttpResponse:
    """One thing. When the village's own people open it, that is the receipt."""
    actor = actor_of(request)
    access = ObligationAccess(actor)
    shown = get_object_or_404(access.told(access.rows()), pk=pk)
    on_behalf = access.acts_for(shown.division_id)
    if shown.state == State.WAITING and on_behalf is False:
        services.open_obligation(actor=actor, obligation=shown)
        shown = get_object_or_404(access.told(access.rows()), pk=pk)
    return _obligation_page(request, shown, on_behalf, DoneForm())


def _obligation_page(request: HttpRequest, owed: Any, on_behalf: bool | None, form: DoneForm) -> HttpResponse:
    (shown,) = as_told([owed])
    acts = on_behalf is not None
    back = Crumb("要办的事", reverse("obligations:obligations"))
    if not acts:
        back = Crumb("派出去的事", reverse("obligations:assignment", args=[shown.assignment_id]))
    context = {
        "shown": shown, "assignment": shown.assignment, "form": form, "on_behalf": on_behalf, "acts": acts,
        "running": shown.state in RUNNING, "day": _day(shown), "tag": TAGS[State(shown.state)],
        "offer": offer_of(shown, actor_of(request)), "changes": list(shown.assignment.due_changes.all()),
        "seal": SEALS.get(shown.assignment.stamp), "back": back, "crumbs": [back, Crumb(shown.assignment.title)],
    }  # fmt: skip
    return render(request, "obligations/obligation.html", context, status=400 if form.errors else 200)


@for_roles(*READERS)
@require_POST
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """办完了."""
    shown, on_behalf = _acted(request, pk)
    form = DoneForm(request.POST)
    if not form.is_valid():
        return _obligation_page(request, shown, on_behalf, form)
    done = lambda: services.finish(actor=actor_of(request), obligation=shown, **form.cleaned_data)  # noqa: E731
    return _done(request, done, "已记下：办完了。", reverse("obligations:obligations"))


@for_roles(*READERS)
@require_POST
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """The town signs for a village that has no device."""
    shown, _on_behalf = _acted(request, pk)
    act = lambda: services.open_obligation(actor=actor_of(request), obligation=shown)  # noqa: E731
    return _done(request, act, "已代村里签收，记为代录。", reverse("obligations:obligation", args=[pk]))


@for_roles(*READERS)
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Not done after all."""
    shown, _on_behalf = _acted(request, pk)
    act = lambda: services.reopen(actor=actor_of(request), obligation=shown)  # noqa: E731
    return _done(request, act, "已改回还没办完。", reverse("obligations:obligation", args=[pk]))


@for_roles(*ISSUERS)
@require_safe
def given(request: HttpRequest) -> HttpResponse:
    """What the reader's bodies gave, with receipts and returns in numbers."""
    rows = ObligationAccess(actor_of(request)).given()
    words = clean_words(request.GET.get("q"), longest=60)
    if words:
        rows = rows.filter(Q(title__contains=words) | Q(code=words))
    listing: Listing[Assignment] = Listing(
        request, rows, filters={"q": words}, sorts={"on": ["-on", "-pk"], "due": ["due", "pk"]}
    )
    counted = tallies(list(listing.page))
    context = {
        "listing": listing, "words": words,
        "shown": [(each, counted.get(each.pk)) for each in listing.page],
    }  # fmt: skip
    return render(request, "obligations/given.html", context)


@for_roles(*ISSUERS)
@require_safe
def assignment(request: HttpRequest, pk: int) -> HttpResponse:
    """One thing that was given: how its villages stand, town by town and village by village."""
    shown = _given(request, pk)
    rows, filters = _of_assignment(request, shown)
    listing: Listing[Obligation] = Listing(request, rows.order_by("division_id"), filters=filters)
    context = {
        "assignment": shown, "listing": listing, "form": GivenFilterForm(request.GET or None), "tally": tally(shown),
        "towns": towns_of(shown), "changes": list(shown.due_changes.select_related("by")),
        "shown": [(each, TAGS[State(each.state)]) for each in as_told(listing.page)],
        "crumbs": [Crumb("派出去的事", reverse("obligations:given")), Crumb(str(shown))],
    }  # fmt: skip
    return render(request, "obligations/assignment.html", context)


def _of_assignment(request: HttpRequest, shown: Assignment) -> tuple[QuerySet[Any], dict[str, str]]:
    words, state = clean_words(request.GET.get("q"), longest=60), clean_words(request.GET.get("state"))
    owed = Obligation.objects.filter(assignment=shown).select_related(
        "assignment__issuer", "assignment__via", "division"
    )
    rows = ObligationAccess(actor_of(request)).told(owed)
    if words:
        rows = rows.filter(Q(division__name__contains=words) | Q(division__code__startswith=words))
    if state in set(State):
        rows = rows.filter(told=state)
    return rows, {"q": words, "state": state if state in set(State) else ""}


def as_told(rows: Iterable[Any]) -> Iterator[Any]:
    """The obligations in the state that the reader may know, for showing only."""
    for each in rows:
        each.state = each.told
        yield each


@for_roles(*ISSUERS)
@require_safe
def assignment_excel(request: HttpRequest, pk: int) -> HttpResponse:
    """The villages of an assignment as an Excel file."""
    shown = _given(request, pk)
    rows, _filters = _of_assignment(request, shown)
    return _excel(str(shown), rows.order_by("division_id"))


@for_roles(*ISSUERS)
@_GET_OR_POST
def move_due(request: HttpRequest, pk: int) -> HttpResponse:
    """Another day for an assignment."""
    shown = _given(request, pk)
    form = DueForm(request.POST or None, initial={"due": shown.due})
    if form.is_valid():
        try:
            told = services.move_due(actor=actor_of(request), assignment=shown, **form.cleaned_data)
        except ObligationProblem as problem:
            form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        else:
            messages.success(request, f"已改期，告诉了 {told} 个村（社区）。")
            return redirect("obligations:assignment", pk)
    return _form_page(request, form, shown, "改期", "改期")


@for_roles(*ISSUERS)
@_GET_OR_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an assignment back."""
    shown = _given(request, pk)
    form = WithdrawForm(request.POST or None)
    if form.is_valid():
        try:
            told = services.withdraw(actor=actor_of(request), assignment=shown, **form.cleaned_data)
        except ObligationProblem as problem:
            form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        else:
            messages.success(request, f"已撤回，告诉了 {told} 个村（社区）。已经办完的照旧留着。")
            return redirect("obligations:assignment", pk)
    return _form_page(request, form, shown, "撤回这一次", "撤回")


def _form_page(request: HttpRequest, form: Any, shown: Assignment, title: str, submit: str) -> HttpResponse:
    back = reverse("obligations:assignment", args=[shown.pk])
    context = {
        "form": form, "title": f"{title}：{shown}", "submit": submit, "cancel_url": back,
        "crumbs": [Crumb("派出去的事", reverse("obligations:given")), Crumb(str(shown), back), Crumb(title)],
    }  # fmt: skip
    return render(request, "web/form_page.html", context, status=400 if form.errors else 200)


def _given(request: HttpRequest, pk: int) -> Assignment:
    return get_object_or_404(ObligationAccess(actor_of(request)).given(), pk=pk)


def _acted(request: HttpRequest, pk: int) -> tuple[Obligation, bool]:
    """An obligation for which the reader may act; 404 else."""
    access = ObligationAccess(actor_of(request))
    shown = get_object_or_404(access.told(access.rows()), pk=pk)
    on_behalf = access.acts_for(shown.division_id)
    if on_behalf is None:
        raise Http404
    return shown, on_behalf


def _done(request: HttpRequest, act: Callable[[], Any], said: str, back: str) -> HttpResponse:
    try:
        act()
    except (ObligationProblem, NotAllowed) as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, said)
    return redirect(back)
