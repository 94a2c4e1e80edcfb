"""崆峒: what a village can take is given in its hall, by one window with one number, with its department's guide."""

from __future__ import annotations

import pytest

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.models import Division
from qingdan.village.public_services.choices import ServiceClass, Takes
from qingdan.village.public_services.models import VillageService
from qingdan.village.public_services.problems import ServiceProblem
from qingdan.village.public_services.queries import coverage
from qingdan.village.public_services.rules import Flag
from qingdan.village.public_services.services import window
from tests.packs.services.support import CARD, CLINIC, MEALS, Place, village_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("installed")]


@pytest.fixture
def here() -> Place:
    made = village_of("kongtong", CARD, MEALS, CLINIC)
    for title in (CARD, MEALS):
        made.guide(title)
    return made


@pytest.mark.clause("KT-30")
def test_it_is_recorded_whether_a_village_can_take_a_service_and_where_and_what_is_given_elsewhere_is_flagged(
    here: Place,
) -> None:
    here.offer(CARD, Takes.YES)
    here.offer(CLINIC, Takes.YES, in_hall=False, elsewhere="卫生室")
    here.offer(MEALS, Takes.NO, in_hall=False, elsewhere="")
    said = {row.code: (row.takes, row.in_hall, row.elsewhere) for row in VillageService.objects.all()}
    assert said[here.item(CLINIC).code] == (Takes.YES, False, "卫生室")
    (flagged,) = coverage.standing_out(here.services(), Division.objects.filter(pk=here.code))
    assert flagged.code == here.item(CLINIC).code and coverage.flags(flagged, False) == (Flag.ELSEWHERE,)


@pytest.mark.clause("KT-31")
def test_a_service_without_a_guide_is_listed_and_cannot_be_opened_at_the_window(here: Place) -> None:
    with pytest.raises(ServiceProblem, match="KT-31"):
        here.take(item_code=here.item(CLINIC).code)
    opened = here.take(item_code=here.item(CARD).code)
    assert opened.item_code == here.item(CARD).code
    guide = next(each.guide for each in here.services() if each.title == CARD)
    assert guide is not None and guide.number == 1 and guide.procedure == ("受理", "报送")
    words = here.page(here.officer, "/coverage/no-guide/")
    assert CLINIC in words and CARD not in words and "KT-31" in words


@pytest.mark.clause("KT-32")
def test_all_services_enter_by_one_queue_with_one_receipt_and_a_second_window_is_flagged(here: Place) -> None:
    made = [
        here.take(item_code=here.item(CARD).code), here.take(service_class=ServiceClass.PERSONAL),
        here.take(item_code=here.item(MEALS).code),
        window.take_number(actor=here.clerk, division=here.code, matter="居住证明", source="certificate", reference="1"),
    ]  # fmt: skip
    assert [each.number for each in made] == [1, 2, 3, 4]
    assert [each.receipt for each in made] == [f"101201-{today():%Y%m%d}-{number:03d}" for number in (1, 2, 3, 4)]
    here.offer(CARD, Takes.YES, second_window=True)
    (flagged,) = coverage.standing_out(here.services(), Division.objects.filter(pk=here.code))
    assert coverage.flags(flagged, False) == (Flag.SECOND_WINDOW,)
