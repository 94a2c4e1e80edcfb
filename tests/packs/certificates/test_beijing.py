"""北京: bodies of the city may not ask at all; for others by who demands; every refusal is explained."""

from __future__ import annotations

import pytest

from qingdan.village.certificates.choices import State, Way
from qingdan.village.certificates.services import explaining
from tests.packs.certificates.support import BARRED, OTHER, Place, village_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("installed")]
GUARDIAN = "代无（限制）民事行为能力人申请不动产登记的监护关系证明"


@pytest.fixture
def here() -> Place:
    return village_of("beijing")


@pytest.mark.clause("BJ-44")
@pytest.mark.parametrize("title", [BARRED, OTHER, GUARDIAN])
def test_a_body_of_the_city_is_refused_whatever_it_asks(here: Place, title: str) -> None:
    made = here.ask(title, "party_government", "区教育局", basis="law")
    assert (made.way, made.state, made.outcome, made.ungrounded) == (Way.REFUSE, State.TO_EXPLAIN, "forbidden", True)
    assert "BJ-44" in {made.way_clause, *(reason["clause"] for reason in made.verdict["reasons"])}


@pytest.mark.clause("BJ-45")
def test_others_are_handled_by_the_rule_for_who_demands_and_what(here: Place) -> None:
    assert here.ask(GUARDIAN, "individual").way == Way.ISSUE
    bank, court = here.ask(OTHER, order=2), here.ask(OTHER, "court", "区法院", order=3)
    assert (bank.way, bank.demander_class, bank.way_clause) == (Way.REFER, "enterprise", "BJ-45")
    assert (court.way, court.demander_class) == (Way.REFER, "court")
    assert bank.way_says != court.way_says
    assert here.ask(BARRED, order=4).way == Way.REFUSE


@pytest.mark.clause("BJ-48")
def test_every_refusal_gives_a_slip_with_reason_and_other_way_and_its_delivery_is_on_record(here: Place) -> None:
    made = here.ask(BARRED, "party_government", "区教育局")
    assert made.explanation.reason and made.explanation.instead
    explaining.deliver_explanation(actor=here.clerk, application=made, how="当面说明")
    made.refresh_from_db()
    assert made.state == State.EXPLAINED and made.explanation.delivered_by == here.clerk
