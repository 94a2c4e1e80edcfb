"""The burden of an item in hours a year: what follows from what, and the words that people read."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.policy.gate.facts import FREQUENCIES
from qingdan.register.burden.rules import OCCURRENCES, duration, hours_a_year, in_words, occurrences_a_year

KNOWN = sorted(name for name, often in OCCURRENCES.items() if often is not None)
minutes_ = st.integers(0, 10_000)
villages_ = st.integers(0, 700_000)
frequency_ = st.sampled_from(KNOWN)
share_ = st.decimals(0, 1, places=2)


def _hours(minutes: int | None, frequency: str | None, villages: int = 1, **more: Decimal) -> Decimal:
    hours = hours_a_year(minutes, frequency, villages, **more)
    assert hours is not None
    return hours


def test_every_frequency_of_the_gate_has_its_occurrences() -> None:
    assert set(OCCURRENCES) == {name for name, _label in FREQUENCIES}


def test_a_form_of_forty_minutes_a_month_costs_a_village_eight_hours_a_year() -> None:
    assert hours_a_year(40, "monthly") == 8
    assert hours_a_year(40, "monthly", 308) == 2464


@given(minutes_, frequency_, villages_, villages_)
def test_villages_add_up(minutes: int, frequency: str, some: int, others: int) -> None:
    together = _hours(minutes, frequency, some + others)
    apart = _hours(minutes, frequency, some) + _hours(minutes, frequency, others)
    assert abs(together - apart) < Decimal("0.000001")


@given(minutes_, minutes_, frequency_, villages_, share_)
def test_more_minutes_never_cost_less(one: int, other: int, frequency: str, villages: int, share: Decimal) -> None:
    less, more = sorted((one, other))
    assert _hours(less, frequency, villages, prefilled=share) <= _hours(more, frequency, villages, prefilled=share)


@given(minutes_, frequency_, villages_, share_)
def test_what_is_prefilled_is_saved_and_no_more(minutes: int, frequency: str, villages: int, share: Decimal) -> None:
    without = _hours(minutes, frequency, villages)
    assert 0 <= _hours(minutes, frequency, villages, prefilled=share) <= without
    assert _hours(minutes, frequency, villages, prefilled=Decimal(1)) == 0


@given(minutes_, villages_)
def test_the_oftener_the_dearer(minutes: int, villages: int) -> None:
    order = ["yearly", "half_yearly", "quarterly", "monthly", "weekly", "daily"]
    costs = [_hours(minutes, frequency, villages) for frequency in order]
    assert costs == sorted(costs)


@given(frequency_, villages_)
def test_unknown_minutes_are_not_guessed(frequency: str, villages: int) -> None:
    assert hours_a_year(None, frequency, villages) is None


def test_what_comes_with_an_event_is_not_guessed_but_counted_where_stated() -> None:
    assert hours_a_year(30, "on_event", 10) is None
    assert hours_a_year(30, "on_event", 10, expected=4) == 20
    assert occurrences_a_year("monthly", expected=99) == 12


@pytest.mark.parametrize(
    ("minutes", "frequency", "villages", "share", "expected"),
    [(-1, "monthly", 1, 0, None), (1, "monthly", -1, 0, None), (1, "monthly", 1, 2, None), (1, "monthly", 1, -1, None), (1, "sometimes", 1, 0, None), (1, "on_event", 1, 0, -1)],
)  # fmt: skip
def test_numbers_that_cannot_be_are_refused(
    minutes: int, frequency: str, villages: int, share: int, expected: int | None
) -> None:
    with pytest.raises(ValueError):
        hours_a_year(minutes, frequency, villages, prefilled=Decimal(share), expected=expected)


@pytest.mark.parametrize(
    ("minutes", "frequency", "villages", "words"),
    [
        (40, "monthly", 308, "测算值：每村每年约 8 小时，308 个村合计 2,464 小时"),
        (10, "quarterly", 308, "测算值：每村每年约 40 分钟，308 个村合计 205 小时"),
        (25, "weekly", 1, "测算值：每村每年约 21.7 小时"),
        (90, "once", 20, "测算值：每村办这一次约 1.5 小时，20 个村合计 30 小时"),
        (None, "monthly", 308, "未测算：没有填每次要用多少分钟"),
        (30, "on_event", 308, "未测算：有事才报，没有填一年大约几次"),
        (30, None, 308, "未测算：没有填多久一次"),
    ],
)
def test_people_read_it_in_words(minutes: int | None, frequency: str | None, villages: int, words: str) -> None:
    assert in_words(minutes, frequency, villages) == words


def test_communities_are_called_so() -> None:
    assert in_words(60, "yearly", 9, unit="社区") == "测算值：每社区每年约 1 小时，9 个社区合计 9 小时"


@pytest.mark.parametrize(
    ("hours", "words"),
    [("0", "0 分钟"), ("0.001", "不到 1 分钟"), ("0.5", "30 分钟"), ("0.995", "1 小时"), ("1", "1 小时"), ("9.96", "10 小时"), ("99.94", "99.9 小时"), ("99.96", "100 小时"), ("1234567.5", "1,234,568 小时")],
)  # fmt: skip
def test_durations_read_well(hours: str, words: str) -> None:
    assert duration(Decimal(hours)) == words


@given(minutes_, frequency_, villages_, share_)
def test_every_estimate_says_that_it_is_one(minutes: int, frequency: str, villages: int, share: Decimal) -> None:
    assert in_words(minutes, frequency, villages, prefilled=share).startswith("测算值：")
