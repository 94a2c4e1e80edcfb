"""The working-day calendar: a year at a glance; the system administrator enters the State Council's notice."""

from __future__ import annotations

from calendar import Calendar
from dataclasses import dataclass
from datetime import date

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from qingdan.foundation.administration import services
from qingdan.foundation.administration.actors import actor_of
from qingdan.foundation.administration.forms import CalendarDayForm, CalendarNoticeForm
from qingdan.foundation.clock.models import CalendarDay, CalendarYear
from qingdan.foundation.clock.moments import today
from qingdan.foundation.clock.queries import calendar, year_is_covered
from qingdan.foundation.clock.rules import DayState
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.web.access import for_roles, roles_of_request, signed_in
from qingdan.foundation.web.components import Crumb

FIRST_YEAR, LAST_YEAR = 2004, 2100
_GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, slots=True)
class ShownDay:
    """A day of the year view; ``other`` is set for a day that differs from its weekday."""

    day: date
    state: DayState
    other: bool


@dataclass(frozen=True, slots=True)
class ShownMonth:
    """A month as weeks of seven places, empty ones None; with the number of its working days."""

    number: int
    weeks: tuple[tuple[ShownDay | None, ...], ...]
    workdays: int


@signed_in
@require_safe
def this_year(request: HttpRequest) -> HttpResponse:
    """This year's calendar."""
    return redirect("administration:calendar_year", today().year)


@signed_in
@require_safe
def year(request: HttpRequest, year: int) -> HttpResponse:
    """A year month by month; holidays and make-up days marked, a year without notice marked provisional."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    months = _months(year)
    context = {
        "year": year,
        "months": months,
        "workdays": sum(month.workdays for month in months),
        "provisional": not year_is_covered(year),
        "notice": CalendarYear.objects.filter(year=year).first(),
        "entered": set(CalendarDay.objects.filter(day__year=year).values_list("day", flat=True)),
        "changed": [day for month in months for week in month.weeks for day in week if day and day.other],
        "may_edit": Role.SYSTEM_ADMIN in roles_of_request(request),
        "years": [shown for shown in (year - 1, year + 1) if FIRST_YEAR <= shown <= LAST_YEAR],
    }
    return render(request, "administration/calendar.html", context)


@for_roles(Role.SYSTEM_ADMIN)
@_GET_OR_POST
def enter_day(request: HttpRequest, year: int) -> HttpResponse:
    """Enter a holiday or a make-up day, or correct one."""
    form = CalendarDayForm(request.POST or None, initial={"day": request.GET.get("day", "")})
    if form.is_valid():
        try:
            entered = services.enter_day(actor=actor_of(request), **form.cleaned_data)
        except services.CalendarProblem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"已录入 {entered}。")
            return redirect("administration:calendar_year", entered.day.year)
    return _form_page(request, year, form, "录入放假或调休", "录入")


@for_roles(Role.SYSTEM_ADMIN)
@_GET_OR_POST
def confirm_notice(request: HttpRequest, year: int) -> HttpResponse:
    """Say that the year's notice is entered wholly, so that its days are provisional no longer."""
    form = CalendarNoticeForm(request.POST or None)
    if form.is_valid():
        try:
            services.confirm_year(actor=actor_of(request), year=year, source=form.cleaned_data["source"])
        except services.CalendarProblem as problem:
            form.add_error("source", str(problem))
        else:
            messages.success(request, f"{year}年的放假通知已经录完，日期不再是暂定的。")
            return redirect("administration:calendar_year", year)
    return _form_page(request, year, form, f"{year}年的放假通知已全部录入", "确认录完")


@for_roles(Role.SYSTEM_ADMIN)
@_GET_OR_POST
def remove_day(request: HttpRequest, day: date) -> HttpResponse:
    """Ask, then take an entered day back."""
    found = get_object_or_404(CalendarDay, pk=day)
    if request.method == "POST":
        try:
            services.remove_day(actor=actor_of(request), day=day)
        except services.CalendarProblem as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, f"已删除 {found}。")
        return redirect("administration:calendar_year", day.year)
    context = {
        "title": f"删除“{found}”？", "effect": "这一天改回按已公布的日历或星期几计算，有关时限随之重算。",
        "submit": "删除", "crumbs": [_year_crumb(day.year), Crumb("删除")], "sent": ("sure", "1"),
        "cancel_url": reverse("administration:calendar_year", args=[day.year]),
    }  # fmt: skip
    return render(request, "web/confirm.html", context)


def _form_page(request: HttpRequest, year: int, form: forms.Form, title: str, submit: str) -> HttpResponse:
    context = {
        "form": form, "title": title, "submit": submit, "crumbs": [_year_crumb(year), Crumb(title)],
        "cancel_url": reverse("administration:calendar_year", args=[year]),
    }  # fmt: skip
    return render(request, "web/form_page.html", context, status=400 if form.errors else 200)


def _year_crumb(year: int) -> Crumb:
    return Crumb(f"{year}年工作日历", reverse("administration:calendar_year", args=[year]))


def _months(year: int) -> list[ShownMonth]:
    state = calendar()
    months = []
    for number in range(1, 13):
        weeks = tuple(
            tuple(_shown(day, state(day)) if day.month == number else None for day in week)
            for week in Calendar().monthdatescalendar(year, number)
        )
        worked = sum(1 for week in weeks for day in week if day and day.state.is_work)
        months.append(ShownMonth(number, weeks, worked))
    return months


def _shown(day: date, state: DayState) -> ShownDay:
    return ShownDay(day, state, state.is_work is (day.weekday() >= 5))
