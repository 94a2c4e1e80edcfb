"""The window: numbers without gap and double, three classes by three ways, what goes to the town and comes back."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from qingdan.foundation.alerts.models import Message
from qingdan.foundation.audit.models import Record
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.personal.queries import ERASED
from qingdan.foundation.personal.services import erase
from qingdan.village.public_services.choices import Mode, Outcome, ServiceClass, TicketState, TownOutcome
from qingdan.village.public_services.models import Ticket
from qingdan.village.public_services.persons import Resident, masked
from qingdan.village.public_services.problems import ServiceProblem
from qingdan.village.public_services.services import window
from qingdan.village.public_services.services.booking import reveal
from qingdan.village.public_services.services.community import Register, register_organisation
from qingdan.village.public_services.services.town import record_result, take_up
from qingdan.village.public_services.tests.cast import (
    CARD,
    FOREIGN,
    GAMES,
    MEALS,
    SIBLING,
    VILLAGE,
    agency,
    code,
    demo,
    personal,
    ticket,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


def test_all_matters_of_a_village_and_day_stand_in_one_queue_with_one_receipt_number() -> None:
    made = [ticket("问低保"), personal(), agency(), ticket("老年饭", item_code=code(MEALS))]
    assert [each.number for each in made] == [1, 2, 3, 4]
    assert len({each.receipt for each in made}) == 4 and made[0].receipt == f"103201-{today():%Y%m%d}-001"
    assert ticket(division=SIBLING, who="town-clerk").number == 1, "each village has its own queue"
    assert Record.objects.filter(verb="take_number").count() == 5


def test_a_reference_of_another_room_gets_its_number_once() -> None:
    said = {"actor": demo("village-clerk"), "division": VILLAGE, "matter": "居住证明", "source": "certificate"}
    first = window.take_number(**said, reference="7")
    again = window.take_number(**said, reference="7")
    other = window.take_number(**said, reference="8")
    assert (first.pk, first.number, other.number) == (again.pk, 1, 2), "no number is lost by asking twice"
    closed = window.close_of_source(
        actor=demo("village-clerk"), source="certificate", reference="7", outcome=Outcome.DONE
    )
    assert closed is not None and closed.state == TicketState.CLOSED
    assert (
        window.close_of_source(actor=demo("village-clerk"), source="certificate", reference="7", outcome=Outcome.DONE)
        is None
    )


def test_the_town_works_the_window_for_a_village_and_that_is_marked() -> None:
    assert ticket(who="town-clerk").on_behalf and not ticket().on_behalf


@pytest.mark.parametrize("who", ["department-officer", "lead-civil", "supervisor", "kongtong-village", "system-admin"])
def test_nobody_else_takes_numbers(who: str) -> None:
    with pytest.raises(NotAllowed):
        ticket(who=who)


@pytest.mark.parametrize(
    ("title", "more", "words"),
    [
        ("", {}, "请写办什么事"),
        ("长" * 101, {}, "最多 100 个字"),
        ("机密★1年 名单", {}, "没有收下"),
        ("活动", {"item_code": "XX-XX-999"}, "没有这一项"),
        ("写信", {"mode": Mode.AGENCY, "service_class": ServiceClass.PERSONAL}, "不代办"),
    ],
)
def test_bad_input_is_told(title: str, more: dict[str, object], words: str) -> None:
    with pytest.raises(ServiceProblem, match=words):
        ticket(title, **more)
    assert not Ticket.objects.exists()


def test_a_service_for_communities_is_not_on_the_list_of_a_village() -> None:
    with pytest.raises(ServiceProblem, match="没有这一项"):
        ticket(GAMES, item_code=code(GAMES))


def test_a_personal_matter_ends_as_the_residents_own_with_the_guidance() -> None:
    clerk, made = demo("village-clerk"), personal()
    window.begin(actor=clerk, ticket=made)
    for outcome in (Outcome.DONE, Outcome.NOT_DONE, Outcome.LEFT, Outcome.BY_TOWN):
        with pytest.raises(ServiceProblem):
            window.close(actor=clerk, ticket=made, outcome=outcome, result="好", guidance="劝了")
    with pytest.raises(ServiceProblem, match="怎么引导"):
        window.close(actor=clerk, ticket=made, outcome=Outcome.MUTUAL_HELP)
    with pytest.raises(ServiceProblem, match="不交镇街"):
        window.hand_to_town(actor=clerk, ticket=made, reason="管不了")
    done = window.close(actor=clerk, ticket=made, outcome=Outcome.MUTUAL_HELP, guidance="请两家老人出面说和")
    assert (done.outcome, done.guidance) == (Outcome.MUTUAL_HELP, "请两家老人出面说和")


def test_the_database_refuses_a_personal_matter_that_is_given_away() -> None:
    made = personal()
    for change in ({"state": TicketState.WITH_TOWN}, {"mode": Mode.AGENCY}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Ticket.objects.filter(pk=made.pk).update(**change)


def test_what_the_village_cannot_carry_is_the_towns_until_a_result_is_there() -> None:
    clerk, town, made = demo("village-clerk"), demo("town-clerk"), ticket("桥断了")
    window.begin(actor=clerk, ticket=made)
    handed = window.hand_to_town(actor=clerk, ticket=made, reason="村里没有钱修")
    made.refresh_from_db()
    assert (made.state, made.handler, handed.town_id) == (TicketState.WITH_TOWN, None, "120117103000")
    assert Message.objects.filter(recipient=town, title__contains="请镇街协调").count() == 1
    with pytest.raises(ServiceProblem, match="镇街协调"):
        window.close(actor=clerk, ticket=made, outcome=Outcome.DONE)
    with pytest.raises(NotAllowed):
        record_result(actor=clerk, coordination=handed, outcome=TownOutcome.SOLVED, result="修好了")
    take_up(actor=town, coordination=handed, with_body="区交通局")
    with pytest.raises(ServiceProblem, match="结果"):
        record_result(actor=town, coordination=handed, outcome=TownOutcome.SOLVED, result=" ")
    record_result(actor=town, coordination=handed, outcome=TownOutcome.SOLVED, result="区交通局修好了")
    made.refresh_from_db()
    assert (made.state, made.outcome, made.handler) == (TicketState.CLOSED, Outcome.BY_TOWN, None)
    assert Message.objects.filter(recipient=clerk, title__contains="协调有结果").count() == 1
    with pytest.raises(ServiceProblem, match="已经有结果"):
        record_result(actor=town, coordination=handed, outcome=TownOutcome.SOLVED, result="再来")


def test_a_public_matter_may_be_given_to_an_organisation_of_the_village_only() -> None:
    from qingdan.village.public_services.choices import OrganisationSort

    clerk = demo("village-clerk")
    said = Register(OrganisationSort.COMMUNITY, "红白理事会")
    own = register_organisation(actor=clerk, division=VILLAGE, said=said)
    other = register_organisation(actor=demo("town-clerk"), division=SIBLING, said=said)
    made = ticket("帮办丧事", service_class=ServiceClass.CHARITY)
    with pytest.raises(ServiceProblem, match="本村"):
        window.give_to_organisation(actor=clerk, ticket=made, organisation=other)
    assert window.give_to_organisation(actor=clerk, ticket=made, organisation=own).organisation == own
    with pytest.raises(ServiceProblem):
        window.give_to_organisation(actor=clerk, ticket=personal(), organisation=own)


def test_who_it_is_is_sealed_masked_and_shown_only_by_a_logged_act() -> None:
    made = ticket(CARD, item_code=code(CARD), mode=Mode.AGENCY, resident=Resident("王小明", "13800001234"))
    assert "王小明" not in str(made.sealed) and masked(made.subject, made.sealed) == "王*明 138****1234"
    with pytest.raises(NotAllowed):
        reveal(actor=demo("kongtong-village"), thing=made, reason="打电话")
    assert reveal(actor=demo("village-clerk"), thing=made, reason="打电话叫他来取").name == "王小明"
    assert Record.objects.filter(verb="reveal_personal_data", object_type="ticket").count() == 1
    assert made.subject is not None
    erase(actor=None, subject=made.subject, reason="到期")
    made.subject.refresh_from_db()
    assert masked(made.subject, made.sealed) == ERASED


def test_other_villages_and_offices_see_no_matter() -> None:
    from qingdan.village.public_services.access import ServicesAccess

    made = ticket()
    for who, sees in (
        ("village-clerk", True), ("village-head", True), ("town-clerk", True), ("department-officer", False),
        ("lead-civil", False), ("supervisor", False), ("kongtong-village", False),
    ):  # fmt: skip
        assert ServicesAccess(demo(who)).tickets().filter(pk=made.pk).exists() is sees, who
    assert FOREIGN != VILLAGE
