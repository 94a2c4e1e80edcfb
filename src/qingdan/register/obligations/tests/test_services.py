"""A village opens, does, disputes; its town does it for it, marked; its issuer takes back and moves the day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given as for_all
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker
from tests.kept import installed_for_module

from qingdan.foundation.alerts.models import Message
from qingdan.foundation.audit.models import Record
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.foundation.orgs.models import Division
from qingdan.foundation.web.tests.people import person
from qingdan.register.obligations import services
from qingdan.register.obligations.access import ObligationAccess
from qingdan.register.obligations.models import Obligation, State
from qingdan.register.obligations.queries import (
    asked_before,
    tallies,
    tally,
    to_do,
    town_waiting,
    towns_of,
    village_waiting,
)
from qingdan.register.obligations.rules import MOVES, refusal
from qingdan.register.obligations.services import ObligationProblem
from qingdan.register.obligations.tests.cast import FOREIGN, SIBLING, TOWN, VILLAGE, demo, given, owed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, scope="module")
def district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo district."""
    yield from installed_for_module(django_db_blocker, install_demo)


class TestTheVillage:
    def test_opening_is_the_receipt_and_is_kept_from_the_first_time(self) -> None:
        first = services.open_obligation(actor=demo("village-clerk"), obligation=owed())
        again = services.open_obligation(actor=demo("village-head"), obligation=first)
        assert (again.state, again.opened_by, again.on_behalf) == (State.OPENED, demo("village-clerk"), False)
        assert again.opened_at == first.opened_at

    def test_done_with_minutes_that_nobody_need_tell(self) -> None:
        done = services.finish(actor=demo("village-clerk"), obligation=owed(), minutes=35, note="已报")
        assert (done.state, done.minutes, done.opened_at is not None) == (State.DONE, 35, True)
        assert to_do(demo("village-clerk")).count() == 0
        with pytest.raises(ObligationProblem, match="已办完"):
            services.finish(actor=demo("village-clerk"), obligation=done)
        assert services.reopen(actor=demo("village-clerk"), obligation=done).state == State.OPENED

    def test_minutes_that_no_human_means_are_refused(self) -> None:
        for minutes in (0, -5, 100_001):
            with pytest.raises(ObligationProblem, match="分钟"):
                services.finish(actor=demo("village-clerk"), obligation=owed(), minutes=minutes)

    def test_what_is_disputed_is_not_due_until_it_is_owed_again(self) -> None:
        disputed = services.dispute(actor=demo("village-clerk"), obligation=owed(due=today() + timedelta(days=1)))
        assert disputed.state == State.DISPUTED
        assert village_waiting(demo("village-clerk"), 10) == []
        resumed = services.resume(actor=None, obligation=disputed)
        assert (resumed.state, resumed.disputed_at) == (State.OPENED, None)
        assert len(village_waiting(demo("village-clerk"), 10)) == 1

    def test_another_village_and_its_issuer_cannot_act_for_it(self) -> None:
        obligation = owed()
        strangers = [person(Role.VILLAGE_CLERK, at=SIBLING), demo("department-officer"), demo("lead-civil")]
        for stranger in strangers:
            for act in (services.open_obligation, services.finish, services.dispute):
                with pytest.raises(NotAllowed):
                    act(actor=stranger, obligation=obligation)
        obligation.refresh_from_db()
        assert obligation.state == State.WAITING

    def test_its_town_does_it_on_its_behalf_and_that_is_marked(self) -> None:
        done = services.finish(actor=demo("town-clerk"), obligation=owed())
        assert done.on_behalf
        with pytest.raises(NotAllowed):
            services.finish(actor=demo("town-clerk"), obligation=owed(FOREIGN, origin="test:2"))


class TestTheIssuer:
    def test_each_village_owes_once_however_often_it_is_told(self) -> None:
        made = given(VILLAGE, SIBLING)
        assert services.owe(made, [VILLAGE, SIBLING, FOREIGN, FOREIGN]) == 1
        assert tally(made).total == 3
        with pytest.raises(IntegrityError), transaction.atomic():
            Obligation.objects.create(assignment=made, division_id=VILLAGE)

    def test_an_occasion_is_assigned_once(self) -> None:
        assert given().pk == given(title="另一个名称").pk

    def test_taking_back_ends_what_was_not_done_and_the_villages_are_told(self) -> None:
        made = given(VILLAGE, SIBLING)
        services.finish(actor=demo("village-clerk"), obligation=made.obligations.get(division_id=VILLAGE))
        with pytest.raises(ObligationProblem, match="理由"):
            services.withdraw(actor=demo("department-officer"), assignment=made, reason=" ")
        clerk = person(Role.VILLAGE_CLERK, at=SIBLING)
        assert services.withdraw(actor=demo("department-officer"), assignment=made, reason="重复了") == 1
        assert dict(made.obligations.values_list("division_id", "state")) == {VILLAGE: "done", SIBLING: "withdrawn"}
        assert "重复了" in Message.objects.get(recipient=clerk).body
        assert not Message.objects.filter(recipient=demo("village-clerk")).exists()
        assert services.withdraw(actor=demo("department-officer"), assignment=made, reason="重复了") == 0

    def test_a_new_day_is_told_with_its_reason_and_the_old_one_is_kept(self) -> None:
        made = given(due=today() + timedelta(days=3))
        later = today() + timedelta(days=9)
        assert services.move_due(actor=demo("department-officer"), assignment=made, due=later, reason="表改了") == 1
        assert made.obligations.get().due == later
        assert made.due_changes.get().before == today() + timedelta(days=3)
        assert "表改了" in Message.objects.get(recipient=demo("village-clerk")).body
        with pytest.raises(ObligationProblem, match="早于"):
            services.move_due(
                actor=demo("department-officer"), assignment=made, due=today() - timedelta(days=1), reason="x"
            )

    def test_another_body_cannot_take_it_back(self) -> None:
        made = given()
        for stranger in (demo("lead-civil"), demo("village-clerk"), demo("town-clerk")):
            with pytest.raises(NotAllowed):
                services.withdraw(actor=stranger, assignment=made, reason="不该有")
            with pytest.raises(NotAllowed):
                services.move_due(actor=stranger, assignment=made, due=today() + timedelta(days=30), reason="不该有")

    def test_every_act_is_in_the_audit_of_its_county(self) -> None:
        services.open_obligation(actor=demo("village-clerk"), obligation=owed())
        newest = Record.objects.order_by("-pk").first()
        assert newest is not None
        assert (newest.verb, newest.stream, newest.actor_id) == ("open_obligation", "120117", demo("village-clerk").pk)


class TestReading:
    def test_each_sees_what_is_theirs(self) -> None:
        own, sibling, foreign = owed(), owed(SIBLING, origin="test:2"), owed(FOREIGN, origin="test:3")
        seen = {
            name: set(ObligationAccess(demo(name)).rows())
            for name in ("village-clerk", "town-clerk", "department-officer", "lead-civil", "system-admin")
        }
        assert seen == {
            "village-clerk": {own}, "town-clerk": {own, sibling}, "department-officer": {own, sibling, foreign},
            "lead-civil": set(), "system-admin": set(),
        }  # fmt: skip

    def test_towns_are_counted_by_code_and_what_was_taken_back_is_not_counted(self) -> None:
        made = given(VILLAGE, SIBLING, FOREIGN)
        services.open_obligation(actor=demo("village-clerk"), obligation=made.obligations.get(division_id=VILLAGE))
        services.withdraw(actor=demo("department-officer"), assignment=made, reason="错了", divisions=[FOREIGN])
        assert towns_of(made) == [(Division.objects.get(code=TOWN), 2, 1, 0)]
        counted = tallies([made])[made.pk]
        assert (counted.total, counted.opened, counted.unread, counted.withdrawn) == (3, 1, 1, 1)

    def test_what_was_asked_in_a_period_is_found_by_its_code(self) -> None:
        made = given(VILLAGE, code="NH-1X")
        month = (today() - timedelta(days=30), today() + timedelta(days=30))
        assert asked_before("NH-1X", [VILLAGE, SIBLING], *month) == {VILLAGE: made}
        assert asked_before("NH-1X", [VILLAGE], *month, except_origin=made.origin) == {}
        assert asked_before("NH-1X", [VILLAGE], today() + timedelta(days=1), month[1]) == {}

    def test_the_earliest_day_waits_first_and_what_has_none_last(self) -> None:
        owed(origin="test:2", due=today() + timedelta(days=30), title="后办")
        owed(origin="test:3", due=today() + timedelta(days=2), title="先办")
        shown = village_waiting(demo("village-clerk"), 10)
        assert [each.title for each in shown] == ["先办", "后办"]
        assert shown[0].note == "宁河区残联"

    def test_a_town_is_told_what_nobody_has_read_and_what_is_late_in_two_lines(self) -> None:
        given(VILLAGE, SIBLING, FOREIGN, due=today() - timedelta(days=1))
        shown = town_waiting(demo("town-clerk"), 10)
        assert [(each.title, each.count) for each in shown] == [("村里还没有看的事", 2), ("村里过了期限的事", 2)]


class TestRules:
    @for_all(st.sampled_from(sorted(MOVES)), st.sampled_from(State))
    def test_a_verb_is_refused_in_words_or_leads_on(self, verb: str, state: State) -> None:
        move = MOVES[verb]
        said = refusal(verb, state)
        assert (said == "") == (state in move.before)
        assert "{" not in said

    def test_nothing_leads_out_of_what_was_taken_back(self) -> None:
        assert all(State.WITHDRAWN not in move.before for move in MOVES.values())
