"""The pages of admission, walked by their people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker
from tests.kept import installed_for_module

from qingdan.entry.admission import services
from qingdan.entry.admission.demo import IN_REVIEW, install_demo_cases
from qingdan.entry.admission.models import AdmittedItem, Case
from qingdan.entry.admission.rules import Stance, State
from qingdan.entry.admission.tests.cast import (
    CIVIL,
    DISTRICT,
    PARTY,
    RURAL,
    admitted,
    body,
    client,
    drafted,
    installed,
    opined,
    person,
    recorded,
    reviewed,
    submitted,
)
from qingdan.foundation.clock.moments import today
from qingdan.foundation.web.waiting import waiting_for

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, scope="module")
def district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo districts with packs and lists."""
    yield from installed_for_module(django_db_blocker, *installed())


FORM = {
    "kind": "form", "title": "残疾人家庭季度表", "content": "每季度登记需求。", "basis": "province", "basis_text": "某条例",
    "places": [DISTRICT], "villages": "", "duration": "standing", "frequency": "quarterly", "minutes": "30",
    "funding_standard": "每村 200 元", "funding_source": "预算", "flow_steps": "登记\n汇总", "training": "培训", "openness": "internal",
}  # fmt: skip


def test_the_whole_way_is_walked_on_the_pages() -> None:
    officer, civil = client("department-officer"), client("lead-civil")
    sent = {**FORM, "review_on": str(today() + timedelta(days=365)), "check": "1"}
    answer = officer.post("/admission/new/", sent)
    case = Case.objects.get()
    assert answer["Location"] == f"/admission/cases/{case.pk}/check/"
    page = officer.get(answer["Location"]).content.decode()
    assert "测算值：每村每年约 2 小时" in page
    here = f"/admission/cases/{case.pk}/"
    assert civil.get(here).status_code == 404
    assert officer.post(f"{here}submit/", {"once": "k"}).status_code == 302
    for name, seat in (("lead-party", PARTY), ("lead-rural", RURAL)):
        page = client(name).get(here).content.decode()
        assert "出具意见" in page
        assert client(name).post(f"{here}opine/", {"seat": seat, "stance": "agree", "text": "同意"}).status_code == 302
    assert civil.post(f"{here}review/", {"seat": CIVIL, "stance": "agree", "text": "通过"}).status_code == 302
    assert officer.post(f"{here}hand-on/", {"text": ""}).status_code == 302
    recorder = client("decision-recorder")
    paper = {
        "seats": ["区委", "区政府"], "kind": "two_offices", "number": "津宁党办〔2026〕1号", "day": str(today()), "stance": "agree",
        "kept_at": "区委办",
    }  # fmt: skip
    assert recorder.post(f"{here}record/", paper).status_code == 302
    row = case.papers.get()
    assert f"record/{row.pk}/confirm/" not in recorder.get(here).content.decode()
    assert f"record/{row.pk}/confirm/" in civil.get(here).content.decode()
    civil.post(f"{here}record/{row.pk}/confirm/", {"once": "c"})
    officer.post(f"{here}hand-on/", {"text": ""})
    filed = civil.post(f"{here}file/", {"seat": CIVIL, "openness": "internal", "text": ""})
    assert filed.status_code == 302
    item = AdmittedItem.objects.get()
    for name in ("village-clerk", "town-clerk", "department-officer"):
        assert item.code in client(name).get("/admission/items/").content.decode()
    assert "有效" in Client().get(f"/c/{item.compact}").content.decode()
    again = civil.post(f"{here}file/", {"seat": CIVIL, "openness": "internal", "text": ""})
    assert again.status_code == 302, "the second of two clicks is told that it is done"
    assert AdmittedItem.objects.count() == 1


def test_what_is_wrong_stays_in_the_form_and_is_named() -> None:
    sent = {**FORM, "title": "", "minutes": "no"}
    page = client("department-officer").post("/admission/new/", sent)
    assert page.status_code == 400
    assert "每季度登记需求。" in page.content.decode()
    assert not Case.objects.exists()


def test_an_answer_to_what_has_changed_meanwhile_is_not_taken() -> None:
    case = submitted()
    stale = {"stance": "agree", "text": "同意", "seen": str(case.revision - 1)}
    page = client("lead-party").post(f"/admission/cases/{case.pk}/opine/", {**stale, "seat": PARTY})
    assert page.status_code == 400
    assert "刚刚有了变化" in page.content.decode()


@pytest.mark.parametrize("name", ["village-clerk", "kongtong-party", "system-admin", "town-clerk"])
def test_a_stranger_finds_no_case(name: str) -> None:
    case = submitted()
    for path in ("", "opine/", "record/", "edit/", "check/", "papers/application/", "consult/"):
        assert client(name).get(f"/admission/cases/{case.pk}/{path}").status_code == 404


def test_what_waits_is_offered_to_each_role_with_its_clock() -> None:
    case = submitted()
    found = waiting_for(person("lead-party"), ["lead_officer"])
    assert [(each.act, each.url) for each in found] == [("审核中", f"/admission/cases/{case.pk}/")]
    assert found[0].until is not None
    assert not waiting_for(person("lead-civil"), ["lead_officer"])


def test_the_lists_cost_as_many_queries_however_long_they_are() -> None:
    officer = client("department-officer")
    counts = []
    for number in (1, 12):
        for each in range(number):
            drafted(title=f"第{number}批第{each}张表")
        with CaptureQueriesContext(connection) as queries:
            assert officer.get("/admission/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 15


def test_days_that_no_document_states_are_shown_as_ours_beside_the_clock() -> None:
    case = submitted()
    page = client("lead-civil").get(f"/admission/cases/{case.pk}/").content.decode()
    assert "天（期限是系统建议值）" in page
    assert "天数是系统建议值，文件没有写" in page and "不算同意" in page
    stated = Case.objects.get(pk=case.pk)
    assert stated.procedure is not None
    for step in stated.procedure["steps"]:
        step["days_source"] = "clause"
    stated.save(update_fields=["procedure"])
    assert "系统建议值" not in client("lead-civil").get(f"/admission/cases/{case.pk}/").content.decode()


def test_an_application_for_communities_is_asked_whose_work_it_was() -> None:
    officer = client("department-officer")
    case = drafted()
    question = "这件事本来该由谁做？"
    assert question in officer.get(f"/admission/cases/{case.pk}/check/").content.decode()
    sent = {**FORM, "review_on": str(today() + timedelta(days=365)), "transferred_from": "none"}
    assert officer.post(f"/admission/cases/{case.pk}/edit/", sent).status_code == 302
    case.refresh_from_db()
    assert case.facts == {"transferred_from": "none"}
    assert question not in officer.get(f"/admission/cases/{case.pk}/check/").content.decode()
    only_villages = drafted(title="另一张季度表", units=("village",))
    assert question not in officer.get(f"/admission/cases/{only_villages.pk}/check/").content.decode()


def test_a_transferred_duty_of_a_department_cannot_be_handed_in_for_communities() -> None:
    case = drafted(facts={"transferred_from": "department"})
    page = client("department-officer").get(f"/admission/cases/{case.pk}/check/").content.decode()
    assert "不能报送" in page and "不能转给社区" in page
    assert client("department-officer").post(f"/admission/cases/{case.pk}/submit/", {"once": "k"}).status_code == 400
    case.refresh_from_db()
    assert case.state == State.DRAFT


def test_a_draft_is_thrown_away_after_a_question_and_what_was_handed_in_never() -> None:
    officer, case = client("department-officer"), drafted()
    here = f"/admission/cases/{case.pk}/discard/"
    assert client("lead-civil").get(here).status_code == 404
    assert officer.get(here).status_code == 200 and Case.objects.filter(pk=case.pk).exists()
    assert officer.post(here).status_code == 302 and not Case.objects.filter(pk=case.pk).exists()
    sent = submitted()
    assert officer.post(f"/admission/cases/{sent.pk}/discard/").status_code == 404


def test_who_has_signed_is_not_offered_to_sign_again_and_the_next_sees_what_it_costs() -> None:
    services.set_chain(actor=person("department-officer"), body=body(), steps=["拟稿", "分管领导"])
    case = services.begin_signing(actor=person("department-officer"), case=drafted())
    here = f"/admission/cases/{case.pk}/"
    page = client("department-officer").get(here).content.decode()
    assert f"{here}sign/" not in page and "第 2 步：分管领导" in page
    assert client("department-officer").get(f"{here}sign/").status_code == 404
    signer = client("department-signer")
    page = signer.get(here).content.decode()
    assert f"{here}sign/" in page and "每村每年约 2 小时" in page
    assert "分管领导" in signer.get(f"{here}sign/").content.decode()
    assert signer.post(f"{here}sign/", {"text": "", "once": "s"}).status_code == 302
    case.refresh_from_db()
    assert case.state == State.REVIEWING


def test_a_disagreement_says_which_ways_are_open() -> None:
    case = opined(submitted(), party=Stance.DISAGREE)
    page = client("lead-civil").get(f"/admission/cases/{case.pk}/").content.decode()
    assert "区民政局提请协调或者退回补正" in page


def test_an_item_is_renewed_from_its_page_once() -> None:
    item = admitted()
    officer, here = client("department-officer"), f"/admission/items/{item.pk}/renew/"
    assert client("lead-civil").get(here).status_code == 404
    answer = officer.post(here, {"once": "r"})
    case = Case.objects.get(renews=item)
    assert answer["Location"] == f"/admission/cases/{case.pk}/edit/"
    assert officer.post(here, {"once": "r"})["Location"] == answer["Location"], "the second of two clicks"
    page = officer.post(here, {"once": "other"})
    assert page.status_code == 400 and "续期申请" in page.content.decode()


def test_what_was_recorded_from_paper_is_not_offered_again_and_shown_to_compare() -> None:
    case = reviewed(submitted())
    services.hand_on(actor=person("department-officer"), case=case)
    paper = recorded(case, "区委", "区政府", kind="two_offices", text="同意试行", conditions="")
    here = f"/admission/cases/{case.pk}/"
    assert "登记纸质决定" not in client("decision-recorder").get(here).content.decode()
    assert client("decision-recorder").get(f"{here}record/").status_code == 404
    page = client("lead-civil").get(f"{here}record/{paper.pk}/confirm/").content.decode()
    for words in ("同意试行", "津宁党〔2026〕9号", "区委办档案室", "区委、区政府"):
        assert words in page


def test_a_returned_application_is_shown_as_paused_and_not_as_due() -> None:
    case = submitted()
    services.return_case(actor=person("lead-civil"), case=case, seat=CIVIL, reason="补经费来源")
    page = client("department-officer").get("/admission/").content.decode()
    assert "已暂停计时" in page and "还有" not in page


def test_the_demo_is_made_by_the_services_and_installs_once() -> None:
    install_demo_cases()
    install_demo_cases()
    assert Case.objects.filter(title=IN_REVIEW, state=State.REVIEWING).count() == 2
    assert AdmittedItem.objects.count() == 1
    for name in ("department-officer", "lead-civil", "kongtong-party"):
        case = Case.objects.filter(title=IN_REVIEW, division=person(name).grants.get().division_id).get()
        assert client(name).get(f"/admission/cases/{case.pk}/").status_code == 200
