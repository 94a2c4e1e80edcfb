"""Working days, deadlines with pauses, and reporting periods: pure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
FARTHEST = 3650
"""Deadlines are at most ten years of working days away."""


@dataclass(frozen=True, slots=True)
class DayState:
    """Whether a day is worked, why, and whether the year's notice is still awaited (provisional)."""

    is_work: bool
    reason: str
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """A due date that can explain itself; provisional if a day on the way was."""

    day: date
    provisional: bool
    paused_days: int = 0


@dataclass(frozen=True, slots=True)
class Pause:
    """A pause of a deadline: from its first day to its last; an open one has no last day yet."""

    since: date
    until: date | None


def state_of(
    day: date,
    entered: Mapping[date, DayState],
    published: Callable[[date], DayState | None],
    covered_years: frozenset[int],
) -> DayState:
    """A day's state: what was entered wins, then the published calendar, then the weekday (provisional)."""
    if day in entered:
        return entered[day]
    weekend = day.weekday() >= 5
    usual = DayState(not weekend, "周末" if weekend else "工作日")
    if day.year in covered_years:
        return usual
    known = published(day)
    return known or DayState(usual.is_work, f"{usual.reason}（放假通知未出，暂定）", provisional=True)


def add_workdays(start: date, count: int, state: Callable[[date], DayState], pauses: Sequence[Pause] = ()) -> Due:
    """The day on which ``count`` working days have passed after ``start``, not counting paused days.

    Raises ``ValueError`` for a count that is negative or beyond :data:`FARTHEST`.
    """
    if not 0 <= count <= FARTHEST:
        raise ValueError(f"工作日数要在 0 到 {FARTHEST} 之间")
    day, left, provisional, paused = start, count, False, 0
    while left > 0:
        day += ONE_DAY
        here = state(day)
        provisional = provisional or here.provisional
        if not here.is_work:
            continue
        if any(pause.since <= day and (pause.until is None or day <= pause.until) for pause in pauses):
            paused += 1
            if any(pause.until is None and pause.since <= day for pause in pauses):
                return Due(day, provisional, paused)
            continue
        left -= 1
    return Due(day, provisional, paused)


def workdays_between(start: date, end: date, state: Callable[[date], DayState]) -> int:
    """Working days after ``start`` up to and with ``end``; negative if ``end`` is earlier."""
    if end < start:
        return -workdays_between(end, start, state)
    return sum(state(start + timedelta(days=n)).is_work for n in range(1, (end - start).days + 1))


@dataclass(frozen=True, slots=True)
class Period:
    """A reporting period, both ends included."""

    first: date
    last: date
    label: str


def period_of(day: date, frequency: str) -> Period:
    """The month, quarter, half year or year that holds a day; raises ``ValueError`` for another frequency."""
    months = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12}.get(frequency)
    if months is None:
        raise ValueError(f"没有 {frequency} 这种周期")
    number = (day.month - 1) // months
    first_month, last_month = number * months + 1, (number + 1) * months
    last = date(day.year, last_month, monthrange(day.year, last_month)[1])
    words = {1: f"{first_month}月", 3: f"第{number + 1}季度", 6: ("上半年", "下半年")[number % 2], 12: ""}[months]
    return Period(date(day.year, first_month, 1), last, f"{day.year}年{words}")
