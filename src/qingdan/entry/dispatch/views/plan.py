"""A town's plan of the year: what was handed over, arranging it, leaving it out, and the plan as a paper."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from qingdan.entry.dispatch.access import DispatchAccess
from qingdan.entry.dispatch.models import DispatchState, Schedule, ScheduleState
from qingdan.entry.dispatch.offers import record_pairs
from qingdan.entry.dispatch.plan_forms import ArrangeForm, PlanFilter
from qingdan.entry.dispatch.plans import MONTHS, PLANNED, in_year, lines_of, plan_rows, total_hours, years_of
from qingdan.entry.dispatch.presentation import SCHEDULE_TAGS, refusal_card, when_words
from qingdan.entry.dispatch.roles import PLANNERS
from qingdan.entry.dispatch.sending_forms import ReasonForm
from qingdan.entry.dispatch.services.planning import arrange, decline
from qingdan.entry.dispatch.services.sending import preview
from qingdan.entry.dispatch.targets import rows_of, villages
from qingdan.entry.dispatch.views.pages import MOST_ROWS, access_of, done_once, form_page
from qingdan.foundation.clock.moments import today
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.components import Crumb
from qingdan.foundation.web.form_acts import with_key
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.spreadsheets import excel_response
from qingdan.foundation.web.text import clean_words
from qingdan.policy.gate.facts import FREQUENCIES
from qingdan.register.burden.rules import in_words

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
_HEADER = (
    "名称",
    "类型",
    "编号",
    "交来的单位",
    "镇街",
    "状态",
    "多久一次",
    "哪几个月",
    "从",
    "到",
    "每村每年用时（测算值）",
    "说明",
)


@for_roles(*PLANNERS)
@require_safe
def plan(request: HttpRequest) -> HttpResponse:
    """What was handed to the reader's towns, what waits first."""
    access = access_of(request)
    form, rows, filters = _found(request, access)
    listing: Listing[Schedule] = Listing(request, rows, filters=filters)
    lines = lines_of(listing.page, int(filters["year"] or today().year))
    context = {
        "form": form, "listing": listing, "query": request.GET.urlencode(), "year": filters["year"] or today().year,
        "shown": [(line, SCHEDULE_TAGS[ScheduleState(line.schedule.state)], when_words(line.schedule)) for line in lines],
        "several": len(access.towns) > 1,
    }  # fmt: skip
    return render(request, "dispatch/plan.html", context)


def _found(request: HttpRequest, access: DispatchAccess) -> tuple[PlanFilter, QuerySet[Schedule], dict[str, str]]:
    form = PlanFilter(request.GET or None, years=years_of(access))
    said = form.cleaned_data if form.is_valid() else {}
    filters = {name: clean_words(said.get(name), longest=60) for name in ("year", "state", "q")}
    rows = plan_rows(access)
    if filters["year"]:
        rows = rows.filter(in_year(int(filters["year"])))
    if filters["state"]:
        rows = rows.filter(state=filters["state"])
    if filters["q"]:
        rows = rows.filter(Q(dispatch__title__contains=filters["q"]) | Q(dispatch__issuer__name__contains=filters["q"]))
    return form, rows, filters


@for_roles(*PLANNERS)
@require_safe
def plan_excel(request: HttpRequest) -> HttpResponse:
    """The lines found, as an Excel file."""
    _form, rows, filters = _found(request, access_of(request))
    table = []
    for line in lines_of(rows[:MOST_ROWS], int(filters["year"] or today().year)):
        each = line.schedule
        table.append(
            (
                each.dispatch.title, each.dispatch.get_kind_display(), each.dispatch.code, each.dispatch.issuer.name, str(each.town),
                each.get_state_display(), each.get_frequency_display(), line.months_in_words, each.begins, each.until or "", line.burden,
                each.reason,
            )
        )  # fmt: skip
    return excel_response("年度计划", _HEADER, table)


@for_roles(*PLANNERS)
@require_safe
def plan_print(request: HttpRequest) -> HttpResponse:
    """The plan of a year as a paper: by month, with what each costs a village, and what was left out and why."""
    access = access_of(request)
    _form, rows, filters = _found(request, access)
    year = int(filters["year"] or today().year)
    found = list(rows.filter(in_year(year))[:MOST_ROWS])
    lines = lines_of([each for each in found if each.state in PLANNED], year)
    hours, unknown = total_hours(lines)
    context = {
        "years": sorted(years_of(access)), "year": year, "lines": lines, "months": MONTHS, "hours": hours, "unknown": unknown,
        "left_out": [each for each in found if each.state == ScheduleState.DECLINED],
        "waiting": sum(each.state == ScheduleState.WAITING for each in found),
        "towns": "、".join(dict.fromkeys(str(each.town) for each in found)), "crumbs": _crumbs("打印稿"),
    }  # fmt: skip
    return render(request, "dispatch/plan_print.html", context)


@for_roles(*PLANNERS)
@GET_OR_POST
def arrange_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Put one thing into the plan, with what the gate says of the town's villages."""
    access, kept = _schedule(request, pk)
    if kept.state != ScheduleState.WAITING or kept.dispatch.state != DispatchState.SENT:
        messages.info(request, f"“{kept.dispatch}”{kept.get_state_display()}，不用再安排。")
        return redirect("dispatch:plan")
    handed = rows_of(villages(kept.divisions, kept.dispatch.units, today()))
    form = with_key(ArrangeForm(request.POST or None, schedule=kept, handed=handed))
    if form.is_valid():
        answer = done_once(request, form, f"dispatch.arrange.{pk}", lambda: _arrange(access, kept, form))
        if answer is not None:
            messages.success(request, answer["told"])
            return redirect("dispatch:plan")
    dispatch = kept.dispatch
    seen = preview(dispatch, kept.divisions)
    context = {
        "form": form, "schedule": kept, "dispatch": dispatch, "pairs": record_pairs(dispatch), "preview": seen, "crumbs": _crumbs("安排"),
        "not_going": [refusal_card(group.refusal, group.number, group.named) for group in seen.not_going],
        "limit": dict(FREQUENCIES).get(dispatch.record.get("frequency") or dispatch.frequency, ""), "files": list(dispatch.attachments.order_by("pk")),
        "burden": in_words(dispatch.record.get("minutes"), dispatch.frequency, seen.goes, unit="村") if seen.goes else "",
    }  # fmt: skip
    return render(request, "dispatch/arrange.html", context, status=400 if form.errors else 200)


def _arrange(access: DispatchAccess, kept: Schedule, form: ArrangeForm) -> dict[str, Any]:
    done = arrange(actor=access.actor, schedule=kept, wish=form.wish())
    delivery = done.deliveries.order_by("-number").first()
    if delivery is None:
        return {"told": f"已排进计划，{done.begins} 开始派。"}
    refused = f"，{delivery.refused} 个没有派，理由在派发页面上" if delivery.refused else ""
    return {"told": f"已排进计划，派到 {delivery.sent} 个村（社区）{refused}。"}


@for_roles(*PLANNERS)
@GET_OR_POST
def decline_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave one thing out, with the reason."""
    access, kept = _schedule(request, pk)
    if kept.state != ScheduleState.WAITING:
        messages.info(request, f"“{kept.dispatch}”{kept.get_state_display()}，不用再安排。")
        return redirect("dispatch:plan")
    form = with_key(ReasonForm(request.POST or None))
    if form.is_valid():
        answer = done_once(request, form, f"dispatch.decline.{pk}", lambda: _decline(access, kept, form))
        if answer is not None:
            messages.success(request, "已记下不安排，理由告诉了交来的单位。")
            return redirect("dispatch:plan")
    return form_page(
        request, form, "不安排", "不安排", reverse("dispatch:arrange", args=[pk]), _crumbs("不安排"),
        intro=f"{kept.dispatch.issuer}交来的“{kept.dispatch}”。不派给本镇街的村，理由交来的单位看得到。",
    )  # fmt: skip


def _decline(access: DispatchAccess, kept: Schedule, form: Any) -> dict[str, Any]:
    return {"schedule": decline(actor=access.actor, schedule=kept, reason=form.cleaned_data["reason"]).pk}


def _schedule(request: HttpRequest, pk: int) -> tuple[DispatchAccess, Schedule]:
    access = access_of(request)
    return access, get_object_or_404(access.plan(), pk=pk)


def _crumbs(*more: str) -> list[Crumb]:
    return [Crumb("年度计划", reverse("dispatch:plan")), *map(Crumb, more)]
