"""Who holds several places or bodies says for which; who holds a role without a body is told who can act instead."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from qingdan.entry.admission.models import Case, UpwardReport
from qingdan.entry.dispatch.models import Emergency
from qingdan.entry.dispatch.services.sending import withdraw
from qingdan.entry.dispatch.tests.browsing import browser, page, person
from qingdan.entry.dispatch.tests.cast import DISTRICT, FORM, TOWN, demo, officer, sent
from qingdan.foundation.alerts.models import Message
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.models import Account, Body, Division
from qingdan.foundation.orgs.services import grant_role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]
NOON = datetime.fromisoformat("2026-02-10T12:00:00+08:00")
SECOND = "620802000000"


def of_two_districts() -> Account:
    """An officer of the lead bodies of both districts."""
    made = person("two", Role.LEAD_OFFICER, DISTRICT, Body.objects.get(name="宁河区民政局"))
    second = Body.objects.get(name="崆峒区民政局")
    grant_role(actor=None, account=made, role=Role.LEAD_OFFICER, division=Division.objects.get(pk=SECOND), body=second)
    return made


def rain(place: str) -> dict[str, Any]:
    return {
        "title": "强降雨", "level": "防汛Ⅳ级响应", "places": [place], "starts": str(today()), "ends": str(today() + timedelta(days=5)),
        "declared_by": "值班张主任", "decided_on": str(today()), "danger": "低洼村进水", "once": "a",
    }  # fmt: skip


def choices(html: str) -> list[str]:
    """The addresses of the page that asks for which one."""
    return re.findall(r'href="([^"]+)">选这个', html)


class TestSeveral:
    def test_an_emergency_of_the_second_district_is_put_on_record_there(self) -> None:
        both = browser(of_two_districts())
        first, second = choices(page(both, "/emergencies/new/imminent/"))
        assert second == f"/emergencies/new/imminent/?district={SECOND}"
        assert TOWN in page(both, first) and TOWN not in page(both, second)
        answer = both.post(second, rain(SECOND))
        made = Emergency.objects.get()
        assert answer["Location"] == f"/emergencies/{made.pk}/"
        assert (made.district, made.divisions) == (SECOND, [SECOND])
        assert browser("kongtong-party").get(f"/emergencies/{made.pk}/").status_code == 200
        assert browser("lead-civil").get(f"/emergencies/{made.pk}/").status_code == 404

    def test_nothing_is_put_on_record_before_the_district_is_chosen(self) -> None:
        both = browser(of_two_districts())
        assert len(choices(both.post("/emergencies/new/imminent/", rain(TOWN)).content.decode())) == 2
        assert not Emergency.objects.exists()

    @pytest.mark.parametrize("place", [SECOND, "620000000000", "x", "1" * 40])
    def test_a_district_of_others_cannot_be_chosen(self, place: str) -> None:
        civil = browser("lead-civil")
        assert civil.post(f"/emergencies/new/imminent/?district={place}", rain(SECOND)).status_code == 404
        assert not Emergency.objects.exists()

    def test_who_holds_one_is_asked_nothing(self) -> None:
        assert not choices(page(browser("lead-civil"), "/emergencies/new/imminent/"))
        assert not choices(page(browser("department-officer"), "/admission/new/"))

    def test_an_application_is_of_the_body_that_was_chosen(self) -> None:
        both = browser(of_two_districts())
        _first, second = choices(page(both, "/admission/new/"))
        assert "崆峒区民政局。先存草稿" in page(both, second)
        both.post(
            second,
            {"kind": "form", "title": "低保复核表", "openness": "internal", "places": [SECOND], "duration": "standing"},
        )
        assert Case.objects.get().body.name == "崆峒区民政局"
        assert len(choices(page(both, "/admission/chain/"))) == 2

    def test_what_is_told_upwards_is_told_by_the_body_that_was_chosen(self) -> None:
        both = browser(of_two_districts())
        _first, second = choices(page(both, "/admission/upwards/new/"))
        said = {"upper_title": "关于月报的通知", "upper_issuer": "省厅", "upper_number": "1号", "asks": "每月报", "conflict": "清单没有", "proposal": "改为季报", "addressee": "市民政局"}  # fmt: skip
        both.post(second, said | {"once": "b"})
        assert UpwardReport.objects.get().body.name == "崆峒区民政局"


class TestNameless:
    @pytest.mark.parametrize("address", ["/dispatch/", "/dispatch/new/", "/contacts/", "/admission/"])
    def test_a_clerk_whose_role_names_no_body_reads_what_is_missing_and_who_can_act(self, address: str) -> None:
        clerk = browser(person("nameless", Role.TOWN_CLERK, TOWN))
        words = page(clerk, address)
        assert "没有写明代表哪个单位" in words and "请安全管理员在“账号和授权”里" in words
        assert "苗庄镇人民政府现在由孙镇办、吴主任来办" in words
        Account.objects.filter(username__startswith="demo-town").update(is_active=False)
        assert "现在由" not in page(clerk, address) and "代表哪个单位”：苗庄镇人民政府" in page(clerk, address)
        assert "没有写明代表哪个单位" not in page(browser("department-officer"), address)
        assert "/admission/new/" not in words and "/dispatch/new/" not in words, "what leads nowhere is not offered"

    def test_a_clerk_whose_role_names_the_towns_office_sends_for_it(self) -> None:
        office = Body.objects.get(name="苗庄镇人民政府")
        words = page(browser("town-clerk"), "/dispatch/new/")
        assert "没有写明代表哪个单位" not in words and f"/dispatch/new/{office.pk}/?code=" in words
        kinds = re.findall(r'data-label="类型">([^<]+)', words)
        assert len(kinds) == 30 and set(kinds) == {"工作事务"}, "work and forms stand before appraisals and plaques"

    def test_also_a_clerk_without_a_body_is_told_what_was_handed_to_the_town_and_what_was_taken_back(self) -> None:
        clerk = person("nameless", Role.TOWN_CLERK, TOWN)
        made = sent(FORM, frequency="quarterly", due_on=None)
        told = Message.objects.filter(recipient=clerk)
        assert [each.title for each in told] == [f"待安排：{FORM}"]
        withdraw(actor=officer(), dispatch=made, reason="文件改了")
        assert told.filter(title=f"已撤回：{FORM}", body="文件改了").count() == 1
        assert Message.objects.filter(recipient=demo("town-clerk")).count() == 2
        assert not Message.objects.filter(recipient=demo("village-clerk")).exists()
