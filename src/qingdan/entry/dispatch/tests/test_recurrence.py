"""Occasions follow each other without gap: each in a period of its own, none before the beginning or after the end."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from qingdan.entry.dispatch.recurrence import ONE_DAY, RECURRING, more_often, occasions, period_at

DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))
FREQUENCIES = st.sampled_from(RECURRING)


def works(day: date) -> bool:
    return day.weekday() < 5


@given(FREQUENCIES, DAYS, st.integers(0, 800))
def test_each_occasion_has_its_own_period_and_they_are_counted_from_one(
    frequency: str, begins: date, days: int
) -> None:
    until = begins + timedelta(days=days)
    found = list(occasions(frequency, begins, until, works))
    assert [each.number for each in found] == list(range(1, len(found) + 1))
    periods = [each.period for each in found if each.period]
    assert len(periods) == len({period.first for period in periods}) == len({period.label for period in periods})
    for each in found:
        assert begins <= each.on <= until
        assert each.period is not None and each.period.first <= each.on <= each.period.last


@given(st.sampled_from([each for each in RECURRING if each != "daily"]), DAYS, st.integers(40, 800))
def test_no_period_is_left_out(frequency: str, begins: date, days: int) -> None:
    found = list(occasions(frequency, begins, begins + timedelta(days=days), works))
    for before, after in pairwise(found):
        assert before.period and after.period
        assert after.period.first == before.period.last + ONE_DAY == after.on


@given(DAYS, st.integers(0, 60))
def test_daily_things_come_on_every_working_day_and_on_no_other(begins: date, days: int) -> None:
    until = begins + timedelta(days=days)
    wanted = [begins + timedelta(days=n) for n in range(days + 1) if works(begins + timedelta(days=n))]
    assert [each.on for each in occasions("daily", begins, until, works)] == wanted


@pytest.mark.parametrize("frequency", ["once", "on_event"])
def test_what_comes_once_comes_once(frequency: str) -> None:
    found = list(occasions(frequency, date(2026, 3, 1), date(2030, 1, 1), works))
    assert [(each.number, each.on, each.label) for each in found] == [(1, date(2026, 3, 1), "")]


def test_a_quarterly_form_of_a_year() -> None:
    found = list(occasions("quarterly", date(2026, 2, 10), date(2026, 12, 31), works))
    assert [(str(each.on), each.label) for each in found] == [
        ("2026-02-10", "2026年第1季度"), ("2026-04-01", "2026年第2季度"), ("2026-07-01", "2026年第3季度"),
        ("2026-10-01", "2026年第4季度"),
    ]  # fmt: skip


@given(DAYS, FREQUENCIES)
def test_a_day_lies_in_one_period(day: date, frequency: str) -> None:
    period = period_at(day, frequency)
    assert period is not None and period.first <= day <= period.last
    assert period_at(period.first, frequency) == period == period_at(period.last, frequency)


@given(st.sampled_from([*RECURRING, "once"]), st.sampled_from([*RECURRING, "once"]))
def test_more_often_is_an_order(one: str, other: str) -> None:
    assume(one != other)
    assert more_often(one, other) != more_often(other, one)


def test_what_is_told_when_it_happens_is_no_rhythm() -> None:
    assert more_often("monthly", "on_event") and more_often("on_event", "monthly")
    assert not more_often("on_event", "on_event")
