"""One dispatch: a draft with its preview and the button that sends it, or what came of it; taking it back; its files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qingdan.entry.dispatch.access import DispatchAccess
from qingdan.entry.dispatch.models import Delivery, Dispatch, DispatchState, Via
from qingdan.entry.dispatch.offers import record_pairs
from qingdan.entry.dispatch.places import in_words
from qingdan.entry.dispatch.presentation import SCHEDULE_TAGS, answer_card, refusal_card, when_words
from qingdan.entry.dispatch.roles import READERS, SENDERS
from qingdan.entry.dispatch.screened_words import told_beforehand
from qingdan.entry.dispatch.sending_forms import ReasonForm
from qingdan.entry.dispatch.services.sending import preview, send, withdraw
from qingdan.entry.dispatch.standing import (
    deliveries_of,
    grounds_of,
    on_its_way,
    schedules_of,
    tally,
)
from qingdan.entry.dispatch.views.pages import STATE_TAGS, crumbs, dispatch_of, done_once, form_page, own_dispatch
from qingdan.foundation.clock.moments import today
from qingdan.foundation.documents.downloads import download
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.components import Pair
from qingdan.foundation.web.form_acts import with_key
from qingdan.foundation.web.listing import Listing
from qingdan.register.burden.rules import in_words as burden_in_words
from qingdan.register.lists.fields import units_label

PROGRESS_SECONDS = 4
"""How often a page is shown anew while villages are being served."""
MOST_GROUNDS = 20


@for_roles(*READERS)
@require_safe
def dispatch(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft with its preview; or how it stands at the villages, by whom it is arranged, what was not sent and why."""
    access, shown = dispatch_of(request, pk)
    if shown.state == DispatchState.DRAFT:
        return _draft(request, shown, with_key(forms.Form()))
    scopes = access.sees(shown)
    schedules = list(schedules_of(shown, scopes))
    listing: Listing[Delivery] = Listing(request, deliveries_of(shown, scopes), per_page=20)
    grounds = grounds_of(shown, scopes)
    progress = on_its_way(listing.page)
    context = _common(shown) | {
        "tag": STATE_TAGS[DispatchState(shown.state)], "listing": listing, "progress": progress,
        "schedules": [(each, SCHEDULE_TAGS[each.state], when_words(each)) for each in schedules], "tally": tally(shown, scopes),
        "grounds": [refusal_card(each) for each in grounds[:MOST_GROUNDS]], "more_grounds": len(grounds) > MOST_GROUNDS,
        "plan": shown.via == Via.TOWN_PLAN, "may_act": access.sends(shown), "narrowed": scopes is not None,
        "unfiled": shown.emergency_id and not shown.filed_at, "late": shown.filing_due and shown.filing_due < today(),
        "crumbs": crumbs(shown),
    }  # fmt: skip
    response = render(request, "dispatch/dispatch.html", context)
    if progress:
        response["Refresh"] = str(PROGRESS_SECONDS)
    return response


def _common(shown: Dispatch) -> dict[str, Any]:
    files = list(shown.attachments.order_by("pk"))
    return {"dispatch": shown, "pairs": _pairs(shown), "files": files}


def _pairs(shown: Dispatch) -> list[Pair]:
    """What was chosen, and what stands on record."""
    due = f"{shown.due_on} 前" if shown.frequency == "once" else f"周期结束后 {shown.due_workdays} 个工作日内"
    pairs = [
        Pair("单位", shown.issuer.name),
        Pair("编号", shown.code),
        Pair("派到哪里", in_words(shown.divisions)),
        Pair("派给哪一类", units_label(shown.units) if shown.units else "村和社区都派"),
        Pair("多久一次", str(shown.get_frequency_display())),
        Pair("时间", f"{shown.begins} 起" + (f"，到 {shown.until} 止" if shown.until else "")),
        Pair("期限", due if shown.frequency != "on_event" else "有事才报"),
        Pair("紧急情况", str(shown.emergency or ""), reverse("dispatch:emergency", args=[shown.emergency_id]) if shown.emergency_id else ""),
        *(pair for pair in record_pairs(shown) if not shown.emergency_id),
    ]  # fmt: skip
    return [pair for pair in pairs if pair.value]


def _draft(request: HttpRequest, shown: Dispatch, form: Any) -> HttpResponse:
    seen = preview(shown)
    minutes = shown.record.get("minutes")
    context = _common(shown) | {
        "form": form, "preview": seen, "going": [answer_card(group, shown.record) for group in seen.going],
        "not_going": [refusal_card(group.refusal, group.number, group.named) for group in seen.not_going],
        "burden": burden_in_words(minutes, shown.frequency, seen.goes, unit="村") if seen.goes else "",
        "plan": shown.via == Via.TOWN_PLAN, "past": shown.begins < today(), "crumbs": crumbs(shown), "stopping": told_beforehand(shown),
    }  # fmt: skip
    return render(request, "dispatch/draft.html", context, status=400 if form.errors else 200)


@for_roles(*SENDERS)
@require_POST
def send_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a draft; what is refused stays on its page with the reason."""
    access, shown = own_dispatch(request, pk)
    if shown.state != DispatchState.DRAFT:
        messages.info(request, "已经派发过了。")
        return redirect("dispatch:dispatch", pk)
    form = with_key(forms.Form(request.POST))
    if form.is_valid():
        answer = done_once(request, form, f"dispatch.send.{pk}", lambda: _send(access, shown))
        if answer is not None:
            messages.success(request, answer["told"])
            return redirect("dispatch:dispatch", pk)
    return _draft(request, shown, form)


def _send(access: DispatchAccess, shown: Dispatch) -> dict[str, Any]:
    sent = send(actor=access.actor, dispatch=shown)
    towns = sent.schedules.filter(town__isnull=False).count()
    if towns:
        return {"told": f"已交给 {towns} 个镇街，由镇街排进年度计划再派到村。"}
    begun = Delivery.objects.filter(schedule__dispatch=sent).exists()
    return {"told": "已派发。" if begun else f"已安排，{sent.begins} 开始派。"}


@for_roles(*SENDERS)
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a dispatch back, with the reason that the villages read; asked on a page of its own."""
    access, shown = own_dispatch(request, pk)
    if shown.state != DispatchState.SENT:
        messages.info(request, f"“{shown.title}”{shown.get_state_display()}，不用撤回。")
        return redirect("dispatch:dispatch", pk)
    form = with_key(ReasonForm(request.POST or None))
    if form.is_valid():
        answer = done_once(request, form, f"dispatch.withdraw.{pk}", lambda: _withdraw(access, shown, form))
        if answer is not None:
            messages.success(request, f"已撤回，{answer['number']} 个村（社区）不用再办。已经办完的照旧留着。")
            return redirect("dispatch:dispatch", pk)
    return form_page(
        request, form, "撤回派发", "撤回", reverse("dispatch:dispatch", args=[pk]), crumbs(shown, "撤回"), danger=True,
        intro=f"“{shown.title}”。还没有办完的村不用再办，以后也不再派；理由村里看得到。",
    )  # fmt: skip


def _withdraw(access: DispatchAccess, shown: Dispatch, form: Any) -> dict[str, Any]:
    return {"number": withdraw(actor=access.actor, dispatch=shown, reason=form.cleaned_data["reason"])}


@for_roles(*READERS)
@require_safe
def dispatch_file(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """A file that came with a dispatch, for those who read the dispatch; villages have theirs on the sheet."""
    _access, shown = dispatch_of(request, pk)
    return download(get_object_or_404(shown.attachments, pk=file))
