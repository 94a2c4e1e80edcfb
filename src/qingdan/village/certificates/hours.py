"""When a counter is open and which half days can be booked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count

from qingdan.foundation.clock.moments import today
from qingdan.foundation.clock.queries import calendar
from qingdan.village.certificates.choices import Booking, Half
from qingdan.village.certificates.models import Appointment, CounterHours

USUAL_HALVES = tuple(f"{day}{half}" for day in range(1, 6) for half in Half.values)
USUAL_PLACES = 6
"""People a half day, until the village says otherwise (系统建议值)."""
DAYS_AHEAD = 14
ENDS = {Half.MORNING.value: time(11, 0), Half.AFTERNOON.value: time(16, 0)}
"""Until when a half day of today may still be booked."""
WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Hours:
    """A counter's halves of the week and places a half."""

    halves: frozenset[str]
    per_half: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """A half day with how many places are left."""

    day: date
    half: str
    left: int

    @property
    def value(self) -> str:
        """As a form sends it."""
        return f"{self.day.isoformat()}{self.half}"

    @property
    def label(self) -> str:
        """As people read it."""
        return f"{self.day.month}月{self.day.day}日 星期{WEEKDAYS[self.day.weekday()]} {Half(self.half).label}"


def hours_of(division: str) -> Hours:
    """The hours of a village's counter: its own, or every working day."""
    row = CounterHours.objects.filter(pk=division).first()
    if row is None:
        return Hours(frozenset(USUAL_HALVES), USUAL_PLACES)
    return Hours(frozenset(row.halves), row.per_half, row.note)


def is_open(hours: Hours, day: date, half: str, moment: datetime) -> bool:
    """Whether a half day may be booked at a moment: not past, within the days ahead, a working day, an open half.

    A day that is made up for a holiday counts as the Friday before it: it has no weekday of its own in the hours.
    """
    first = moment.date()
    if not first <= day <= first + timedelta(days=DAYS_AHEAD):
        return False
    if day == first and moment.time() >= ENDS[half]:
        return False
    weekday = day.isoweekday()
    works = calendar()(day).is_work
    if weekday >= 6 and works:
        weekday = 5
    return (works or weekday >= 6) and f"{weekday}{half}" in hours.halves


def slots_from(division: str, moment: datetime) -> list[Slot]:
    """The half days that may be booked, with the places left; those that are full are not among them."""
    hours, first = hours_of(division), moment.date()
    rows = Appointment.objects.filter(division=division, state=Booking.BOOKED, day__gte=today())
    taken = {
        (day, half): number
        for day, half, number in rows.values_list("day", "half").annotate(number=Count("pk")).order_by()
    }
    days = (first + timedelta(days=ahead) for ahead in range(DAYS_AHEAD + 1))
    found = (
        Slot(day, half, hours.per_half - taken.get((day, half), 0))
        for day in days
        for half in Half.values
        if is_open(hours, day, half, moment)
    )
    return [slot for slot in found if slot.left > 0]


def slot_of(value: str) -> tuple[date, str] | None:
    """Day and half of what a form sent; None for what is no half day."""
    try:
        return (date.fromisoformat(value[:10]), value[10:]) if value[10:] in Half.values else None
    except ValueError:
        return None
