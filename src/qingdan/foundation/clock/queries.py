"""Working days by the calendar on record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import chinese_calendar
from django.db.models import CharField, Value
from django.db.models.functions import Cast

from qingdan.foundation.clock.models import CalendarDay, CalendarYear
from qingdan.foundation.clock.rules import DayState, Due, Pause, add_workdays, state_of
from qingdan.foundation.reading import read_once


def calendar() -> Callable[[date], DayState]:
    """The calendar as a function of a day; reads the entered days and the noticed years once, in one query."""
    return read_once("calendar", _calendar)


def _calendar() -> Callable[[date], DayState]:
    entered: dict[date, DayState] = {}
    years: set[int] = set()
    days = CalendarDay.objects.order_by().annotate(word=Cast("day", CharField()))
    noticed = CalendarYear.objects.order_by().annotate(
        word=Cast("year", CharField()), is_work=Value(False), reason=Value("")
    )
    columns = ("word", "is_work", "reason")
    for word, is_work, reason in days.values_list(*columns).union(noticed.values_list(*columns), all=True):
        if "-" in word:
            entered[date.fromisoformat(word)] = DayState(is_work, reason)
        else:
            years.add(int(word))
    noticed_years = frozenset(years)
    return lambda day: state_of(day, entered, published, noticed_years)


def published(day: date) -> DayState | None:
    """What the published calendar of the library says; None for a year that it does not cover."""
    try:
        holiday, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return None
    if holiday:
        return DayState(False, _NAMES.get(name or "", "周末"))
    return DayState(True, "调休上班" if day.weekday() >= 5 else "工作日")


_NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}


def day_state(day: date) -> DayState:
    """One day's state."""
    return calendar()(day)


def is_working_day(day: date) -> bool:
    """Whether a day is worked (provisionally, for a year whose notice is not out)."""
    return day_state(day).is_work


def due_after(start: date, workdays: int, pauses: Sequence[Pause] = ()) -> Due:
    """The due date some working days after a day."""
    return add_workdays(start, workdays, calendar(), pauses)


def year_is_covered(year: int) -> bool:
    """Whether the year's notice is on record, here or in the published calendar."""
    return CalendarYear.objects.filter(year=year).exists() or published(date(year, 1, 1)) is not None
