"""What four documents ask of guides, of publication and of kinds that are outdated, done in each place by its people."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.choices import BodyType, Level, Role
from qingdan.foundation.orgs.models import Account, Body
from qingdan.foundation.orgs.services import grant_role
from qingdan.foundation.web.tests.people import person, place
from qingdan.ledger.models import Lead
from qingdan.policy.packs.reading import library_packs
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.lists.services import install_pack_lists
from qingdan.register.lists.services.installing import install_list
from qingdan.village.guides import services
from qingdan.village.guides.models import GuideVersion
from qingdan.village.guides.problems import GuidesProblem
from qingdan.village.guides.queries import kind_at
from qingdan.village.guides.queries.catalogue import catalogue
from qingdan.village.guides.queries.reviews import notice_channels
from qingdan.village.guides.services import Draft
from qingdan.village.guides.services.publishing import Placed
from qingdan.village.guides.services.reviewing import Done, Ending
from qingdan.village.guides.tests.cast import content
from tests.packs.support import recorded

pytestmark = pytest.mark.django_db
BEIJING, DONGCHENG, KONGTONG = "110000000000", "110101000000", "620802000000"
TIEDONG, ANSHAN_CITY, NANGUAN = "210302000000", "210300000000", "220102000000"
KEPT = "居住情况证明"


@pytest.fixture(autouse=True)
def _packs() -> None:
    install_library_packs()
    install_pack_lists()


def keep(pack: str, clause: str) -> None:
    """A list of kept kinds as a steward of the pack's place would record it."""
    part = recorded("certificate_retained", clause, KEPT, basis=["某法第一条"]).model_copy(update={"code": "ZR"})
    assert install_list(pack=library_packs()[pack], part=part) is not None


class Office:
    """Those who keep guides at a place: who writes, who publishes."""

    def __init__(self, at: str) -> None:
        self.at = at
        self.steward, self.lead = person(Role.LIST_STEWARD, at=at), person(Role.LEAD_OFFICER, at=at)

    def draft(self, title: str = KEPT, *, reason: str = "", **more: Any) -> GuideVersion:
        kind = kind_at(self.at, title, today())
        assert kind is not None
        begun = services.begin_version(actor=self.steward, division=self.at, code=kind.code)
        return services.write_version(actor=self.steward, version=begun, draft=Draft(content(**more), reason=reason))

    def publish(self, title: str = KEPT, **more: Any) -> GuideVersion:
        submitted = services.submit_version(actor=self.steward, version=self.draft(title, **more))
        return services.publish_version(actor=self.lead, version=submitted)


def office_of(at: str, name: str) -> tuple[Body, Account]:
    """A department with one officer."""
    body = Body.objects.create(name=name, division=place(at), level=Level.COUNTY, type=BodyType.DEPARTMENT)
    officer = person(name="承办人")
    grant_role(actor=None, account=officer, role=Role.DEPARTMENT_OFFICER, division=place(at), body=body)
    return body, officer


@pytest.mark.clause("BJ-27", "BJ-46")
def test_beijing_has_one_city_wide_set_that_no_district_changes_and_only_the_version_in_force_counts() -> None:
    kind = next(row.kind for row in catalogue(BEIJING, today()) if row.kind.regime == "retained")
    with pytest.raises(NotAllowed, match="BJ-27"):
        services.begin_version(actor=person(Role.LIST_STEWARD, at=DONGCHENG), division=DONGCHENG, code=kind.code)
    with pytest.raises(GuidesProblem, match=r"范本.*BJ-46"):
        services.submit_version(
            actor=(city := Office(BEIJING)).steward, version=city.draft(kind.title, model_text="", fields=[])
        )
    first = city.publish(kind.title)
    assert _read("110101001001", kind.title) == first.pk
    second = city.publish(kind.title, purpose="新用途")
    assert _read("110101001001", kind.title) == second.pk


def _read(village: str, title: str, on: date | None = None) -> int | None:
    kind = kind_at(village, title, on or today())
    return kind.guide.version_id if kind and kind.guide else None


@pytest.mark.clause("KT-49")
def test_kongtong_wants_a_guide_on_three_channels_on_one_day_and_sees_which_is_missing() -> None:
    keep("kongtong", "KT-42")
    office = Office(KONGTONG)
    version = office.publish()
    for channel in ("portal", "service_platform"):
        services.record_publication(actor=office.steward, version=version, placed=Placed(channel, today(), "网址"))
    row = next(row for row in catalogue(KONGTONG, today()) if row.kind.title == KEPT)
    assert [gap.words for gap in row.gaps] == ["没有公布：服务场所"]
    services.record_publication(actor=office.steward, version=version, placed=Placed("service_place", today(), "大厅"))
    row = next(row for row in catalogue(KONGTONG, today()) if row.kind.title == KEPT)
    assert row.gaps == () and {state.on for state in row.channels} == {today()}


@pytest.mark.clause("KT-45")
def test_in_kongtong_materials_that_are_negative_certificates_raise_a_task_to_change_them() -> None:
    body, officer = office_of(KONGTONG, "崆峒区某审批局")
    made = services.record_approval(
        actor=officer, body=body, title="开办餐馆", materials=["身份证", "社区出具的市场主体住所证明"]
    )
    assert made.materials[0] == "身份证" and made.faults == 1
    assert "请改材料清单" in Lead.objects.get(source="approval_material", about=body).text


@pytest.mark.clause("AS-52", "AS-53")
def test_in_anshan_a_guide_without_one_of_its_elements_is_not_published_and_the_county_keeps_the_one_in_force() -> None:
    keep("anshan", "AS-47")
    county = Office(TIEDONG)
    lacking: dict[str, Any] = {
        "范本": {"model_text": "", "fields": []}, "程序": {"procedure": []}, "操作规范": {"operating_rule": ""},
        "时限": {"simple": None}, "用途": {"purpose": ""},
    }  # fmt: skip
    for element, without in lacking.items():
        with pytest.raises(GuidesProblem, match=element):
            services.submit_version(actor=county.steward, version=county.draft(**without))
    with pytest.raises(NotAllowed, match="AS-53"):
        services.begin_version(
            actor=person(Role.LIST_STEWARD, at=ANSHAN_CITY), division=ANSHAN_CITY, code=_code(TIEDONG)
        )
    first = county.publish()
    assert first.number == 1 and _read("210302001001", KEPT) == first.pk


def _code(at: str) -> str:
    kind = kind_at(at, KEPT, today())
    assert kind is not None
    return kind.code


@pytest.mark.clause("CC-25a")
def test_in_changchun_the_six_fields_and_a_procedure_must_be_there_before_a_kind_can_be_used() -> None:
    keep("changchun", "CC-25")
    office = Office(NANGUAN)
    lacking: dict[str, Any] = {
        "用途": {"purpose": ""}, "开具单位": {"issuing_body": ""}, "有效时限": {"validity_days": None}, "范本": {"model_text": "", "fields": []},
        "程序": {"procedure": []}, "操作规范": {"operating_rule": ""},
    }  # fmt: skip
    for element, without in lacking.items():
        with pytest.raises(GuidesProblem, match=rf"{element}.*CC-25a"):
            services.submit_version(actor=office.steward, version=office.draft(**without))
    assert _read("220102001201", KEPT) is None
    assert _read("220102001201", KEPT) != office.publish().pk == _read("220102001201", KEPT)


@pytest.mark.clause("AS-60")
def test_in_anshan_a_kind_that_cannot_be_verified_is_proposed_for_change_and_stays_flagged_until_then() -> None:
    keep("anshan", "AS-47")
    _reviewed(TIEDONG, "210302001001", "unverifiable")


@pytest.mark.clause("CC-24b")
def test_in_changchun_an_outdated_kind_is_cancelled_step_by_step_by_its_body() -> None:
    keep("changchun", "CC-25")
    _reviewed(NANGUAN, "220102001201", "outdated")


def _reviewed(at: str, village: str, reason: str) -> None:
    body, officer = office_of(at, "某承办局")
    review = services.open_review(
        actor=person(Role.LIST_STEWARD, at=at), division=at, code=_code(at), reason=reason, text="核实不了", owner=body
    )
    kind = kind_at(village, KEPT, today())
    assert kind is not None and kind.flag and kind.regime == "retained"
    ending = Ending("cancelled", "核实不了", replaced_by="凭居住证办理")
    with pytest.raises(GuidesProblem, match="征求意见、调研论证、提请修改或者取消"):
        services.close_review(actor=officer, review=review, ending=ending)
    for step in ("opinions", "study", "proposed"):
        services.take_step(actor=officer, review=review, done=Done(step, today() - timedelta(days=1), "做了", "文号"))
    told = Done("published", today(), "公布取消", channel=notice_channels(at)[0].id, place="政府网站通知公告栏")
    services.take_step(actor=officer, review=review, done=told)
    services.close_review(actor=officer, review=review, ending=ending)
    kind = kind_at(village, KEPT, today())
    assert kind is not None and not kind.flag and review.steps.count() == 4
