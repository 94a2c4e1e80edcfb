"""反馈核实 and what came by other ways: saying it, the list, and one of them with the gate's answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qingdan.entry.dispatch.feedback_access import FeedbackAccess
from qingdan.entry.dispatch.feedback_queries import places_to_report_for
from qingdan.entry.dispatch.hearing import heard
from qingdan.entry.dispatch.models import Feedback, FeedbackState, Way
from qingdan.entry.dispatch.problems import DispatchProblem
from qingdan.entry.dispatch.roles import FEEDBACK_READERS, REPORTERS
from qingdan.entry.dispatch.services import feedback as services
from qingdan.entry.dispatch.village_forms import FeedbackFilter, FeedbackForm, ReportForm
from qingdan.foundation.administration.actors import actor_of
from qingdan.foundation.documents.downloads import download
from qingdan.foundation.documents.evidence import looked_through
from qingdan.foundation.documents.secrecy import REMINDER
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.web import form_acts
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.components import Crumb, Pair
from qingdan.foundation.web.form_acts import with_key
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.spreadsheets import excel_response
from qingdan.foundation.web.text import clean_words
from qingdan.ledger.presentation import other_reasons, outcome_word, verdict_card
from qingdan.policy.gate.facts import FREQUENCIES
from qingdan.policy.gate.labels import KIND_LABELS
from qingdan.policy.gate.model import Kind
from qingdan.register.obligations.access import ObligationAccess
from qingdan.register.obligations.models import State
from qingdan.register.obligations.rules import refusal
from qingdan.register.obligations.services import ObligationProblem

_GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
TAGS = {
    FeedbackState.OPEN: "tag--amber", FeedbackState.UPHELD: "tag--done", FeedbackState.DISMISSED: "tag--wait",
    FeedbackState.TAKEN_BACK: "tag--wait",
}  # fmt: skip
_HEADER = ("时间", "村（社区）", "什么事", "谁要的", "怎么来的", "哪里不对", "规则结论", "状态", "答复", "代录")
_MOST_ROWS = 20_000


@for_roles(*REPORTERS)
@_GET_OR_POST
def give(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what is wrong with a dispatched matter: the village, or its town for it."""
    actor = actor_of(request)
    access = ObligationAccess(actor)
    owed = get_object_or_404(access.rows(), pk=pk)
    on_behalf = access.acts_for(owed.division_id)
    if on_behalf is None:
        raise Http404
    refused = refusal("dispute", State(owed.state))
    if refused and request.method != "POST":
        messages.info(request, refused)
        return redirect("obligations:obligation", pk)
    form = with_key(FeedbackForm(request.POST or None, request.FILES or None))
    if form.is_valid():
        said = form.cleaned_data

        def act() -> dict[str, Any]:
            made = services.give_feedback(
                actor=actor, obligation=owed, reason=said["reason"], text=said["text"], evidence=looked_through(said["evidence"])
            )  # fmt: skip
            return {"feedback": made.pk}

        answer = _done_once(request, form, f"dispatch.feedback.{pk}", act)
        if answer is not None:
            messages.success(request, "已记下，等人核实。核实以前这件事先放着，不算没办。")
            return redirect("dispatch:feedback", answer["feedback"])
    context = {
        "form": form, "owed": owed, "assignment": owed.assignment, "on_behalf": on_behalf, "reminder": REMINDER,
        "crumbs": [Crumb("要办的事", reverse("obligations:obligations")), Crumb(str(owed.assignment), reverse("obligations:obligation", args=[pk])), Crumb("反馈核实")],
    }  # fmt: skip
    return render(request, "dispatch/feedback_give.html", context, status=400 if form.errors else 200)


@for_roles(*REPORTERS)
@_GET_OR_POST
def report(request: HttpRequest) -> HttpResponse:
    """Report what came by a call, a group, a paper."""
    actor = actor_of(request)
    places = places_to_report_for(actor)
    if not places:
        raise Http404
    way = clean_words(request.GET.get("way"))
    initial = {
        "way": way if way in set(Way) else "", "text": clean_words(request.GET.get("words"), longest=services.LONGEST),
        "issuer_name": clean_words(request.GET.get("issuer"), longest=100), "division": clean_words(request.GET.get("place")),
    }  # fmt: skip
    form = with_key(ReportForm(request.POST or None, request.FILES or None, places=places, initial=initial))
    if form.is_valid():
        division = form.cleaned_data["division"]

        def act() -> dict[str, Any]:
            evidence = looked_through(form.cleaned_data["evidence"])
            made = services.report(actor=actor, division=division, told=heard(division, form.told()), evidence=evidence)
            return {"feedback": made.pk}

        answer = _done_once(request, form, "dispatch.report", act)
        if answer is not None:
            messages.success(request, "已记下，等人核实。")
            return redirect("dispatch:feedback", answer["feedback"])
    context = {
        "form": form, "reminder": REMINDER, "town": len(places) > 1, "place": places[0] if len(places) == 1 else None,
        "crumbs": [_list_crumb(), Crumb("报告别的渠道来的事")],
    }  # fmt: skip
    return render(request, "dispatch/report.html", context, status=400 if form.errors else 200)


def _done_once(
    request: HttpRequest, form: Any, purpose: str, act: Callable[[], dict[str, Any]]
) -> dict[str, Any] | None:
    """Done once for its key; what dispatch and the obligation refuse stands on the form."""
    return form_acts.done_once(
        request, form, purpose, act, refusals=(DispatchProblem, ObligationProblem), files="evidence"
    )


@for_roles(*REPORTERS)
@require_safe
def feedbacks(request: HttpRequest) -> HttpResponse:
    """The village's own feedback and reports; for a town those of its villages that are open to it, and its own."""
    access = FeedbackAccess(actor_of(request))
    form, rows, filters = _found(request, access)
    listing: Listing[Feedback] = Listing(request, rows, filters=filters, sorts={"at": ["-at", "-pk"]}, per_page=30)
    context = {
        "form": form, "listing": listing, "town": bool(access.obligations.towns), "query": request.GET.urlencode(),
        "shown": [(each, TAGS[FeedbackState(each.state)], outcome_word(each.outcome)) for each in listing.page],
    }  # fmt: skip
    return render(request, "dispatch/feedbacks.html", context)


@for_roles(*REPORTERS)
@require_safe
def feedbacks_excel(request: HttpRequest) -> HttpResponse:
    """The same as an Excel file."""
    _form, rows, _filters = _found(request, FeedbackAccess(actor_of(request)))
    lines = (
        (
            f"{localtime(each.at):%Y-%m-%d %H:%M}", str(each.division), each.title, each.issuer_name, each.get_way_display(),
            each.get_reason_display(), outcome_word(each.outcome), each.get_state_display(), each.answer,
            "是" if each.on_behalf else "",
        )
        for each in rows[:_MOST_ROWS]
    )  # fmt: skip
    return excel_response("反馈核实", _HEADER, lines)


def _found(request: HttpRequest, access: FeedbackAccess) -> tuple[FeedbackFilter, QuerySet[Feedback], dict[str, str]]:
    form = FeedbackFilter(request.GET or None)
    form.is_valid()
    said = getattr(form, "cleaned_data", {})
    filters = {name: clean_words(said.get(name), longest=60) for name in ("state", "way", "q")}
    rows = access.listed()
    if filters["state"]:
        rows = rows.filter(state=filters["state"])
    if filters["way"]:
        rows = rows.filter(way=filters["way"])
    if words := filters["q"]:
        rows = rows.filter(
            Q(title__contains=words) | Q(issuer_name__contains=words) | Q(division__name__contains=words)
        )
    return form, rows, filters


@for_roles(*FEEDBACK_READERS)
@require_safe
def feedback(request: HttpRequest, pk: int) -> HttpResponse:
    """One feedback: the gate's answer with its citation, where the lead stands, the papers."""
    access = FeedbackAccess(actor_of(request))
    shown = feedback_of(access, pk)
    own, full = access.obligations.acts_for(shown.division_id) is not None, access.sees_words(shown)
    context = {
        "shown": shown, "tag": TAGS[FeedbackState(shown.state)], "card": verdict_card(shown.verdict), "own": own,
        "reasons": other_reasons(shown.verdict), "pairs": _pairs(shown), "may_take_back": access.acts_for(shown) and shown.obligation_id,
        "full": full, "files": list(shown.attachments.all()) if full else [], "may_send": access.sender_of_letter(shown),
        "next_step": shown.verdict.get("next_step", ""),
        "crumbs": [_where_from(shown, own, full), Crumb(shown.title)],
    }  # fmt: skip
    return render(request, "dispatch/feedback.html", context)


def feedback_of(access: FeedbackAccess, pk: int) -> Feedback:
    """A feedback that the reader may see; 404 else."""
    return get_object_or_404(access.rows(), pk=pk)


def _pairs(shown: Feedback) -> list[Pair]:
    """What was said. Who said it stands only where the village itself or its town reads."""
    often = dict(FREQUENCIES).get(shown.frequency, "")
    owed = shown.obligation
    pairs = [
        Pair("谁要的", shown.issuer_name or "没有写"),
        Pair("怎么来的", shown.get_way_display()),
        Pair("哪天来的", str(shown.came_on or "")),
        Pair("什么时候要", shown.due),
        Pair("多久一次", often),
        Pair("对方的编号", shown.code),
        Pair("按哪一类核对", KIND_LABELS[Kind(shown.kind)]),
        Pair("哪里不对", shown.get_reason_display()),
        Pair("村（社区）", str(shown.division) + ("（镇街代录）" if shown.on_behalf else "")),
        Pair("记录时间", f"{localtime(shown.at):%Y-%m-%d %H:%M}"),
        Pair("派下来的事", str(owed.assignment), reverse("obligations:obligation", args=[owed.pk])) if owed else Pair("", ""),
    ]  # fmt: skip
    return [pair for pair in pairs if pair.value]


@for_roles(*FEEDBACK_READERS)
@require_safe
def feedback_file(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """A file of a feedback, as a download; never for the body that it is about."""
    access = FeedbackAccess(actor_of(request))
    shown = feedback_of(access, pk)
    if not access.sees_words(shown):
        raise Http404
    return download(get_object_or_404(shown.attachments, pk=file))


@for_roles(*REPORTERS)
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a feedback back: the matter is owed again."""
    actor = actor_of(request)
    shown = feedback_of(FeedbackAccess(actor), pk)
    try:
        services.take_back(actor=actor, feedback=shown)
    except (DispatchProblem, ObligationProblem, NotAllowed) as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "已收回。这件事回到要办的事里。")
    return redirect("dispatch:feedback", pk)


def _where_from(shown: Feedback, own: bool, full: bool) -> Crumb:
    """The village's and the town's list; for who decides the lead; the issuer comes from a message."""
    if own or shown.lead is None or not full:
        return _list_crumb() if own else Crumb("反馈核实")
    return Crumb(f"线索 {shown.lead.code}", reverse("ledger:lead", args=[shown.lead.pk]))


def _list_crumb() -> Crumb:
    return Crumb("反馈核实", reverse("dispatch:feedbacks"))
