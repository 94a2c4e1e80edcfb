"""The pure rules of seals."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.village.seals.problems import SealProblem
from qingdan.village.seals.rules import (
    PEOPLE,
    Who,
    days_late,
    demand_counts,
    demand_different,
    demand_nobodys_data,
    demand_written,
    in_ranges,
    missing_numbers,
)

NAMES = st.sampled_from(["刘会计", "王文书", "赵主任", " 刘 会计", "刘会计　"])
PERSONS = st.builds(Who, st.none() | st.integers(1, 3), NAMES)
PAIRS = list(combinations(PEOPLE, 2))


@pytest.mark.property
@given(st.dictionaries(st.sampled_from(list(PEOPLE)), PERSONS), st.lists(st.sampled_from(PAIRS)))
def test_people_are_refused_exactly_where_a_pair_of_the_pack_is_one_person(
    people: dict[str, Who], pairs: list[tuple[str, str]]
) -> None:
    one = any(a in people and b in people and people[a].is_same(people[b]) for a, b in pairs)
    try:
        demand_different(people, pairs)
        assert not one
    except SealProblem as problem:
        assert one and "不能是同一个人" in str(problem)


@pytest.mark.property
@given(PERSONS, PERSONS)
def test_sameness_does_not_depend_on_the_order(one: Who, other: Who) -> None:
    assert one.is_same(other) == other.is_same(one) and one.is_same(one)


def test_two_accounts_of_one_name_are_two_people() -> None:
    assert not Who(1, "王伟").is_same(Who(2, "王伟"))
    assert Who(1, "王伟").is_same(Who(None, " 王伟"))


@pytest.mark.parametrize("title", ["空白证明", "空白信纸", "白纸", "待填的介绍信", "预留盖章"])
def test_nothing_blank_is_sealed(title: str) -> None:
    with pytest.raises(SealProblem, match="空白"):
        demand_written(title, "备用", True)
    with pytest.raises(SealProblem, match="空白"):
        demand_written("证明", title, True)


def test_what_is_not_complete_is_not_sealed() -> None:
    demand_written("土地流转合同", "签合同", True)
    with pytest.raises(SealProblem) as raised:
        demand_written("土地流转合同", "签合同", False)
    assert raised.value.field == "complete"


@pytest.mark.parametrize("text", ["身份证11010519491231002X", "电话13812345678", "１３８１２３４５６７８"])
def test_the_register_holds_no_numbers_of_persons(text: str) -> None:
    with pytest.raises(SealProblem, match="不要写"):
        demand_nobodys_data("居住证明", text)


def test_numbers_of_papers_are_no_numbers_of_persons() -> None:
    demand_nobodys_data("津宁苗〔2026〕12号", "合同编号20261126000123456", "金额12345.60元")


@pytest.mark.parametrize(
    ("pages", "copies", "field"), [(0, 1, "pages"), (1, 0, "copies"), (10**9, 1, "pages"), (1, 2001, "copies")]
)
def test_pages_and_copies_have_bounds(pages: int, copies: int, field: str) -> None:
    with pytest.raises(SealProblem) as raised:
        demand_counts(pages, copies)
    assert raised.value.field == field


@given(st.dates(max_value=date(2100, 1, 1)), st.integers(0, 400))
def test_a_paper_is_late_by_the_days_since(on: date, days: int) -> None:
    assert days_late(on, on + timedelta(days=days)) == days


def test_a_paper_of_tomorrow_is_none() -> None:
    with pytest.raises(SealProblem, match="以后的日子"):
        days_late(date(2026, 11, 27), date(2026, 11, 26))


@pytest.mark.property
@given(st.sets(st.integers(1, 60)), st.integers(0, 60))
def test_missing_numbers_and_present_ones_make_the_whole(present: set[int], last: int) -> None:
    missing = missing_numbers(present, last)
    assert set(missing) | (present & set(range(1, last + 1))) == set(range(1, last + 1))
    assert not set(missing) & present


def test_ranges_in_words() -> None:
    assert in_ranges([3, 7, 8, 9, 12]) == "3、7—9、12"
    assert in_ranges([]) == ""
