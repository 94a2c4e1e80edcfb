"""鞍山: consultation, services of many kinds, joint projects, volunteers, the four parts, rules in versions; bought services."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from qingdan.foundation.clock.moments import today
from qingdan.foundation.clock.queries import is_working_day
from qingdan.foundation.orgs.models import Division
from qingdan.register.lists.models import Edition
from qingdan.village.public_services.choices import (
    ActivityKind,
    EntrySort,
    Field,
    Group,
    Online,
    OrganisationSort,
    Outcome,
    ProviderKind,
    PurchaseStance,
    Takes,
    Urgency,
    VillagePart,
)
from qingdan.village.public_services.models import Booking, Entry, VillageService
from qingdan.village.public_services.problems import ServiceProblem
from qingdan.village.public_services.queries.community import units_without, year_in_short
from qingdan.village.public_services.services import booking, community, purchasing, window
from tests.packs.services.support import MEALS, Place, village_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("installed")]


@pytest.fixture
def here() -> Place:
    return village_of("anshan", MEALS)


@pytest.mark.clause("AS-11")
def test_self_government_rules_are_kept_in_versions_with_adoption_and_units_with_none_listed(here: Place) -> None:
    units = Division.objects.filter(pk=here.code)
    assert units_without(EntrySort.SELF_RULES, units, today(), 180).exists()
    said = {"kind": "covenant", "workers": "居民会议", "text": "第一条……"}
    first, second = (here.note(EntrySort.SELF_RULES, "居民公约", **said) for _time in range(2))
    meetings = here.note(EntrySort.SELF_RULES, "议事规则", **(said | {"kind": "meetings"}))
    assert (first.version, second.version, meetings.version) == (1, 2, 1)
    assert (first.workers, first.done_on) == ("居民会议", today())
    with pytest.raises(ServiceProblem, match="哪个会议"):
        here.note(EntrySort.SELF_RULES, "居民公约", kind="covenant", text="x")
    with pytest.raises(ServiceProblem, match="不改旧版"):
        community.follow_up(actor=here.clerk, entry=first, result="改")
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.filter(pk=second.pk).update(version=1)
    assert not units_without(EntrySort.SELF_RULES, units, today() + timedelta(days=9999), 180).exists()


@pytest.mark.clause("AS-33")
def test_an_entrusted_service_moves_to_a_purchase_and_the_community_is_no_longer_its_handler(here: Place) -> None:
    here.offer(MEALS, Takes.YES, provider="社区")
    wanted = purchasing.Wanted("助餐", "送餐", [here.code], today(), here.item(MEALS).code)
    asked = purchasing.ask_villages(actor=here.town, buyer=here.town_body, wanted=wanted)
    purchasing.give_opinion(actor=here.clerk, purchase=asked, division=here.code, stance=PurchaseStance.AGREE)
    for kind in (ProviderKind.SOCIAL_ORGANISATION, ProviderKind.INSTITUTION, ProviderKind.SOCIAL_WORK):
        assert kind in ProviderKind
    contract = purchasing.Contract(
        ProviderKind.SOCIAL_WORK, "某社工机构", "合同3号", today(), today() + timedelta(days=300)
    )
    made = purchasing.conclude(actor=here.town, purchase=asked, contract=contract)
    assert (made.provider_kind, made.contract, made.begins) == ("social_work", "合同3号", today())
    said = VillageService.objects.get(division=here.code)
    assert (said.takes, said.provider) == (Takes.AGENT, "某社工机构")


@pytest.mark.clause("AS-63")
def test_consultations_have_topic_people_opinions_result_and_follow_up_and_units_with_none_are_listed(
    here: Place,
) -> None:
    units = Division.objects.filter(pk=here.code)
    assert units_without(EntrySort.MEETING, units, today(), 180).exists()
    made = here.note(EntrySort.MEETING, "车停哪里", people=30, text="两种意见", result="划了车位")
    done = community.follow_up(actor=here.clerk, entry=made, text="车位画好了")
    assert (done.title, done.people, done.text, done.result, done.follow_up) == (
        "车停哪里", 30, "两种意见", "划了车位", "车位画好了",
    )  # fmt: skip
    assert not units_without(EntrySort.MEETING, units, today(), 180).exists()
    assert units_without(EntrySort.MEETING, units, today() + timedelta(days=181), 180).exists()
    with pytest.raises(ServiceProblem, match="意见"):
        here.note(EntrySort.MEETING, "没有人说话")


def active(here: Place, kind: ActivityKind, part: VillagePart, group: Group = Group.ALL, **more: object) -> Entry:
    return here.note(EntrySort.ACTIVITY, kind.label, kind=kind, group=group, part=part, **more)


@pytest.mark.clause("AS-64")
def test_activities_are_logged_by_kind_and_group_and_the_spread_is_reported(here: Place) -> None:
    for kind, group in (
        (ActivityKind.CARE, Group.ELDERLY),
        (ActivityKind.CULTURE, Group.CHILDREN),
        (ActivityKind.CARE, Group.DISABLED),
    ):
        active(here, kind, VillagePart.SERVE, group)
    short = year_in_short(here.code, today().year)
    assert {line.label: line.number for line in short.kinds if line.number} == {"照料探访": 2, "文化体育": 1}
    assert {line.label: line.number for line in short.groups if line.number} == {
        "老年人": 1,
        "儿童青少年": 1,
        "残疾人": 1,
    }
    with pytest.raises(ServiceProblem, match="对象"):
        here.note(EntrySort.ACTIVITY, "唱歌", kind=ActivityKind.CULTURE, part=VillagePart.SERVE)


@pytest.mark.clause("AS-65")
def test_a_joint_project_links_community_organisation_and_social_workers_to_a_need_with_its_result(here: Place) -> None:
    need = here.note(EntrySort.NEED, "没人陪护", people=8, urgency=Urgency.URGENT)
    said = community.Register(OrganisationSort.SOCIAL, "某公益中心")
    centre = community.register_organisation(actor=here.clerk, division=here.code, said=said)
    whole = {"kind": "joint", "organisation": centre, "need": need, "workers": "社工两人"}
    for missing in ("organisation", "need", "workers"):
        with pytest.raises(ServiceProblem):
            here.note(EntrySort.PROJECT, "陪护", **{name: value for name, value in whole.items() if name != missing})
    made = here.note(EntrySort.PROJECT, "陪护", **whole, result="八位老人有人陪")
    words = here.page(here.town, f"/community/{made.pk}/")
    for shown in (str(made.division), "某公益中心", "社工两人", "没人陪护", "八位老人有人陪"):
        assert shown in words


@pytest.mark.clause("AS-66")
def test_volunteers_and_their_activities_are_registered_and_totals_reported(here: Place) -> None:
    said = community.Register(OrganisationSort.VOLUNTEERS, "邻里互助队", members_residents=12, leaders_residents=1)
    team = community.register_organisation(actor=here.clerk, division=here.code, said=said)
    for hours, people in ((Decimal("2.5"), 9), (Decimal(4), 3)):
        active(
            here, ActivityKind.VOLUNTEERING, VillagePart.SERVE, hours=hours, people=people, volunteers=5, organisation=team
        )  # fmt: skip
    short = year_in_short(here.code, today().year)
    assert short.volunteers == 13
    assert (short.volunteering.number, short.volunteering.hours, short.volunteering.people) == (2, Decimal("6.5"), 12)
    assert "6.5 小时，帮助 12 人" in here.page(here.town, "/community/report/")


@pytest.mark.clause("AS-67")
def test_activities_carry_one_of_four_parts_and_the_year_is_summed_by_part(here: Place) -> None:
    for part in VillagePart:
        active(here, ActivityKind.MEDIATION, part, field=Field.OTHER)
    active(here, ActivityKind.MEDIATION, VillagePart.SERVE, day=today() - timedelta(days=370))
    parts = {line.label: line.number for line in year_in_short(here.code, today().year).parts}
    assert parts == {"社会动员": 1, "服务居民": 1, "协调利益": 1, "维护稳定": 1}
    with pytest.raises(ServiceProblem, match="作用"):
        here.note(EntrySort.ACTIVITY, "调解", kind=ActivityKind.MEDIATION, group=Group.ALL)


@pytest.mark.clause("AS-77")
def test_the_online_level_is_recorded_and_residents_do_those_steps_in_the_portal(here: Place) -> None:
    here.describe(MEALS, online=tuple(Online))
    Edition.objects.filter(item_list__kind="service").update(openness="public")
    service = next(each for each in here.services() if each.title == MEALS)
    assert service.online == tuple(Online), "publish, download, query, feedback, handle, review"
    visitor, address = Client(), f"/services/{here.code}/{service.code}/"
    published = visitor.get(address).content.decode()
    assert all(step.label in published for step in Online)
    downloaded = visitor.get(f"{address}word/")
    assert downloaded.status_code == 200 and downloaded["Content-Type"].endswith("wordprocessingml.document")
    day = next(day for ahead in range(1, 14) if is_working_day(day := today() + timedelta(days=ahead)))
    said = {"day": day.isoformat(), "half": "morning", "name": "王小明", "phone": "13800001234", "consent": "on"}
    handled = visitor.post(f"{address}book/", said)["Location"]
    assert "已约好" in visitor.get(handled).content.decode()
    made = booking.receive(actor=here.clerk, booking=Booking.objects.get())
    assert "排队" in visitor.get(handled).content.decode()
    assert visitor.post(f"{handled}feedback/", {"rating": "good"}).status_code == 302
    assert Booking.objects.get().rating == "", "before the end there is nothing to say"
    window.close(actor=here.clerk, ticket=made, outcome=Outcome.DONE, result="审核通过，下周一开始送餐")
    assert "审核通过，下周一开始送餐" in visitor.get(handled).content.decode()
    assert visitor.post(f"{handled}feedback/", {"rating": "good", "text": "挺快"}).status_code == 302
    assert "挺快" in here.page(here.clerk, f"/window/{made.pk}/")
