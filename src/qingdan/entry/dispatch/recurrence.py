"""How often something comes, and which occasion is which: pure. Periods are whole and follow each other without gap."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from qingdan.foundation.clock.rules import Period, period_of

ONE_DAY = timedelta(days=1)
ONCE = ("once", "on_event")
"""Frequencies with a single occasion: a thing done once, and one that lasts and is told when it happens."""
RECURRING = ("daily", "weekly", "monthly", "quarterly", "half_yearly", "yearly")
"""Frequencies that come again, the most frequent first."""
LONGEST_HOLIDAY = 30


@dataclass(frozen=True, slots=True)
class Occasion:
    """One time that something is given: on which day, for which period (none for what comes once)."""

    number: int
    on: date
    period: Period | None = None

    @property
    def label(self) -> str:
        """The period as people say it."""
        return self.period.label if self.period else ""


def period_at(day: date, frequency: str) -> Period | None:
    """The period that holds a day; None for what comes once. Raises ``ValueError`` for an unknown frequency."""
    if frequency in ONCE:
        return None
    if frequency == "daily":
        return Period(day, day, f"{day.year}年{day.month}月{day.day}日")
    if frequency == "weekly":
        monday = day - timedelta(days=day.weekday())
        year, week, _weekday = day.isocalendar()
        return Period(monday, monday + timedelta(days=6), f"{year}年第{week}周")
    return period_of(day, frequency)


def first_occasion(frequency: str, begins: date, works: Callable[[date], bool]) -> Occasion:
    """The first time, on the day on which it begins; daily things begin on a working day."""
    day = _working(begins, works) if frequency == "daily" else begins
    return Occasion(1, day, period_at(day, frequency))


def next_occasion(frequency: str, last: Occasion, works: Callable[[date], bool]) -> Occasion | None:
    """The time after another: the first day of the period that follows; None for what comes once."""
    if last.period is None:
        return None
    day = last.period.last + ONE_DAY
    if frequency == "daily":
        day = _working(day, works)
    return Occasion(last.number + 1, day, period_at(day, frequency))


def occasions(frequency: str, begins: date, until: date, works: Callable[[date], bool]) -> Iterator[Occasion]:
    """All times from ``begins`` to ``until``, both included."""
    found: Occasion | None = first_occasion(frequency, begins, works)
    while found is not None and found.on <= until:
        yield found
        found = next_occasion(frequency, found, works)


def _working(day: date, works: Callable[[date], bool]) -> date:
    for _ in range(LONGEST_HOLIDAY):
        if works(day):
            return day
        day += ONE_DAY
    return day


def more_often(asked: str, allowed: str) -> bool:
    """Whether a frequency is above another; what is told when it happens is neither above nor below a rhythm."""
    if allowed not in (*RECURRING, "once"):
        return asked != allowed
    order = (*RECURRING, "once")
    return asked not in order or order.index(asked) < order.index(allowed)
