"""Numbers of a series: from one on, no gap, no double; a voided one keeps its number and its reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from qingdan.foundation.audit.models import Record
from qingdan.foundation.audit.services import NotInTransaction
from qingdan.foundation.numbering.models import CounterRow, VoidedNumber
from qingdan.foundation.numbering.queries import voided_numbers
from qingdan.foundation.numbering.services import NumberingProblem, take, void


class Clerk:
    pk = 7

    def __str__(self) -> str:
        return "民政局经办"


@pytest.mark.django_db
class TestTaking:
    def test_each_series_counts_from_one(self) -> None:
        assert [take("filing:120117:2026"), take("filing:120117:2026"), take("filing:120117:2027")] == [1, 2, 1]

    def test_what_is_rolled_back_gives_its_number_back(self) -> None:
        take("a")
        with pytest.raises(RuntimeError), transaction.atomic():
            assert take("a") == 2
            raise RuntimeError("坏了")
        assert take("a") == 2

    def test_the_first_number_of_a_series_comes_back_too(self) -> None:
        with pytest.raises(RuntimeError), transaction.atomic():
            take("a")
            raise RuntimeError("坏了")
        assert not CounterRow.objects.exists()
        assert take("a") == 1

    @pytest.mark.parametrize("series", ["", "x" * 121], ids=["empty", "too long"])
    def test_a_series_has_a_name_that_fits(self, series: str) -> None:
        with pytest.raises(ValueError, match="1 to 120"):
            take(series)

    @pytest.mark.parametrize("last", [1, 2, 4, 100], ids=["back", "same", "skip", "leap"])
    def test_the_database_lets_a_counter_grow_by_one_only(self, last: int) -> None:
        take("a"), take("a")
        with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
            CounterRow.objects.filter(series="a").update(last=last)


@pytest.mark.django_db(transaction=True)
def test_a_number_is_refused_outside_a_transaction() -> None:
    with pytest.raises(NotInTransaction):
        take("a")


@pytest.mark.django_db
class TestVoiding:
    def test_a_voided_number_keeps_its_reason_and_is_not_given_again(self) -> None:
        number = take("a")
        void("a", number, " 打印失败 ", Clerk())
        assert take("a") == number + 1
        (kept,) = voided_numbers("a")
        assert (kept.number, kept.reason, kept.actor_id, kept.actor_name) == (1, "打印失败", 7, "民政局经办")
        assert list(voided_numbers("b")) == []
        assert Record.objects.get().object_id == "a/1"

    def test_voiding_again_changes_nothing(self) -> None:
        take("a")
        first = void("a", 1, "打印失败", Clerk())
        assert void("a", 1, "别的原因", None) == first
        assert VoidedNumber.objects.get().reason == "打印失败"
        assert Record.objects.count() == 1

    def test_the_system_may_void(self) -> None:
        take("a")
        assert void("a", 1, "生成失败", None).actor_name == "系统"

    @pytest.mark.parametrize("number", [-1, 0, 2])
    def test_a_number_that_was_not_taken_is_not_voided(self, number: int) -> None:
        take("a")
        with pytest.raises(NumberingProblem, match="还没有取过"):
            void("a", number, "打印失败", None)

    def test_a_reason_is_needed(self) -> None:
        take("a")
        with pytest.raises(NumberingProblem, match="为什么"):
            void("a", 1, "  ", None)

    def test_the_database_keeps_what_was_voided(self) -> None:
        take("a")
        void("a", 1, "打印失败", None)
        changes: list[Callable[[Any], object]] = [lambda rows: rows.update(reason="x"), lambda rows: rows.delete()]
        for change in changes:
            with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
                change(voided_numbers("a"))
