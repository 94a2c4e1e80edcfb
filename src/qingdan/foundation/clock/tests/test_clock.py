"""Working days, deadlines with pauses, periods."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from qingdan.foundation.clock.models import CalendarDay, CalendarYear
from qingdan.foundation.clock.moments import today
from qingdan.foundation.clock.queries import day_state, due_after, is_working_day, year_is_covered
from qingdan.foundation.clock.rules import DayState, Pause, add_workdays, period_of, workdays_between

days = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def weekdays(day: date) -> DayState:
    """A calendar with no holidays."""
    return DayState(day.weekday() < 5, "")


@pytest.mark.django_db
class TestCalendar:
    def test_a_holiday_and_its_make_up_day_of_a_published_year(self) -> None:
        assert not is_working_day(date(2025, 10, 1))
        assert day_state(date(2025, 10, 1)).reason == "国庆节"
        assert is_working_day(date(2025, 9, 28))
        assert day_state(date(2025, 9, 28)).reason == "调休上班"

    def test_a_year_without_notice_is_provisional_and_never_an_error(self) -> None:
        state = day_state(date(2031, 10, 1))
        assert state.is_work and state.provisional
        assert not year_is_covered(2031)

    def test_what_an_administrator_enters_wins(self) -> None:
        CalendarDay.objects.create(day=date(2031, 10, 1), is_work=False, reason="国庆节")
        assert not is_working_day(date(2031, 10, 1))
        assert day_state(date(2031, 10, 8)).provisional
        CalendarYear.objects.create(year=2031, source="国办发明电〔2030〕1号")
        assert not day_state(date(2031, 10, 8)).provisional
        assert not is_working_day(date(2031, 10, 1))

    def test_a_due_date_over_a_holiday(self) -> None:
        due = due_after(date(2025, 9, 30), 1)
        assert (due.day, due.provisional) == (date(2025, 10, 9), False)
        assert due_after(date(2031, 9, 30), 1).provisional

    def test_today_is_the_day_in_shanghai(self) -> None:
        with time_machine.travel("2026-11-23T17:00:00Z", tick=False):
            assert today() == date(2026, 11, 24)


@given(days, st.integers(0, 60))
def test_adding_working_days_and_counting_them_agree(start: date, count: int) -> None:
    due = add_workdays(start, count, weekdays)
    assert workdays_between(start, due.day, weekdays) == count


@given(days, st.integers(1, 30), st.integers(0, 20), st.integers(0, 20))
def test_a_pause_only_makes_a_deadline_later(start: date, count: int, after: int, length: int) -> None:
    since = start + timedelta(days=after)
    pause = Pause(since, since + timedelta(days=length))
    plain, paused = add_workdays(start, count, weekdays), add_workdays(start, count, weekdays, [pause])
    assert paused.day >= plain.day
    assert workdays_between(start, paused.day, weekdays) == count + paused.paused_days


def test_an_open_pause_stops_the_clock() -> None:
    due = add_workdays(date(2026, 11, 23), 3, weekdays, [Pause(date(2026, 11, 24), None)])
    assert due.day == date(2026, 11, 24) and due.paused_days == 1


@pytest.mark.parametrize("count", [-1, 10_000])
def test_a_senseless_count_is_refused(count: int) -> None:
    with pytest.raises(ValueError, match="工作日数"):
        add_workdays(date(2026, 1, 1), count, weekdays)


@given(days, st.sampled_from(["monthly", "quarterly", "half_yearly", "yearly"]))
def test_a_day_lies_in_its_period_and_periods_touch(day: date, frequency: str) -> None:
    period = period_of(day, frequency)
    assert period.first <= day <= period.last
    assert period_of(period.last + timedelta(days=1), frequency).first == period.last + timedelta(days=1)


def test_periods_have_chinese_names() -> None:
    assert period_of(date(2026, 11, 24), "quarterly").label == "2026年第4季度"
    assert period_of(date(2026, 11, 24), "half_yearly").label == "2026年下半年"
    with pytest.raises(ValueError, match="周期"):
        period_of(date(2026, 1, 1), "daily")
