"""The working-day calendar: a year at a glance; the system administrator enters the State Council's notice."""

from __future__ import annotations

from calendar import Calendar
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from qingdan.foundation.clock.models import CalendarDay, CalendarYear
from qingdan.foundation.clock.moments import today
from qingdan.foundation.clock.queries import calendar, year_is_covered
from qingdan.foundation.clock.rules import DayState
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.web.access import roles_of_request, signed_in

FIRST_YEAR, LAST_YEAR = 2004, 2100


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
        "entered": CalendarDay.objects.filter(day__year=year),
        "changed": [day for month in months for week in month.weeks for day in week if day and day.other],
        "may_edit": Role.SYSTEM_ADMIN in roles_of_request(request),
        "years": [shown for shown in (year - 1, year + 1) if FIRST_YEAR <= shown <= LAST_YEAR],
    }
    return render(request, "administration/calendar.html", context)


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
