"""Emergencies on pages: a duty officer's decision, a paper with its second person, sending under one, late filing."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from qingdan.entry.dispatch.models import Dispatch, Emergency
from qingdan.entry.dispatch.services.emergencies import remind_filing
from qingdan.entry.dispatch.tests.browsing import MOST_QUERIES, browser, page, queries
from qingdan.entry.dispatch.tests.cast import TOWN, VILLAGE, demo, disabled
from qingdan.entry.dispatch.waits import waiting
from qingdan.foundation.clock.moments import today
from qingdan.foundation.jobs.models import Job
from qingdan.ledger.models import Lead
from qingdan.ledger.sources import source_of
from qingdan.register.obligations.models import Obligation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]
NOON = datetime.fromisoformat("2026-07-10T12:00:00+08:00")


def picture() -> bytes:
    """A small picture as a scanner writes it."""
    out = io.BytesIO()
    Image.new("RGB", (4, 4), "white").save(out, "PNG")
    return out.getvalue()


def imminent(**more: Any) -> dict[str, Any]:
    said = {
        "title": "强降雨", "level": "防汛Ⅳ级响应", "places": [TOWN], "starts": str(today()), "ends": str(today() + timedelta(days=5)),
        "declared_by": "防汛值班张主任", "decided_on": str(today()), "danger": "低洼村进水",
    }  # fmt: skip
    return said | more


def declared(**more: Any) -> dict[str, Any]:
    return imminent(document="关于启动防汛响应的通知", document_number="津宁汛〔2026〕3号", kept_at="防办", **more)


def urgent(**more: Any) -> dict[str, Any]:
    said = {
        "emergency": str(Emergency.objects.get().pk), "title": "转移低洼处住户", "frequency": "once", "begins": str(today()),
        "due_on": str(today()), "named": "刘庄村",
    }  # fmt: skip
    return said | more


def test_a_duty_officers_decision_counts_at_once_and_is_confirmed_by_another_afterwards() -> None:
    civil = browser("lead-civil")
    answer = civil.post("/emergencies/new/imminent/", imminent(once="a"), follow=True)
    made = Emergency.objects.get()
    shown = answer.content.decode()
    assert made.confirmed_at and "有效，等第二人核对" in shown and "第二人核对</a>" not in shown
    assert not list(waiting(demo("lead-civil"), 9))
    assert [each.url for each in waiting(demo("lead-party"), 9)] == [f"/emergencies/{made.pk}/"]
    assert civil.post(f"/emergencies/{made.pk}/check/", {"once": "b"}).status_code == 403
    party = browser("lead-party")
    assert "核对一致" in page(party, f"/emergencies/{made.pk}/check/")
    party.post(f"/emergencies/{made.pk}/check/", {"once": "c"})
    made.refresh_from_db()
    assert made.checked_by == demo("lead-party") and not list(waiting(demo("lead-rural"), 9))


def test_one_by_a_paper_counts_after_the_second_person() -> None:
    civil, officer = browser("lead-civil"), browser("department-officer")
    scan = SimpleUploadedFile("通知.png", picture())
    civil.post("/emergencies/new/declared/", declared(scan=scan))
    made = Emergency.objects.get()
    assert made.confirmed_at is None and made.scan is not None
    assert officer.get(f"/emergencies/{made.pk}/scan/").status_code == 200
    assert officer.get(f"/dispatch/urgent/{disabled().pk}/")["Location"] == "/emergencies/"
    browser("lead-rural").post(f"/emergencies/{made.pk}/check/", {"once": "a"})
    assert "紧急派发" in page(officer, f"/dispatch/urgent/{disabled().pk}/")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"title": ""}, "什么紧急情况"),
        ({"places": []}, "请选哪些地方"),
        ({"places": [], "named": "620802101201"}, "没有“620802101201”"),
        ({"danger": " "}, "眼前有什么危险"),
        ({"ends": "2026-07-01"}, "结束的日子要在开始以后"),
        ({"ends": "2027-07-01"}, "最长 90 天"),
    ],
)
def test_what_is_missing_is_told(more: dict[str, Any], words: str) -> None:
    answer = browser("lead-civil").post("/emergencies/new/imminent/", imminent(**more))
    assert answer.status_code == 400 and words in answer.content.decode()
    assert not Emergency.objects.exists()


def test_what_passed_as_one_is_filed_in_time_and_else_becomes_a_lead() -> None:
    browser("lead-civil").post("/emergencies/new/imminent/", imminent())
    officer = browser("department-officer")
    address = f"/dispatch/urgent/{disabled().pk}/"
    assert officer.post(address, urgent(frequency="weekly")).status_code == 400
    assert officer.post(address, urgent(title="")).status_code == 400
    officer.post(address, urgent(what="天黑前办完"))
    made = Dispatch.objects.get()
    preview = page(officer, f"/dispatch/{made.pk}/")
    assert "急" in preview and "可以派的：1 个村" in preview
    officer.post(f"/dispatch/{made.pk}/send/", {"once": "a"})
    assert Obligation.objects.get().division_id == VILLAGE
    sheet = page(officer, f"/sheets/{made.pk}/")
    assert "没有编号（紧急情况）" in sheet and "扫码" not in sheet
    assert [(each.act, each.url) for each in waiting(demo("department-officer"), 9)] == [
        ("补备案", f"/dispatch/{made.pk}/filing/")
    ]
    made.refresh_from_db()
    with time_machine.travel(NOON + timedelta(days=10), tick=False):
        remind_filing(Job())
        lead = Lead.objects.get(source="emergency_filing")
        assert source_of(lead.source).url(lead.reference) == f"/dispatch/{made.pk}/"
        late = browser("lead-civil")
        assert "已逾期" in page(late, "/emergencies/") and "已经过了期限" in page(late, f"/dispatch/{made.pk}/")
        again = browser("department-officer")
        assert again.post(f"/dispatch/{made.pk}/filing/", {"filing": " ", "once": "b"}).status_code == 400
        again.post(f"/dispatch/{made.pk}/filing/", {"filing": "区民政局 2026-7 号，已安置", "once": "c"})
        assert "区民政局 2026-7 号" in page(again, f"/dispatch/{made.pk}/")
        assert not list(waiting(demo("department-officer"), 9)) and "已逾期" not in page(again, "/emergencies/")


def test_what_is_told_when_it_happens_lasts_as_long_as_the_emergency() -> None:
    browser("lead-civil").post("/emergencies/new/imminent/", imminent())
    browser("department-officer").post(f"/dispatch/urgent/{disabled().pk}/", urgent(frequency="on_event", due_on=""))
    assert Dispatch.objects.get().until == Emergency.objects.get().ends


def test_closing_says_what_was_done_and_passes_nothing_any_more() -> None:
    civil = browser("lead-civil")
    civil.post("/emergencies/new/imminent/", imminent())
    made = Emergency.objects.get()
    assert civil.post(f"/emergencies/{made.pk}/close/", {"response": "", "once": "a"}).status_code == 400
    civil.post(f"/emergencies/{made.pk}/close/", {"response": "雨停，已返回", "once": "b"})
    shown = page(civil, f"/emergencies/{made.pk}/")
    assert "已结束" in shown and "雨停，已返回" in shown and "紧急派发</a>" not in shown
    officer = browser("department-officer")
    assert officer.post(f"/dispatch/urgent/{disabled().pk}/", urgent()).status_code == 302
    assert not Dispatch.objects.exists()


def test_only_lead_bodies_put_one_on_record_and_other_places_see_nothing() -> None:
    for name in ("department-officer", "town-clerk", "village-clerk", "supervisor"):
        for path in ("/emergencies/new/imminent/", "/emergencies/new/declared/"):
            assert browser(name).get(path).status_code == 404
    browser("lead-civil").post("/emergencies/new/imminent/", imminent())
    made = Emergency.objects.get()
    assert "强降雨" in page(browser("town-clerk"), "/emergencies/")
    for name in ("kongtong-party", "kongtong-applicant", "village-clerk"):
        for path in ("", "check/", "close/", "scan/"):
            assert browser(name).get(f"/emergencies/{made.pk}/{path}").status_code == 404
    assert "强降雨" not in page(browser("kongtong-party"), "/emergencies/")
    assert browser("lead-civil").get("/emergencies/new/else/").status_code == 404


def test_the_pages_ask_as_much_however_many_there_are() -> None:
    civil = browser("lead-civil")
    civil.post("/emergencies/new/imminent/", imminent())
    pages = ("/emergencies/", f"/emergencies/{Emergency.objects.get().pk}/", "/emergencies/?standing=running")
    few = [queries(civil, each) for each in pages]
    for number in range(5):
        civil.post("/emergencies/new/imminent/", imminent(title=f"第{number}场雨"))
    many = [queries(civil, each) for each in pages]
    assert all(after <= before for before, after in zip(few, many, strict=True)), (few, many)
    assert max(many) <= MOST_QUERIES
