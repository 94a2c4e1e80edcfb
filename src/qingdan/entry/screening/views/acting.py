"""What people do with a finding: mended, left with a reason, taken back, filed as a lead, corrected."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from qingdan.entry.screening.forms import CorrectionForm, MissedForm
from qingdan.entry.screening.models import FoundDemand, FoundState, Screening
from qingdan.entry.screening.presentation import stamp_of
from qingdan.entry.screening.problems import ScreeningProblem
from qingdan.entry.screening.queries import next_waiting
from qingdan.entry.screening.roles import SCREENERS
from qingdan.entry.screening.services import working
from qingdan.entry.screening.views.pages import address, crumbs, own_found, own_screening
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.web.access import for_roles
from qingdan.policy.gate.model import Outcome

_GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@for_roles(*SCREENERS)
@require_POST
def decide(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    """Mended as advised, left with a reason, or taken back; then on to the next that waits."""
    access, found = own_found(request, pk, place)
    act = request.POST.get("act")
    if act not in ("accept", "dismiss", "reopen"):
        raise Http404
    try:
        _decide(access.actor, found, act, request.POST.get("reason", ""))
    except ScreeningProblem as problem:
        messages.error(request, f"第 {place} 处：{problem}")
        return redirect(address(found.screening, place))
    following = place if act == "reopen" else next_waiting(found.screening, place)
    return redirect(address(found.screening, following))


def _decide(actor: Account, found: FoundDemand, act: str, reason: str) -> None:
    if act == "accept":
        working.accept(actor=actor, found=found)
    elif act == "dismiss":
        working.dismiss(actor=actor, found=found, reason=reason)
    else:
        working.reopen(actor=actor, found=found)


@for_roles(*SCREENERS)
@_GET_OR_POST
def lead(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    """File a finding as a lead; the page says beforehand who will see what."""
    access, found = own_found(request, pk, place)
    if not access.files_leads(found.screening) or found.outcome == Outcome.LISTED:
        raise Http404
    if found.state == FoundState.LEAD:
        return redirect(address(found.screening, place))
    if request.method == "POST":
        try:
            working.file_lead(actor=access.actor, found=found)
        except ScreeningProblem as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, f"第 {place} 处已报成线索，等牵头单位核实。")
        return redirect(address(found.screening, next_waiting(found.screening, place) or place))
    context = {
        "found": found, "screening": found.screening, "stamp": stamp_of(Outcome(found.outcome)), "cancel_url": address(found.screening, place),
        "crumbs": crumbs(found.screening, "报线索"),
    }  # fmt: skip
    return render(request, "screening/lead.html", context)


@for_roles(*SCREENERS)
@_GET_OR_POST
def correct(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    """Say what a sentence that was found really is."""
    access, found = own_found(request, pk, place)
    form = CorrectionForm(request.POST or None, initial={"kinds": found.kinds})
    if form.is_valid() and _kept(access.actor, found.screening, found.start, found.text, form):
        messages.success(request, "记下了，谢谢。结论不会自己变：确实不是要求的，可以点“不用改”。")
        return redirect(address(found.screening, place))
    return _page(request, form, found.screening, "机器看错了", found.text, address(found.screening, place))


@for_roles(*SCREENERS)
@_GET_OR_POST
def missed(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a sentence which was passed over is a demand."""
    access, screening = own_screening(request, pk)
    if not screening.text:
        raise Http404
    form = MissedForm(request.POST or None)
    if form.is_valid():
        words = form.cleaned_data["text"].replace("\r\n", "\n")
        if _kept(access.actor, screening, screening.text.find(words), words, form):
            messages.success(request, "记下了，谢谢。这一句也请自己按清单核对一遍。")
            return redirect(address(screening))
    return _page(request, form, screening, "机器漏了一句", "", address(screening))


def _kept(actor: Account, screening: Screening, start: int, words: str, form: Any) -> bool:
    """Keep a correction; a refusal stands on the form. A place before the text is none: the service says so."""
    try:
        if start < 0:
            raise ScreeningProblem("原文里没有这一句，请从原文里原样复制，一个字不要改。", "text")
        working.correct(actor=actor, screening=screening, start=start, text=words, right=form.right())
    except ScreeningProblem as problem:
        field = getattr(problem, "field", "")
        form.add_error(field if field in form.fields else None, str(problem))
        return False
    return True


def _page(request: HttpRequest, form: Any, screening: Screening, title: str, words: str, back: str) -> HttpResponse:
    context = {"form": form, "title": title, "words": words, "cancel_url": back, "crumbs": crumbs(screening, title)}
    return render(request, "screening/correct.html", context, status=400 if form.errors else 200)
