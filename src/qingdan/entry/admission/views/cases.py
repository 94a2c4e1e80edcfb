"""The list of cases and a case's page."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from qingdan.entry.admission.access import bodies_of, cases_for, may_check_paper, oversees, own_bodies, seats_of
from qingdan.entry.admission.certificate_words import entry_tests
from qingdan.entry.admission.forms import CaseFilter
from qingdan.entry.admission.models import AdmittedItem, PaperDecision, PaperState
from qingdan.entry.admission.presentation import (
    case_pairs,
    clock_words,
    days_in_words,
    history_of,
    procedure_or_none,
    steps_of,
    tag_of,
    waits_for,
)
from qingdan.entry.admission.queries.cases import waiting_seats_of, with_clock
from qingdan.entry.admission.roles import APPLICANTS, CASE_READERS
from qingdan.entry.admission.rules import WITH_APPLICANT, State
from qingdan.entry.admission.services.beside import CONSULTED_WHILE
from qingdan.entry.admission.services.drafting import discardable
from qingdan.entry.admission.views.acting import open_acts
from qingdan.entry.admission.views.pages import case_crumbs, case_of
from qingdan.foundation.administration.actors import actor_of
from qingdan.foundation.clock.moments import today
from qingdan.foundation.documents.downloads import download
from qingdan.foundation.documents.models import Attachment
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.nameless import nameless
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.spreadsheets import excel_response
from qingdan.foundation.web.text import clean_words

_SORTS = {"newest": ["-created_at", "-pk"], "title": ["title", "pk"], "due": ["due", "pk"]}
_HEADER = ("申请号", "名称", "申请单位", "类别", "状态", "到期", "报送时间", "准入条件")


@for_roles(*CASE_READERS)
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """The cases that the reader may see."""
    form, rows, filters = _found(request)
    listing: Listing[Any] = Listing(request, rows, sorts=_SORTS, filters=filters)
    day = today()
    context = {
        "form": form, "listing": listing, "query": request.GET.urlencode(),
        "shown": [(case, tag_of(case), _due_words(case, day)) for case in listing.page],
        "may_apply": own_bodies(actor_of(request)).exists(), "nameless": nameless(actor_of(request), APPLICANTS),
    }  # fmt: skip
    return render(request, "admission/cases.html", context)


def _due_words(case: Any, day: Any) -> str:
    if case.due is None or case.ended_at is not None:
        return ""
    if case.state in WITH_APPLICANT:
        return "已暂停计时，等补正"
    left = (case.due - day).days
    return f"还有 {left} 天" if left >= 0 else f"已过 {-left} 天"


@for_roles(*CASE_READERS)
@require_safe
def cases_excel(request: HttpRequest) -> HttpResponse:
    """The cases found, as an Excel file."""
    _form, rows, _filters = _found(request)
    table = [
        (case.number, case.title, case.body.name, case.get_kind_display(), case.get_state_display(), case.due or "", f"{case.submitted_at:%Y-%m-%d}" if case.submitted_at else "", entry_tests(case))
        for case in rows.order_by("-created_at", "-pk")[:20_000]
    ]  # fmt: skip
    return excel_response("准入申请", _HEADER, table)


def _found(request: HttpRequest) -> tuple[CaseFilter, QuerySet[Any], dict[str, str]]:
    actor, form = actor_of(request), CaseFilter(request.GET or None)
    said = form.cleaned_data if form.is_valid() else {}
    filters = {name: clean_words(said.get(name), longest=60) for name in ("whose", "state", "kind", "q")}
    rows = with_clock(cases_for(actor))
    if filters["whose"] == "own":
        rows = rows.filter(body__in=bodies_of(actor, APPLICANTS))
    elif filters["whose"] == "waiting":
        rows = rows.filter(pk__in=waiting_seats_of(actor).values("case"))
    if filters["state"]:
        rows = rows.filter(state=filters["state"])
    if filters["kind"]:
        rows = rows.filter(kind=filters["kind"])
    if filters["q"]:
        rows = rows.filter(Q(title__contains=filters["q"]) | Q(number__contains=filters["q"]))
    return form, rows, filters


@for_roles(*CASE_READERS)
@require_safe
def case_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A case: where it stands, what the reader can do, what is applied for, what happened."""
    shown, actor = case_of(request, pk), actor_of(request)
    procedure = procedure_or_none(shown)
    item = AdmittedItem.objects.filter(case=shown).first()
    waiting = list(shown.papers.filter(state=PaperState.WAITING).select_related("recorded_by", "scan"))
    context = {
        "case": shown, "tag": tag_of(shown), "clock": clock_words(shown), "steps": steps_of(shown, procedure), "procedure": procedure,
        "waits": waits_for(shown, procedure), "days": days_in_words(procedure), "acts": open_acts(actor, shown, procedure), "pairs": case_pairs(shown), "item": item,
        "check": shown.checks.order_by("-round").first(), "history": history_of(shown), "papers": waiting,
        "may_check": may_check_paper(actor, shown), "me": actor.pk, "coordinations": list(shown.coordinations.all()),
        "may_discard": shown.body_id in bodies_of(actor) and discardable(shown),
        "editable": shown.body_id in bodies_of(actor) and shown.state in {State.DRAFT, State.RETURNED},
        "may_take": shown.state == State.LISTING and not shown.list_edition_id and oversees(actor, shown.division, [Role.LIST_STEWARD]),
        "consulted": list(shown.consultation.asked.select_related("division")) if hasattr(shown, "consultation") else [],
        "upwards": list(shown.upward_reports.all()) if shown.upper_title else [],
        "may_report": bool(shown.upper_title) and shown.body_id in bodies_of(actor),
        "may_consult": shown.state in CONSULTED_WHILE and bool(seats_of(actor, shown)), "crumbs": case_crumbs(shown),
    }  # fmt: skip
    return render(request, "admission/case.html", context)


@for_roles(*CASE_READERS)
@require_safe
def case_file(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """A file of a case: its flow chart, the stamped scan, the scan of a paper."""
    shown = case_of(request, pk)
    papers = PaperDecision.objects.filter(case=shown).values("scan")
    meant = Q(pk=shown.flow_chart_id or 0) | Q(pk=shown.scan_id or 0) | Q(pk__in=papers)
    return download(get_object_or_404(Attachment.objects.filter(meant), pk=file))
