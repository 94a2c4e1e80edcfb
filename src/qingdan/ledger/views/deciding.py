"""The three decisions on a lead: confirm it into a finding, join it to one, or dismiss it with a reason."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from qingdan.foundation.administration.actors import actor_of
from qingdan.foundation.clock.moments import today
from qingdan.foundation.clock.queries import due_after
from qingdan.foundation.web.access import for_roles
from qingdan.ledger import services
from qingdan.ledger.choices import LeadState
from qingdan.ledger.forms import ConfirmForm, DismissForm, JoinForm
from qingdan.ledger.models import Lead
from qingdan.ledger.queries import joinable, responsible_bodies, waiting_leads
from qingdan.ledger.roles import DECIDERS
from qingdan.ledger.rules import MENDING_WORKDAYS, shown_from
from qingdan.ledger.services import Opening
from qingdan.ledger.views.pages import done_once, lead_crumbs, lead_of, powers_of, with_key

_GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
_MOST_OTHERS = 20
_SAID = ("body", "title", "finding_kind", "kind", "due", "measure", "text")


@for_roles(*DECIDERS)
@_GET_OR_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm a lead, with others of the same matter, into a finding."""
    shown = _to_decide(request, pk)
    form = with_key(
        ConfirmForm(
            request.POST or None, bodies=responsible_bodies(shown.division_id), others=_others(request, shown),
            initial=_proposed(shown),
        )
    )  # fmt: skip
    if form.is_valid():
        answer = done_once(request, form, f"ledger.confirm.{pk}", lambda: {"finding": _confirm(request, form, shown)})
        if answer is not None:
            messages.success(request, "已确认为问题。" + ("" if shown.confidential else "责任单位会收到通知。"))
            return redirect("ledger:finding", answer["finding"])
    intro = f"{shown.code} {shown.title}"
    if shown.confidential:
        intro += "。这条要保护反映人：责任单位只看到“问题”这一行和区县，别在里面写是哪个村、谁说的。"
    return _page(request, shown, form, "确认为问题", "确认", intro)


def _others(request: HttpRequest, shown: Lead) -> QuerySet[Lead]:
    """Other waiting leads of the district about the same body, or of the same place."""
    rows = waiting_leads(powers_of(request)).filter(district=shown.district, confidential=shown.confidential)
    same = rows.filter(about=shown.about) if shown.about_id else rows.filter(division=shown.division_id)
    chosen = list(same.exclude(pk=shown.pk).values_list("pk", flat=True)[:_MOST_OTHERS])
    return Lead.objects.filter(pk__in=chosen)


def _proposed(shown: Lead) -> dict[str, Any]:
    begins = shown_from(shown.confidential, today())
    return {
        "body": shown.about_id, "title": shown.title, "finding_kind": shown.finding_kind, "kind": shown.kind,
        "due": shown.due if shown.due and shown.due >= begins else due_after(begins, MENDING_WORKDAYS).day,
        "measure": shown.measure, "text": "" if shown.confidential else shown.text,
    }  # fmt: skip


def _confirm(request: HttpRequest, form: Any, shown: Lead) -> int:
    said = {name: form.cleaned_data[name] for name in _SAID}
    leads = [shown.pk, *(other.pk for other in form.cleaned_data.get("others") or ())]
    opening = Opening(division=shown.division_id, clause=shown.clause, **said)
    return services.confirm_leads(actor=actor_of(request), leads=leads, opening=opening).pk


@for_roles(*DECIDERS)
@_GET_OR_POST
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a lead is no finding, and why."""
    shown = _to_decide(request, pk)
    form = with_key(DismissForm(request.POST or None))
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("dismissed_as", "reason")}

        def act() -> dict[str, Any]:
            return {"lead": services.dismiss_lead(actor=actor_of(request), lead=shown, **said).pk}

        if done_once(request, form, f"ledger.dismiss.{pk}", act) is not None:
            messages.success(request, "已记为不成立，反映的人会看到理由。")
            return redirect("ledger:lead", pk)
    return _page(request, shown, form, "不成立", "记为不成立", f"{shown.code} {shown.title}")


@for_roles(*DECIDERS)
@_GET_OR_POST
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """Join a lead to a finding that is being mended."""
    shown = _to_decide(request, pk)
    form = with_key(JoinForm(request.POST or None, findings=joinable(powers_of(request), shown)))
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("finding", "reason")}

        def act() -> dict[str, Any]:
            return {"lead": services.merge_lead(actor=actor_of(request), lead=shown, **said).pk}

        if done_once(request, form, f"ledger.join.{pk}", act) is not None:
            messages.success(request, "已并入。")
            return redirect("ledger:lead", pk)
    return _page(request, shown, form, "并入已有问题", "并入", f"{shown.code} {shown.title}")


def _to_decide(request: HttpRequest, pk: int) -> Lead:
    """A lead that the reader decides on; for others it has no such page. One decided meanwhile says so."""
    shown = lead_of(request, pk)
    if shown.state == LeadState.NEW and not powers_of(request).may_decide(shown):
        raise Http404
    return shown


def _page(request: HttpRequest, shown: Lead, form: Any, title: str, submit: str, intro: str) -> HttpResponse:
    context = {
        "form": form, "title": title, "submit": submit, "intro": intro,
        "cancel_url": reverse("ledger:lead", args=[shown.pk]), "crumbs": lead_crumbs(shown, title),
    }  # fmt: skip
    return render(request, "web/form_page.html", context, status=400 if form.errors else 200)
