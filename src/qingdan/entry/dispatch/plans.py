"""A town's plan of the year as it is read: what comes in which month, and what it costs a village."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from qingdan.entry.dispatch.access import DispatchAccess
from qingdan.entry.dispatch.models import Schedule, ScheduleState
from qingdan.entry.dispatch.recurrence import occasions
from qingdan.foundation.clock.moments import today
from qingdan.foundation.clock.queries import calendar
from qingdan.register.burden.rules import duration, hours_a_year

MONTHS = range(1, 13)
PLANNED = (ScheduleState.RUNNING, ScheduleState.ENDED)
"""The states of what stands in the plan."""
_ORDER = (
    ScheduleState.WAITING,
    ScheduleState.RUNNING,
    ScheduleState.ENDED,
    ScheduleState.DECLINED,
    ScheduleState.WITHDRAWN,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the plan: the months in which it comes (proposed ones while it waits), hours a village and year."""

    schedule: Schedule
    months: tuple[bool, ...]
    hours: Decimal | None

    @property
    def months_in_words(self) -> str:
        """1、4、7、10月, 每月, or nothing."""
        held = [str(month) for month, comes in zip(MONTHS, self.months, strict=True) if comes]
        if len(held) == len(MONTHS):
            return "每月"
        return f"{'、'.join(held)}月" if held else ""

    @property
    def burden(self) -> str:
        """The hours in words."""
        return "" if self.hours is None else duration(self.hours)


def plan_rows(access: DispatchAccess) -> QuerySet[Schedule]:
    """What was handed to the reader's towns: what waits first."""
    place = Case(
        *(When(state=state, then=Value(number)) for number, state in enumerate(_ORDER)), output_field=IntegerField()
    )
    return access.plan().annotate(place=place).order_by("place", "dispatch__title", "pk")


def in_year(year: int) -> Q:
    """The condition that something is of a year's plan: what comes once in its own, what comes again in each it lasts."""
    running = Q(until=None) | Q(until__gte=date(year, 1, 1))
    return Q(frequency="once", year=year) | (~Q(frequency="once") & Q(begins__lte=date(year, 12, 31)) & running)


def years_of(access: DispatchAccess) -> list[int]:
    """The years for which there is something, this one and the next; the newest first."""
    found = set(access.plan().order_by().values_list("year", flat=True).distinct())
    return sorted(found | {today().year, today().year + 1}, reverse=True)


def lines_of(schedules: Iterable[Schedule], year: int) -> list[Line]:
    """The lines of schedules for a year; reads the calendar once."""
    state = calendar()
    return [_line(each, year, lambda day: state(day).is_work) for each in schedules]


def _line(schedule: Schedule, year: int, works: Callable[[date], bool]) -> Line:
    last = min(schedule.until or date(year, 12, 31), date(year, 12, 31))
    held = {
        each.on.month for each in occasions(schedule.frequency, schedule.begins, last, works) if each.on.year == year
    }
    minutes = schedule.dispatch.record.get("minutes")
    return Line(schedule, tuple(month in held for month in MONTHS), hours_a_year(minutes, schedule.frequency))


def total_hours(lines: Sequence[Line]) -> tuple[str, int]:
    """What the lines cost a village a year, and of how many it is not known."""
    known = [line.hours for line in lines if line.hours is not None]
    return duration(sum(known, Decimal(0))), len(lines) - len(known)
