"""The town's queue of what villages could not carry; what villages need to work; what offices did for them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.components import Crumb
from qingdan.foundation.web.form_acts import said, with_key
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.spreadsheets import excel_response
from qingdan.village.public_services.choices import ConditionAnswer, ConditionSort, TownOutcome
from qingdan.village.public_services.forms.town import (
    AnswerForm,
    ConditionForm,
    CoordinationFilter,
)
from qingdan.village.public_services.forms.window import ResultForm, TakeUpForm
from qingdan.village.public_services.models import Condition, Coordination
from qingdan.village.public_services.roles import OVERSEERS, TOWNS, WINDOW
from qingdan.village.public_services.services import town as services
from qingdan.village.public_services.views.pages import (
    MOST_ROWS,
    access_of,
    asked,
    choose_village,
    done_once,
    form_page,
    village_of,
)

HERE = Crumb("镇街协调", "/coordination/")
CONDITIONS = Crumb("工作条件", "/conditions/")


@for_roles(*WINDOW)
@require_safe
def coordinations(request: HttpRequest) -> HttpResponse:
    """What villages handed to the town; a village sees its own."""
    access = access_of(request)
    form = CoordinationFilter(request.GET or None)
    rows, filters = _filtered(access.coordinations(), form)
    listing: Listing[Coordination] = Listing(request, rows, filters=filters)
    context = {"form": form, "listing": listing, "town": bool(access.scopes(TOWNS)), "query": request.GET.urlencode()}
    return render(request, "public_services/coordinations.html", context)


def _filtered(rows: QuerySet[Coordination], form: Any) -> tuple[QuerySet[Coordination], dict[str, str]]:
    filters = asked(form, "q", "state")
    if filters["q"]:
        rows = rows.filter(Q(ticket__matter__contains=filters["q"]) | Q(ticket__division__name__contains=filters["q"]))
    if filters["state"]:
        rows = rows.filter(closed_at__isnull=filters["state"] == "open")
    return rows, filters


@for_roles(*WINDOW)
@require_safe
def coordinations_excel(request: HttpRequest) -> HttpResponse:
    """The same as Excel."""
    rows, _filters = _filtered(access_of(request).coordinations(), CoordinationFilter(request.GET))
    header = (
        "村（社区）",
        "办什么事",
        "为什么村里办不了",
        "交到镇街",
        "镇街谁在办",
        "找了哪个单位",
        "结果",
        "说明",
        "有结果",
    )
    cells = (
        (
            str(row.ticket.division), row.ticket.matter, row.reason, str(localdate(row.sent_at)), str(row.owner or ""), row.with_body,
            row.get_outcome_display(), row.result, str(localdate(row.closed_at)) if row.closed_at else "",
        )
        for row in rows[:MOST_ROWS]
    )  # fmt: skip
    return excel_response("镇街协调台账", header, cells)


@for_roles(*WINDOW)
@require_http_methods(["GET", "HEAD", "POST"])
def coordination(request: HttpRequest, pk: int) -> HttpResponse:
    """One matter: to read for its village; for its town with who takes it up and what came of it."""
    access = access_of(request)
    row = get_object_or_404(access.coordinations(), pk=pk)
    works = access.owns(row) and row.closed_at is None
    taking, result = _form(request, TakeUpForm, "take"), _form(request, ResultForm, "result")
    if request.method == "POST" and works and _acted(request, row, taking, result):
        return redirect("public_services:coordination", pk)
    context = {
        "row": row, "works": works, "taking": taking, "result": result, "crumbs": [HERE, Crumb(row.ticket.matter)],
        "window": bool(access.tickets().filter(pk=row.ticket_id).exists()),
    }  # fmt: skip
    wrong = request.method == "POST" and (taking.errors or result.errors)
    return render(request, "public_services/coordination.html", context, status=400 if wrong else 200)


def _form(request: HttpRequest, kind: type[Any], name: str) -> Any:
    meant = request.method == "POST" and request.POST.get("act") == name
    return with_key(kind(request.POST if meant else None))


def _acted(request: HttpRequest, row: Coordination, taking: Any, result: Any) -> bool:
    actor = access_of(request).actor
    form, what = (taking, "take") if taking.is_bound else (result, "result")
    if not form.is_valid():
        return False
    words = said(form)

    def run() -> dict[str, Any]:
        if what == "take":
            services.take_up(actor=actor, coordination=row, with_body=words["with_body"])
        else:
            services.record_result(
                actor=actor, coordination=row, outcome=TownOutcome(words["outcome"]), result=words["result"]
            )
        return {"coordination": row.pk}

    if done_once(request, form, f"coordination.{what}.{row.pk}", run) is None:
        return False
    messages.success(request, "已记下。" if what == "take" else "已记下结果，村里看得到。")
    return True


@for_roles(*WINDOW, *OVERSEERS)
@require_safe
def conditions(request: HttpRequest) -> HttpResponse:
    """What villages need to work: open ones first; the town answers."""
    access = access_of(request)
    rows = access.conditions().order_by("answered_at", "-asked_at")
    rows = rows.order_by("answer", "-asked_at") if request.GET.get("sort") is None else rows
    listing: Listing[Condition] = Listing(request, rows)
    context = {
        "listing": listing, "asks": bool(access.scopes(WINDOW)), "shown": [(row, access.answers(row)) for row in listing.page],
        "open": access.conditions().filter(answer="").count(),
    }  # fmt: skip
    return render(request, "public_services/conditions.html", context)


@for_roles(*WINDOW)
@require_http_methods(["GET", "HEAD", "POST"])
def ask_condition(request: HttpRequest) -> HttpResponse:
    """Ask the town for what is needed."""
    access = access_of(request)
    village = village_of(request, access)
    if village is None:
        return choose_village(request, access, "要工作条件", CONDITIONS.url, CONDITIONS)
    form = with_key(ConditionForm(request.POST or None))
    if form.is_valid():
        words = said(form)

        def run() -> dict[str, Any]:
            made = services.ask_condition(
                actor=access.actor, division=village.pk, sort=ConditionSort(words["sort"]), text=words["text"]
            )
            return {"condition": made.pk}

        if done_once(request, form, f"condition.{village.pk}", run) is not None:
            messages.success(request, "已交镇街，等答复。")
            return redirect("public_services:conditions")
    intro = f"{village}。镇街为村里办事提供必要的工作条件，要答复。"
    return form_page(request, form, "要工作条件", "交镇街", CONDITIONS.url, [CONDITIONS, Crumb("提一件")], intro=intro)


@for_roles(*TOWNS)
@require_http_methods(["GET", "HEAD", "POST"])
def answer_condition(request: HttpRequest, pk: int) -> HttpResponse:
    """The town's answer."""
    access = access_of(request)
    row = get_object_or_404(access.conditions(), pk=pk)
    if not access.answers(row):
        raise Http404
    if row.answered_at is not None:
        messages.info(request, "这一件已经答复了。")
        return redirect("public_services:conditions")
    form = with_key(AnswerForm(request.POST or None))
    if form.is_valid():
        words = said(form)

        def run() -> dict[str, Any]:
            services.answer_condition(
                actor=access.actor, condition=row, answer=ConditionAnswer(words["answer"]), text=words["text"]
            )
            return {"condition": row.pk}

        if done_once(request, form, f"condition.answer.{pk}", run) is not None:
            messages.success(request, "已答复，村里看得到。")
            return redirect("public_services:conditions")
    intro = f"{row.division}要{row.get_sort_display()}：{row.text}"
    return form_page(request, form, "答复工作条件", "答复", CONDITIONS.url, [CONDITIONS, Crumb("答复")], intro=intro)
