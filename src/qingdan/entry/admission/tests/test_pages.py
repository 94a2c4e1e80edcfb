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

from qingdan.entry.admission.demo import IN_REVIEW, install_demo_cases
from qingdan.entry.admission.models import AdmittedItem, Case
from qingdan.entry.admission.rules import State
from qingdan.entry.admission.tests.cast import CIVIL, DISTRICT, PARTY, RURAL, drafted, installed, person, submitted
from qingdan.foundation.clock.moments import today
from qingdan.foundation.web.waiting import waiting_for

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, scope="module")
def district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo districts with packs and lists."""
    yield from installed_for_module(django_db_blocker, *installed())


def client(name: str) -> Client:
    made = Client()
    made.force_login(person(name), backend="qingdan.foundation.orgs.backend.AccountBackend")
    return made


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


def test_the_demo_is_made_by_the_services_and_installs_once() -> None:
    install_demo_cases()
    install_demo_cases()
    assert Case.objects.filter(title=IN_REVIEW, state=State.REVIEWING).count() == 2
    assert AdmittedItem.objects.count() == 1
    for name in ("department-officer", "lead-civil", "kongtong-party"):
        case = Case.objects.filter(title=IN_REVIEW, division=person(name).grants.get().division_id).get()
        assert client(name).get(f"/admission/cases/{case.pk}/").status_code == 200
