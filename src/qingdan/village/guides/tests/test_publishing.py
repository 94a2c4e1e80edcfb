"""Guides are written, completed, published by another, made public on every channel, and never edited afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from qingdan.foundation.audit.models import Record
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.policy.packs.guide_specs import FieldSpec, GuideContent
from qingdan.village.guides import services
from qingdan.village.guides.demo import install_demo_guides
from qingdan.village.guides.models import Guide, GuideVersion, Source
from qingdan.village.guides.problems import GuidesProblem
from qingdan.village.guides.queries import kind_at
from qingdan.village.guides.services import Draft
from qingdan.village.guides.services.publishing import Placed
from qingdan.village.guides.tests.cast import (
    COMMUNITY,
    DISTRICT,
    LIVING,
    TOWN,
    code_of,
    content,
    drafted,
    lead,
    person,
    published,
    steward,
)

pytestmark = pytest.mark.usefixtures("demo")


def test_a_first_draft_begins_with_what_the_pack_suggests() -> None:
    draft = services.begin_version(actor=steward(), division=DISTRICT, code=code_of())
    assert draft.source == Source.PRODUCT and "{address}" in draft.content["model_text"]
    again = services.begin_version(actor=lead(), division=DISTRICT, code=code_of())
    assert again.pk == draft.pk


def test_a_published_guide_is_what_a_village_reads() -> None:
    version = published()
    kind = kind_at(COMMUNITY, LIVING, today())
    assert kind is not None and kind.guide is not None
    assert (kind.guide.version_id, kind.guide.time_limit, kind.guide.validity) == (
        version.pk,
        "当场办结",
        "自出具之日起 90 天",
    )
    assert [field.name for field in kind.guide.fields] == ["name", "id_number", "address"]
    assert Record.objects.filter(verb="publish_guide", object_id=str(version.pk)).count() == 1


def test_who_submitted_does_not_publish() -> None:
    draft = services.submit_version(actor=lead(), version=drafted(actor=lead()))
    with pytest.raises(NotAllowed, match="另一位"):
        services.publish_version(actor=lead(), version=draft)
    services.publish_version(actor=person("lead-party"), version=draft)


@pytest.mark.parametrize("name", ["village-clerk", "town-clerk", "supervisor", "system-admin"])
def test_others_write_no_guides(name: str) -> None:
    with pytest.raises(NotAllowed):
        services.begin_version(actor=person(name), division=DISTRICT, code=code_of())


def test_a_town_keeps_no_guide_without_a_role_there() -> None:
    with pytest.raises(NotAllowed):
        services.begin_version(actor=person("town-clerk"), division=TOWN, code=code_of())


def test_an_incomplete_guide_is_not_submitted_and_says_what_is_missing() -> None:
    with pytest.raises(GuidesProblem, match="证明内容范本"):
        services.submit_version(actor=steward(), version=drafted(model_text="", fields=[]))


def test_gaps_and_fields_belong_together() -> None:
    with pytest.raises(GuidesProblem, match="没有对应的栏目"):
        drafted(model_text="兹证明{nobody}。", fields=[])
    with pytest.raises(GuidesProblem, match="没有用到"):
        drafted(model_text="兹证明。", fields=[FieldSpec(name="name", label="姓名")])


def test_a_longer_way_needs_a_reason() -> None:
    published()
    draft = drafted(procedure=["提出", "核对", "开会", "出具"], simple=False, workdays=5)
    with pytest.raises(GuidesProblem, match=r"环节由 3 个增加到 4 个.*延长到 5 个工作日") as refused:
        services.submit_version(actor=steward(), version=draft)
    assert refused.value.field == "reason"
    again = drafted(procedure=["提出", "核对", "开会", "出具"], simple=False, workdays=5, reason="法院要求核实")
    services.submit_version(actor=steward(), version=again)


def test_the_next_version_ends_the_one_before_and_holds_from_its_day() -> None:
    first = published()
    later = today() + timedelta(days=10)
    second = published(purpose="新的用途", effective_on=later)
    now_, then = kind_at(COMMUNITY, LIVING, today()), kind_at(COMMUNITY, LIVING, later)
    assert now_ is not None and then is not None and now_.guide is not None and then.guide is not None
    assert (now_.guide.version_id, then.guide.version_id) == (first.pk, second.pk)
    first.refresh_from_db()
    assert first.superseded_on == later


def test_the_database_refuses_to_edit_or_lose_what_was_published() -> None:
    version = published()
    for change in ({"content": {"purpose": "别的"}}, {"state": "draft"}, {"effective_on": today() - timedelta(days=1)}):
        with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
            GuideVersion.objects.filter(pk=version.pk).update(**change)
    with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
        GuideVersion.objects.filter(pk=version.pk).delete()


def test_two_publish_at_once_and_one_is_told() -> None:
    draft = services.submit_version(actor=steward(), version=drafted())
    services.publish_version(actor=lead(), version=draft)
    with pytest.raises(GuidesProblem, match="已经发布"):
        services.publish_version(actor=person("lead-party"), version=draft)


def test_a_draft_that_somebody_else_changed_is_not_overwritten() -> None:
    draft = drafted()
    services.write_version(actor=lead(), version=draft, draft=Draft(content(fee="不收费")), revision=draft.revision)
    with pytest.raises(GuidesProblem, match="刚被别人改过"):
        services.write_version(actor=steward(), version=draft, draft=Draft(content()), revision=draft.revision)


def test_words_with_a_mark_of_secrecy_are_not_kept() -> None:
    with pytest.raises(GuidesProblem, match="密级"):
        drafted(operating_rule="机密★1年")


def test_a_returned_draft_says_why_and_can_be_mended() -> None:
    draft = services.submit_version(actor=steward(), version=drafted())
    with pytest.raises(GuidesProblem, match="已经提交"):
        services.write_version(actor=steward(), version=draft, draft=Draft(content()))
    returned = services.return_version(actor=lead(), version=draft, reason="依据没有写条款")
    assert returned.returned_for == "依据没有写条款" and returned.submitted_at is None
    services.discard_version(actor=steward(), version=returned)
    assert not Guide.objects.exists()


def test_publication_is_recorded_for_channels_that_the_pack_names() -> None:
    version = published()
    with pytest.raises(GuidesProblem, match="渠道"):
        services.record_publication(actor=steward(), version=version, placed=Placed("tv", today(), "宁河电视台"))
    with pytest.raises(GuidesProblem, match="还没有到"):
        services.record_publication(
            actor=steward(), version=version, placed=Placed("portal", today() + timedelta(days=1), "网站")
        )
    made = services.record_publication(actor=steward(), version=version, placed=Placed("portal", today(), "网站"))
    with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
        made.delete()


def test_a_kind_that_no_list_has_gets_no_guide() -> None:
    with pytest.raises(GuidesProblem, match="清单上没有"):
        services.begin_version(actor=steward(), division=DISTRICT, code="NH-XX-01")


def test_a_services_guide_uses_the_same_tables() -> None:
    draft = services.begin_version(
        actor=steward(), division=DISTRICT, code="NH-SV-01", subject="service", title="老年证代办"
    )
    said = GuideContent(issuing_body="村民委员会", procedure=["收件", "代办"], workdays=5)
    services.write_version(actor=steward(), version=draft, draft=Draft(said))
    services.publish_version(actor=lead(), version=services.submit_version(actor=steward(), version=draft))
    from qingdan.village.guides.queries import service_guide

    found = service_guide("NH-SV-01", "120117103201", today())
    assert found is not None and found.title == "老年证代办" and found.time_limit == "5 个工作日"


def test_the_demonstration_publishes_every_retained_kind_twice_over_without_doubles() -> None:
    install_demo_guides()
    number = Guide.objects.count()
    install_demo_guides()
    assert Guide.objects.count() == number == 10
