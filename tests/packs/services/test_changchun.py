"""长春: agency, accompanied, by appointment; personal matters stay the residents' own; guides before the window opens."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qingdan.foundation.clock.moments import today
from qingdan.foundation.clock.queries import is_working_day
from qingdan.foundation.orgs.choices import BodyType, Level, Role
from qingdan.foundation.orgs.models import Body, Division
from qingdan.foundation.orgs.services import create_account, grant_role
from qingdan.foundation.web.tests.people import place
from qingdan.register.lists.models import Edition, Item, ItemList
from qingdan.register.lists.services import ListsProblem
from qingdan.village.public_services.choices import (
    EntrySort,
    Field,
    Half,
    Mode,
    OrganisationSort,
    Outcome,
    ProviderKind,
    PurchaseStance,
    PurchaseState,
    ServiceClass,
    Takes,
    TicketState,
    TownOutcome,
)
from qingdan.village.public_services.models import Help
from qingdan.village.public_services.problems import ServiceProblem
from qingdan.village.public_services.queries import coverage
from qingdan.village.public_services.queries.catalogue import services_at
from qingdan.village.public_services.queries.community import units_without, year_in_short
from qingdan.village.public_services.rules import Flag
from qingdan.village.public_services.services import booking, community, purchasing, town, window
from tests.packs.services.support import CARD, CLINIC, MEALS, Place, village_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("installed")]


@pytest.fixture
def here() -> Place:
    made = village_of("changchun", CARD, MEALS, CLINIC)
    for title in (CARD, MEALS):
        made.guide(title)
    return made


@pytest.mark.clause("CC-04a")
def test_a_village_says_what_it_can_handle_and_the_coverage_and_missing_bottom_lines_are_reported(here: Place) -> None:
    here.describe(MEALS, bottom_line=True)
    here.offer(CARD, Takes.AGENT)
    here.offer(CLINIC, Takes.YES)
    here.offer(MEALS, Takes.NO)
    services = [each for each in here.services() if each.title in {CARD, MEALS, CLINIC}]
    own = Division.objects.filter(pk=here.code)
    rows = coverage.covered(services, own)
    assert coverage.rate_of(rows) == 67
    assert {(row.by_village, row.by_agent, row.not_available) for row in rows} == {(1, 0, 0), (0, 1, 0), (0, 0, 1)}
    flagged = coverage.standing_out(services, own).get()
    assert coverage.flags(flagged, bottom_line=True) == (Flag.NO_BOTTOM_LINE,)


@pytest.mark.clause("CC-05")
def test_a_case_has_one_of_three_modes_with_handler_dates_and_result_and_a_resident_books_a_slot(here: Place) -> None:
    for mode in (Mode.AGENCY, Mode.ACCOMPANIED, Mode.APPOINTMENT):
        made = window.begin(actor=here.clerk, ticket=here.take(item_code=here.item(CARD).code, mode=mode))
        done = window.close(actor=here.clerk, ticket=made, outcome=Outcome.DONE, result="交回本人")
        assert (done.mode, done.handler, done.outcome) == (mode, here.clerk, Outcome.DONE)
        assert done.begun_at and done.closed_at
    Edition.objects.filter(item_list__kind="service").update(openness="public")
    day = next(day for ahead in range(1, 14) if is_working_day(day := today() + timedelta(days=ahead)))
    wish = booking.Wish(here.item(CARD).code, day, Half.MORNING)
    booked = booking.book(division=here.code, wish=wish, name="王小明", phone="13800001234", consent=True)
    assert booking.receive(actor=here.clerk, booking=booked).mode == Mode.APPOINTMENT


@pytest.mark.clause("CC-05a")
def test_public_and_personal_follow_different_routes_and_statistics(here: Place) -> None:
    public, personal = here.take(), here.take(service_class=ServiceClass.PERSONAL)
    window.close(actor=here.clerk, ticket=public, outcome=Outcome.DONE)
    window.close(actor=here.clerk, ticket=personal, outcome=Outcome.SELF_SOLVED, guidance="告诉他怎么写")
    short = year_in_short(here.code, today().year)
    assert [(line.label, line.number) for line in short.modes] == [("当场办", 1)]
    assert [(line.label, line.number) for line in short.personal] == [("自行解决", 1)]


@pytest.mark.clause("CC-06")
def test_guidance_is_logged_per_village_and_class_with_date_and_unit(here: Place) -> None:
    for service_class in ServiceClass:
        here.help(here.town_body, here.town, service_class=service_class)
    rows = Help.objects.filter(division=here.code)
    assert {(row.service_class, row.day, row.body) for row in rows} == {
        (each.value, today(), here.town_body) for each in ServiceClass
    }


@pytest.mark.clause("CC-06a")
def test_public_and_charity_items_go_to_the_town_with_a_reason_and_stay_there_until_a_result(here: Place) -> None:
    for service_class in (ServiceClass.PUBLIC, ServiceClass.CHARITY):
        made = here.take(service_class=service_class)
        handed = window.hand_to_town(actor=here.clerk, ticket=made, reason="村里办不了")
        made.refresh_from_db()
        assert (made.state, handed.town_id) == (TicketState.WITH_TOWN, here.town_body.division_id)
        with pytest.raises(ServiceProblem):
            window.close(actor=here.clerk, ticket=made, outcome=Outcome.DONE)
        with pytest.raises(ServiceProblem, match="结果"):
            town.record_result(actor=here.town, coordination=handed, outcome=TownOutcome.SOLVED, result="")
        town.record_result(actor=here.town, coordination=handed, outcome=TownOutcome.PASSED_ON, result="已转区里")
        made.refresh_from_db()
        assert made.state == TicketState.CLOSED


@pytest.mark.clause("CC-06b")
def test_a_personal_matter_ends_only_as_the_residents_own_and_never_becomes_a_task(here: Place) -> None:
    ways = {Outcome.SELF_SOLVED, Outcome.MUTUAL_HELP, Outcome.PASSED_ON}
    for outcome in Outcome:
        made = here.take(service_class=ServiceClass.PERSONAL)
        if outcome not in ways:
            with pytest.raises(ServiceProblem):
                window.close(actor=here.clerk, ticket=made, outcome=outcome, result="好", guidance="劝了")
            continue
        with pytest.raises(ServiceProblem, match="怎么引导"):
            window.close(actor=here.clerk, ticket=made, outcome=outcome, result="转了")
        done = window.close(actor=here.clerk, ticket=made, outcome=outcome, result="转了", guidance="请邻居出面")
        assert done.guidance and done.handler is None
    with pytest.raises(ServiceProblem):
        here.take(service_class=ServiceClass.PERSONAL, mode=Mode.AGENCY)
    with pytest.raises(ServiceProblem):
        window.hand_to_town(actor=here.clerk, ticket=here.take(service_class=ServiceClass.PERSONAL), reason="管")


@pytest.mark.clause("CC-07")
def test_the_purchase_catalogue_takes_an_item_only_with_both_tests_and_signatures(here: Place) -> None:
    division = "220100000000"
    kept = ItemList.objects.create(slug="zg", code="CC-ZG", kind="purchase", title="购买服务目录", division=division)
    edition = Edition.objects.create(item_list=kept, number=1, document="通知")
    Item.objects.create(edition=edition, code="CC-ZG-01", position=1, title="助餐配送", key="助餐配送", digest="0" * 64)
    with pytest.raises(ListsProblem, match="CC-07"):
        purchasing.demand_tested(None, edition=edition)
    line, finance = _city_office("市民政局"), _city_office("市财政局")
    for duty, market in ((True, False), (False, True)):
        with pytest.raises(ServiceProblem, match="两条都成立"):
            tested = purchasing.PurchaseTested("助餐配送", duty, market, "按文件")
            purchasing.record_test(actor=line[0], body=line[1], division=division, tested=tested)
    tested = purchasing.PurchaseTested("助餐配送", True, True, "按文件")
    made = purchasing.record_test(actor=line[0], body=line[1], division=division, tested=tested)
    with pytest.raises(ListsProblem):
        purchasing.demand_tested(None, edition=edition)
    purchasing.sign_test(actor=finance[0], test=made)
    purchasing.demand_tested(None, edition=edition)
    assert f"{today().year} 年新增 1 项" in here.page(finance[0], "/purchases/tests/")


def _city_office(name: str) -> tuple[object, Body]:
    city = place("220100000000")
    body = Body.objects.create(name=name, level=Level.CITY, type=BodyType.DEPARTMENT, division=city)
    account = create_account(actor=None, username=f"city-{body.pk}", display_name=name, password=None)
    grant_role(actor=None, account=account, role=Role.DEPARTMENT_OFFICER, division=city, body=body)
    return account, body


@pytest.mark.clause("CC-07a")
def test_county_and_town_buy_after_the_villages_opinions(here: Place) -> None:
    wanted = purchasing.Wanted("助餐", "送餐", [here.code], today())
    contract = purchasing.Contract(ProviderKind.SOCIAL_WORK, "某社工站", "合同", today(), today())
    for body, who in ((here.department, here.officer), (here.town_body, here.town)):
        asked = purchasing.ask_villages(actor=who, buyer=body, wanted=wanted)
        with pytest.raises(ServiceProblem, match="CC-07a"):
            purchasing.conclude(actor=who, purchase=asked, contract=contract)
        purchasing.give_opinion(actor=here.clerk, purchase=asked, division=here.code, stance=PurchaseStance.AGREE)
        assert purchasing.conclude(actor=who, purchase=asked, contract=contract).state == PurchaseState.CONCLUDED


@pytest.mark.clause("CC-18a")
def test_a_service_is_marked_as_offered_at_the_one_stop_hall_and_those_elsewhere_are_listed(here: Place) -> None:
    here.offer(CARD, Takes.YES)
    here.offer(CLINIC, Takes.YES, in_hall=False, elsewhere="村卫生室")
    rows = coverage.standing_out(here.services(), Division.objects.filter(pk=here.code))
    assert [(row.code, row.elsewhere) for row in rows] == [(here.item(CLINIC).code, "村卫生室")]
    assert "村卫生室" in here.page(here.officer, "/coverage/standing-out/")


@pytest.mark.clause("CC-18b")
def test_a_service_without_its_departments_guide_cannot_be_opened_at_the_hall(here: Place) -> None:
    with pytest.raises(ServiceProblem, match="CC-18b"):
        here.take(item_code=here.item(CLINIC).code)
    assert here.take(item_code=here.item(CARD).code).number == 1
    guided = next(each for each in here.services() if each.title == CARD)
    assert guided.guide is not None and guided.guide.number == 1 and guided.department == "区某局"
    missing = {each.title for each in coverage.without_guide(here.services())}
    assert CLINIC in missing and not {CARD, MEALS} & missing


@pytest.mark.clause("CC-23")
def test_the_six_fields_by_village_show_what_is_there_and_empty_ones_by_bureau(here: Place) -> None:
    here.describe(CLINIC, field=Field.HEALTH, provider="村卫生室")
    here.describe(MEALS, field=Field.ELDERLY)
    here.offer(CLINIC, Takes.YES, frequency="每月一次")
    own = Division.objects.filter(pk=here.code)
    services = services_at(here.district, today())
    ((_village, cells),) = coverage.matrix(services, list(own))
    assert len(cells) == 6 and cells[0].words == f"{CLINIC}（村卫生室，每月一次）" and not cells[4].titles
    empty = {row.field: row for row in coverage.empty_fields(services, own)}
    assert Field.HEALTH not in empty and empty[Field.ELDERLY].bureaus == ("区某局",) and len(empty) == 5


@pytest.mark.clause("CC-23a")
def test_social_organisations_and_their_projects_have_field_period_and_result(here: Place) -> None:
    said = community.Register(OrganisationSort.SOCIAL, "某公益中心", Field.ELDERLY)
    made = community.register_organisation(actor=here.clerk, division=here.code, said=said)
    project = here.note(
        EntrySort.PROJECT, "夕阳食堂", kind="social", field=Field.ELDERLY, organisation=made, until=today() + timedelta(days=90)
    )  # fmt: skip
    community.follow_up(actor=here.clerk, entry=project, result="每天二十人吃饭")
    project.refresh_from_db()
    assert (project.organisation, project.field, project.result) == (made, Field.ELDERLY, "每天二十人吃饭")
    assert project.until == today() + timedelta(days=90)


@pytest.mark.clause("CC-23b")
def test_visits_of_the_social_work_station_are_planned_and_logged_and_villages_without_one_listed(here: Place) -> None:
    own = Division.objects.filter(pk=here.code)
    planned = here.note(EntrySort.VISIT, "走访老人", day=today() + timedelta(days=3))
    assert units_without(EntrySort.VISIT, own, today(), 180).exists(), "a plan is no visit"
    done = community.follow_up(actor=here.clerk, entry=planned, done_on=today(), result="看了五户")
    assert (done.done_on, done.result) == (today(), "看了五户")
    assert not units_without(EntrySort.VISIT, own, today(), 180).exists()
    assert units_without(EntrySort.VISIT, own, today() + timedelta(days=181), 180).exists()
    logged = here.note(EntrySort.VISIT, "第二次", workers="社工站两人", people=5, done_on=today())
    assert (logged.workers, logged.people) == ("社工站两人", 5)
