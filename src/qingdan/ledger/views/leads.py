"""Pages of leads: the queue, one lead with what the gate said, and writing one down."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_safe

from qingdan.foundation.administration.actors import actor_of
from qingdan.foundation.documents.downloads import download
from qingdan.foundation.orgs.choices import VILLAGE_ROLES
from qingdan.foundation.orgs.divisions import subtree_end
from qingdan.foundation.orgs.finding import find_divisions
from qingdan.foundation.orgs.models import Division
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.spreadsheets import excel_response
from qingdan.ledger import services
from qingdan.ledger.access import Powers
from qingdan.ledger.forms import LeadFilter, LeadForm
from qingdan.ledger.jurisdiction import why_not
from qingdan.ledger.models import Lead
from qingdan.ledger.presentation import LEAD_TAGS, lead_pairs, other_reasons, outcome_word, verdict_card
from qingdan.ledger.queries import joinable, leads_found, towns_to_filter
from qingdan.ledger.roles import DECIDERS, OFFICERS, READERS
from qingdan.ledger.sources import source_of
from qingdan.ledger.views.pages import done_once, lead_crumbs, lead_of, powers_of, taken, with_key

_SORTS = {"received": ["received_at", "pk"], "code": ["year", "number"], "title": ["title", "pk"]}
HEADER = (
    "编号", "收到", "来源", "地方", "涉及单位", "问题类型", "类别", "标题", "规则结论", "先派后批", "状态", "理由", "成为问题",
)  # fmt: skip


@for_roles(*READERS)
@require_safe
def leads(request: HttpRequest) -> HttpResponse:
    """The queue of leads; for a village and a department what they have reported themselves."""
    powers = powers_of(request)
    form = _filter(request, powers)
    listing: Listing[Lead] = Listing(request, leads_found(powers, form.chosen()), sorts=_SORTS, filters=form.as_sent())
    context = {
        "form": form, "listing": listing, "query": request.GET.urlencode(), "may_add": bool(powers.scopes(OFFICERS)),
        "shown": [(lead, LEAD_TAGS[lead.state], source_of(lead.source).label) for lead in listing.page],
        "decides": bool(powers.scopes(DECIDERS)), "villager": bool(powers.scopes(VILLAGE_ROLES)),
    }  # fmt: skip
    return render(request, "ledger/leads.html", context)


def _filter(request: HttpRequest, powers: Powers) -> LeadFilter:
    """Who decides sees first what waits; who reports sees all of the own."""
    return LeadFilter(request.GET, places=towns_to_filter(powers), waiting_first=bool(powers.scopes(DECIDERS)))


@for_roles(*READERS)
@require_safe
def leads_excel(request: HttpRequest) -> HttpResponse:
    """The leads found as an Excel file."""
    powers = powers_of(request)
    form = _filter(request, powers)
    rows = (
        (
            lead.code, f"{localtime(lead.received_at):%Y-%m-%d %H:%M}", source_of(lead.source).label, str(lead.division),
            lead.about_label, lead.get_finding_kind_display(), lead.get_kind_display(), lead.title,
            outcome_word(lead.outcome), "是" if lead.dispatched_before_filing else "", lead.get_state_display(),
            lead.decision_reason, lead.finding.code if lead.finding else "",
        )
        for lead in leads_found(powers, form.chosen()).order_by("received_at", "pk")[: services.MOST_ROWS]
    )  # fmt: skip
    return excel_response("线索", HEADER, rows)


@for_roles(*READERS)
@require_safe
def lead(request: HttpRequest, pk: int) -> HttpResponse:
    """One lead: what is said, what the gate said with its citation, where it comes from, and the decisions."""
    shown, powers = lead_of(request, pk), powers_of(request)
    finding = shown.finding
    if finding is not None and not powers.findings().filter(pk=finding.pk).exists():
        finding = None
    may = powers.may_decide(shown)
    context = {
        "lead": shown, "pairs": lead_pairs(shown), "card": verdict_card(shown.verdict), "may_decide": may,
        "reasons": other_reasons(shown.verdict), "files": list(shown.attachments.all()), "tag": LEAD_TAGS[shown.state],
        "finding": finding, "may_join": may and joinable(powers, shown).exists(),
        "held": why_not(shown.division_id) if may else "", "crumbs": lead_crumbs(shown),
    }  # fmt: skip
    return render(request, "ledger/lead.html", context)


@for_roles(*READERS)
@require_safe
def lead_file(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """A file of a lead, as a download."""
    return download(get_object_or_404(lead_of(request, pk).attachments, pk=file))


@for_roles(*OFFICERS)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Write a lead down: from a self-check, a call, an inspection."""
    powers = powers_of(request)
    if not powers.scopes(OFFICERS):
        raise Http404
    form = with_key(LeadForm(request.POST or None, request.FILES or None))
    if form.is_valid() and (place := _place(powers, form)) is not None:
        answer = done_once(request, form, "ledger.add", lambda: {"lead": _write_down(request, form, place)})
        if answer is not None:
            messages.success(request, "已记下，等人确认。")
            return redirect("ledger:lead", answer["lead"])
    context = {
        "form": form, "title": "记一条线索", "submit": "记下", "cancel_url": reverse("ledger:leads"), "multipart": True,
        "crumbs": lead_crumbs(None, "记一条"),
        "intro": "自查、来电、检查里发现的问题都记在这里，由人确认以后才算问题。涉密、工作秘密、内部资料不得填写。",
    }  # fmt: skip
    return render(request, "web/form_page.html", context, status=400 if form.errors else 200)


def _place(powers: Powers, form: Any) -> Division | None:
    """The place that was meant, within the reader's; None with an error on the form."""
    words, found = form.cleaned_data["place"].strip(), []
    for scope in powers.scopes(OFFICERS):
        within = find_divisions(words, within=scope).divisions
        found += [row for row in within if row.code < subtree_end(scope) and row.valid_to is None]
    exact = [row for row in found if words in {row.name, row.code}] or found
    if len(exact) == 1:
        return exact[0]
    named = "、".join(f"{row.name}（{row.code}）" for row in exact[:6])
    said = f"有几个地方叫这个：{named}。请写区划代码。" if exact else "您这里没有这个地方，请核对名称。"
    form.add_error("place", said)
    return None


def _write_down(request: HttpRequest, form: Any, place: Division) -> int:
    said, actor = form.cleaned_data, actor_of(request)
    files = taken(actor, place, said["evidence"])
    written = services.record_lead(
        actor=actor, source=said["source"], reference=uuid.uuid4().hex, division=place.code, title=said["title"],
        text=said["text"], about_name=said["about_name"], kind=said["kind"], finding_kind=said["finding_kind"],
        measure=said["measure"], due=said["due"], attachments=files,
    )  # fmt: skip
    return written.pk
