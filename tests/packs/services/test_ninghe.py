"""宁河: three classes, the town guides and equips, takes over what the village cannot carry; opinions before buying."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.choices import BodyType, Level
from qingdan.foundation.orgs.models import Body
from qingdan.village.public_services.choices import (
    ConditionAnswer,
    ConditionSort,
    EntrySort,
    Field,
    Group,
    OrganisationSort,
    Outcome,
    ProviderKind,
    PurchaseStance,
    PurchaseState,
    ServiceClass,
    Standing,
    TakenUp,
    TicketState,
    TownOutcome,
    Urgency,
    VillagePart,
)
from qingdan.village.public_services.models import Help
from qingdan.village.public_services.problems import ServiceProblem
from qingdan.village.public_services.queries.community import shares, year_in_short
from qingdan.village.public_services.queries.kept_items import kept_items
from qingdan.village.public_services.services import community, purchasing, town, window
from tests.packs.services.support import CARD, CLINIC, MEALS, Place, village_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("installed")]


@pytest.fixture
def here() -> Place:
    return village_of("ninghe", CARD, MEALS, CLINIC)


@pytest.mark.clause("NH-22")
def test_a_list_of_public_services_says_provider_target_and_bottom_line_and_the_village_page_shows_it(
    here: Place,
) -> None:
    here.describe(MEALS, provider="镇养老服务中心", target="七十岁以上老人", bottom_line=True)
    shown = next(each for each in here.services() if each.title == MEALS)
    assert shown.known is not None and shown.bottom_line
    assert (shown.known.provider, shown.known.target) == ("镇养老服务中心", "七十岁以上老人")
    words = here.page(here.clerk, "/coverage/")
    assert all(title in words for title in (CARD, MEALS, CLINIC)) and "兜底" in words


@pytest.mark.clause("NH-23")
def test_requests_are_of_three_classes_and_the_towns_guidance_is_logged_with_date_and_village(here: Place) -> None:
    for service_class in ServiceClass:
        here.take(service_class.label, service_class=service_class)
        here.help(here.town_body, here.town, service_class=service_class)
    counted = {line.label: line.number for line in year_in_short(here.code, today().year).classes}
    assert counted == {"公共事务": 1, "公益服务": 1, "个人事项": 1}
    rows = Help.objects.filter(division=here.code, body=here.town_body)
    assert {(row.service_class, row.day) for row in rows} == {(each.value, today()) for each in ServiceClass}
    with pytest.raises(NotAllowed):
        here.help(here.town_body, here.clerk, service_class=ServiceClass.PUBLIC)


@pytest.mark.clause("NH-24")
def test_a_village_asks_for_working_conditions_the_town_answers_and_what_is_open_is_reported(here: Place) -> None:
    made = [
        town.ask_condition(actor=here.clerk, division=here.code, sort=sort, text=f"要{sort.label}")
        for sort in ConditionSort
    ]
    assert "还有 4 件没有答复" in here.page(here.town, "/conditions/") and "要设备" in here.page(here.town, "/")
    town.answer_condition(actor=here.town, condition=made[0], answer=ConditionAnswer.GRANTED, text="下月腾一间")
    with pytest.raises(NotAllowed):
        town.answer_condition(actor=here.clerk, condition=made[1], answer=ConditionAnswer.GRANTED, text="好")
    assert "还有 3 件没有答复" in here.page(here.clerk, "/conditions/")


@pytest.mark.clause("NH-26")
def test_a_purchase_is_not_concluded_without_the_villages_opinions_and_its_buyer_is_of_district_or_town(
    here: Place,
) -> None:
    wanted = purchasing.Wanted("助餐配送", "送到家", [here.code], today() + timedelta(days=9))
    province = Body.objects.create(
        name="市某局", level=Level.PROVINCE, type=BodyType.DEPARTMENT, division_id=_province(here)
    )
    contract = purchasing.Contract(ProviderKind.SOCIAL_ORGANISATION, "某中心", "合同1号", today(), today())
    for body, who in ((here.town_body, here.town), (here.department, here.officer)):
        asked = purchasing.ask_villages(actor=who, buyer=body, wanted=wanted)
        with pytest.raises(ServiceProblem, match="NH-26"):
            purchasing.conclude(actor=who, purchase=asked, contract=contract)
        said = purchasing.give_opinion(
            actor=here.clerk, purchase=asked, division=here.code, stance=PurchaseStance.CONDITIONS, text="周末也送"
        )
        with pytest.raises(ServiceProblem, match="怎么处理"):
            purchasing.conclude(actor=who, purchase=asked, contract=contract)
        purchasing.settle_opinion(actor=who, opinion=said, taken_up=TakenUp.ADOPTED)
        assert purchasing.conclude(actor=who, purchase=asked, contract=contract).state == PurchaseState.CONCLUDED
    here.officer.grants.update(body=province)
    with pytest.raises(ServiceProblem, match="区县的部门或者镇街"):
        purchasing.ask_villages(actor=here.officer, buyer=province, wanted=wanted)


def _province(here: Place) -> str:
    from qingdan.foundation.web.tests.people import place

    return place("120000000000").pk


@pytest.mark.clause("NH-27", "NH-28")
def test_organisations_are_registered_with_the_kinds_of_their_people_and_matters_are_given_to_them(here: Place) -> None:
    said = community.Register(
        OrganisationSort.COMMUNITY, "红白理事会", Field.OTHER, Standing.FILED, leaders_party=1, members_party=1,
        members_residents=2, members_others=1,
    )  # fmt: skip
    council = community.register_organisation(actor=here.clerk, division=here.code, said=said)
    assert (council.get_standing_display(), council.people) == ("已备案", 5)
    for service_class in (ServiceClass.PUBLIC, ServiceClass.CHARITY):
        made = here.take(service_class=service_class)
        assert window.give_to_organisation(actor=here.clerk, ticket=made, organisation=council).organisation == council
    with pytest.raises(ServiceProblem):
        personal = here.take(service_class=ServiceClass.PERSONAL)
        window.give_to_organisation(actor=here.clerk, ticket=personal, organisation=council)
    reported = {
        each.label: (each.leaders_share, each.members_share) for each in shares(here.access(here.town).organisations())
    }
    assert reported == {"在职党员": (100, 25), "热心村（居）民": (0, 50), "其他": (0, 25)}


@pytest.mark.clause("NH-30")
def test_the_town_owns_what_the_village_cannot_carry_and_the_village_is_no_longer_its_handler(here: Place) -> None:
    made = window.begin(actor=here.clerk, ticket=here.take("小桥坏了"))
    with pytest.raises(ServiceProblem, match="为什么"):
        window.hand_to_town(actor=here.clerk, ticket=made, reason=" ")
    handed = window.hand_to_town(actor=here.clerk, ticket=made, reason="没有钱修")
    made.refresh_from_db()
    assert (made.state, made.handler) == (TicketState.WITH_TOWN, None)
    with pytest.raises(ServiceProblem):
        window.close(actor=here.clerk, ticket=made, outcome=Outcome.DONE)
    town.record_result(actor=here.town, coordination=handed, outcome=TownOutcome.SOLVED, result="修好了")
    made.refresh_from_db()
    assert (made.outcome, made.handler) == (Outcome.BY_TOWN, None)
    assert year_in_short(here.code, today().year).with_town == 1


@pytest.mark.clause("NH-84")
def test_needs_stand_by_breadth_and_urgency_and_the_share_of_time_and_money_is_told(here: Place) -> None:
    here.note(EntrySort.NEED, "乘凉的地方", field=Field.CULTURE, people=60, urgency=Urgency.CAN_WAIT)
    here.note(EntrySort.NEED, "吃饭难", field=Field.ELDERLY, people=30, urgency=Urgency.URGENT)
    for field, hours, money in ((Field.ELDERLY, 6, 300), (Field.OTHER, 2, 100)):
        here.note(
            EntrySort.ACTIVITY, "活动", kind="care", group=Group.ELDERLY, part=VillagePart.SERVE, field=field, hours=hours, money=money
        )  # fmt: skip
    short = year_in_short(here.code, today().year)
    assert [need.entry.title for need in short.needs] == ["吃饭难", "乘凉的地方"]
    assert short.spent.fields == (Field.ELDERLY, Field.CULTURE) and (short.spent.hours, short.spent.money) == (75, 75)
    assert "75%" in here.page(here.town, "/community/report/")


@pytest.mark.clause("NH-105")
def test_kept_items_name_their_unit_and_those_that_nobody_supported_are_listed(here: Place) -> None:
    item = here.item(MEALS)
    none = {row.code: row.body for row in kept_items(here.code, today(), none=True)}
    assert none[item.code] == "区某局"
    here.help(here.department, here.officer, sort="support", item_code=item.code, item_title=item.title)
    row = next(row for row in kept_items(here.code, today()) if row.code == item.code)
    assert (row.number, row.last) == (1, today())
    assert item.code not in {row.code for row in kept_items(here.code, today(), none=True)}
    assert here.item(CARD).code in here.page(here.officer, f"/help/kept/?none=on&q={CARD}")
