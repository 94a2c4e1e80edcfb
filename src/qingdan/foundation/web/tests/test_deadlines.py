"""How near a day is, in a group and in words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.foundation.clock.rules import DayState
from qingdan.foundation.web.deadlines import Nearness, nearness, time_left

THURSDAY = date(2026, 11, 26)
days_ = st.dates(date(2020, 1, 1), date(2035, 1, 1))


def _plain(day: date) -> DayState:
    return DayState(day.weekday() < 5, "")


def _provisional(day: date) -> DayState:
    return DayState(day.weekday() < 5, "", provisional=day.year > 2026)


@pytest.mark.parametrize(
    ("until", "group"),
    [
        (None, Nearness.NONE),
        (date(2026, 11, 25), Nearness.OVERDUE),
        (THURSDAY, Nearness.WEEK),
        (date(2026, 11, 29), Nearness.WEEK),
        (date(2026, 11, 30), Nearness.LATER),
    ],
)
def test_a_week_ends_on_its_sunday(until: date | None, group: Nearness) -> None:
    assert nearness(until, THURSDAY) is group


@pytest.mark.parametrize(
    ("until", "words"),
    [
        (None, "没有期限"),
        (date(2026, 11, 24), "已过 2 天"),
        (THURSDAY, "今天到期"),
        (date(2026, 11, 27), "还有 1 个工作日"),
        (date(2026, 12, 1), "还有 3 个工作日"),
        (date(2026, 12, 31), "还有 25 个工作日"),
        (date(2027, 3, 5), "2027年3月5日到期"),
    ],
)
def test_the_words_say_what_is_left(until: date | None, words: str) -> None:
    assert time_left(until, THURSDAY, _plain) == words


def test_a_day_behind_days_off_only_says_so() -> None:
    assert time_left(date(2026, 11, 29), date(2026, 11, 27), _plain) == "11月29日到期，都是休息日"


def test_a_provisional_calendar_is_said() -> None:
    assert time_left(date(2027, 1, 4), THURSDAY, _provisional).endswith("个工作日（暂定）")
    assert "暂定" not in time_left(date(2026, 12, 31), THURSDAY, _provisional)


@given(days_, days_)
def test_group_and_words_never_contradict_each_other(until: date, today: date) -> None:
    group, words = nearness(until, today), time_left(until, today, _plain)
    assert (group is Nearness.OVERDUE) == words.startswith("已过")
    assert (until == today) == (words == "今天到期")


@given(days_, st.integers(0, 400), st.integers(0, 400))
def test_groups_stand_in_the_order_of_days(today: date, near: int, far: int) -> None:
    order = list(Nearness)
    first, second = (nearness(today + timedelta(days=days - 100), today) for days in sorted((near, far)))
    assert order.index(first) <= order.index(second)
