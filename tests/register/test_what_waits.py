"""What the rooms of the register lay on the desk of those who keep lists, review and register."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.foundation.orgs.models import Account, Body
from qingdan.foundation.orgs.queries import roles_of
from qingdan.foundation.web.waiting import Waiting, waiting_for
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.existing import services as existing
from qingdan.register.existing.models import Round, State
from qingdan.register.lists import services as lists
from qingdan.register.lists.models import Edition
from qingdan.register.lists.services import install_pack_lists
from qingdan.register.lists.tests.cast import DISTRICT, dated, draft, item, person, publish, steward, submitted
from qingdan.register.reviewing import services as reviewing
from tests.kept import installed_for_module

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, scope="module")
def district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo district with packs and lists."""
    yield from installed_for_module(django_db_blocker, install_library_packs, install_pack_lists, install_demo)


def _waits(account: Account) -> list[Waiting]:
    return waiting_for(account, roles_of(account))


def _acts(account: Account) -> list[str]:
    return [each.act for each in _waits(account)]


def _officer() -> Account:
    return person("department-officer")


class TestDrafts:
    def test_a_draft_waits_first_for_its_steward_and_then_for_who_publishes(self) -> None:
        edition = dated(draft())
        lists.add_items(actor=steward(), edition=edition, rows=[item("甲")], reasons=["新"])
        (own,) = _waits(steward())
        assert (own.act, own.url) == ("编完提交", f"/lists/{edition.pk}/")
        assert "审查发布" not in _acts(person("lead-civil"))
        submitted(edition)
        assert _waits(steward()) == []
        (other,) = _waits(person("lead-civil"))
        assert (other.act, other.note) == ("审查发布", f"{steward()}提交")
        publish(Edition.objects.get(pk=edition.pk))
        assert _waits(person("lead-civil")) == []

    def test_nothing_waits_for_a_village(self) -> None:
        submitted(dated(draft("甲")))
        assert _waits(person("village-clerk")) == []


class TestReviews:
    def test_a_review_waits_until_the_body_has_answered_for_each_item(self) -> None:
        edition = dated(draft())
        rows = [item("残疾人需求调查", lead_body="区残联"), item("又一项", lead_body="区残联")]
        lists.add_items(actor=steward(), edition=edition, rows=rows, reasons=["新", "新"])
        publish(submitted(edition))
        due = today() + timedelta(days=30)
        review = reviewing.open_review(actor=steward(), division=DISTRICT, title="年度复核", due_on=due)
        (waits,) = _waits(_officer())
        assert (waits.count, waits.until, waits.url) == (2, due, f"/reviews/{review.pk}/?answer=waiting")
        assert "复核牵头事项" not in _acts(person("lead-civil"))


class TestExisting:
    def _opened(self) -> Round:
        return existing.begin_round(
            actor=person("lead-civil"),
            division=DISTRICT,
            title="存量登记",
            register_by=today() + timedelta(days=10),
            grace_ends=today() + timedelta(days=60),
        )

    def test_a_body_is_waited_for_until_it_has_registered(self) -> None:
        round_, body = self._opened(), Body.objects.get(name="宁河区残联")
        (waits,) = _waits(_officer())
        assert (waits.act, waits.until, waits.note) == ("登记或报“没有”", round_.register_by, "宁河区残联")
        existing.register(actor=_officer(), round_=round_, body=body, burdens=[existing.Burden("form", "需求调查表")])
        assert _waits(_officer()) == []
        (decide,) = [each for each in _waits(person("lead-civil")) if each.act == "逐项决定"]
        assert (decide.count, decide.until) == (1, round_.grace_ends)
        entry = round_.entries.get()
        existing.decide(
            actor=person("lead-civil"), round_=round_, entries=[entry.pk], state=State.CANCELLED, reason="重复"
        )
        assert "逐项决定" not in _acts(person("lead-civil"))

    def test_having_nothing_is_an_answer(self) -> None:
        round_, body = self._opened(), Body.objects.get(name="宁河区残联")
        existing.report_nothing(actor=_officer(), round_=round_, body=body)
        assert _waits(_officer()) == []


def test_the_queries_do_not_grow_with_drafts() -> None:
    counts = []
    for number in (1, 12):
        while len(_waits(steward())) < number:
            dated(draft(title=f"清单{len(_waits(steward()))}"))
        with CaptureQueriesContext(connection) as asked:
            _waits(steward())
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 15
