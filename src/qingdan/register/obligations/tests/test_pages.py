"""The village's pages, its town's, and the issuer's; a stranger's are not there."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker
from tests.kept import installed_for_module

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.foundation.orgs.models import Body, Division
from qingdan.foundation.web.tests.people import signed_in
from qingdan.register.obligations.models import Obligation, State
from qingdan.register.obligations.origins import Offer, _origins, register_origin
from qingdan.register.obligations.services import Given, assign, dispute, finish, owe, resume, withdraw
from qingdan.register.obligations.tests.cast import FOREIGN, SIBLING, VILLAGE, demo, disabled, given, owed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, scope="module")
def district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo district."""
    yield from installed_for_module(django_db_blocker, install_demo)


def browser(name: str) -> Client:
    client = Client()
    client.force_login(demo(name), backend="qingdan.foundation.orgs.backend.AccountBackend")
    return client


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


class TestTheVillage:
    def test_opening_the_page_is_the_receipt(self) -> None:
        obligation = owed(what="把需求报上来")
        clerk = browser("village-clerk")
        listed = page(clerk, "/obligations/")
        assert "新来的" in listed and "残疾人需求调查表" in listed
        shown = page(clerk, f"/obligations/{obligation.pk}/")
        assert "已签收" in shown and "把需求报上来" in shown
        obligation.refresh_from_db()
        assert (obligation.state, obligation.opened_by) == (State.OPENED, demo("village-clerk"))
        assert "新来的" not in page(clerk, "/obligations/")

    def test_done_in_one_press_without_telling_minutes(self) -> None:
        obligation = owed()
        clerk = browser("village-clerk")
        answer = clerk.post(f"/obligations/{obligation.pk}/finish/", {"minutes": "", "note": ""}, follow=True)
        assert "已记下" in answer.content.decode()
        obligation.refresh_from_db()
        assert (obligation.state, obligation.minutes) == (State.DONE, None)
        assert "没有要办的事" in page(clerk, "/obligations/")
        assert "残疾人需求调查表" in page(clerk, "/obligations/?state=done")
        clerk.post(f"/obligations/{obligation.pk}/reopen/")
        obligation.refresh_from_db()
        assert obligation.state == State.OPENED

    @pytest.mark.parametrize(("days", "says"), [(0, "今天到期"), (-3, "已过 3 天"), (100, "到期"), (30, "个工作日")])
    def test_a_day_is_said_with_how_far_it_is(self, days: int, says: str) -> None:
        due = today() + timedelta(days=days)
        obligation = owed(due=due)
        for address in ("/obligations/", f"/obligations/{obligation.pk}/"):
            shown = page(browser("village-clerk"), address)
            assert f"{due.month}月{due.day}日" in shown and says in shown

    def test_wrong_minutes_are_said_and_nothing_is_lost(self) -> None:
        obligation = owed()
        answer = browser("village-clerk").post(
            f"/obligations/{obligation.pk}/finish/", {"minutes": "-3", "note": "已办"}
        )
        assert answer.status_code == 400
        assert "已办" in answer.content.decode()
        obligation.refresh_from_db()
        assert obligation.state == State.WAITING

    def test_why_it_was_taken_back_stands_on_its_page(self) -> None:
        obligation = owed()
        withdraw(actor=demo("department-officer"), assignment=obligation.assignment, reason="和民政的表重复")
        assert "和民政的表重复" in page(browser("village-clerk"), f"/obligations/{obligation.pk}/")

    def test_what_its_origin_offers_is_shown(self) -> None:
        obligation = owed(origin="offering:1")
        register_origin(
            "offering", lambda _obligation, _reader: Offer(dispute="/somewhere/dispute/", note="改过一次表")
        )
        try:
            shown = page(browser("village-clerk"), f"/obligations/{obligation.pk}/")
        finally:
            _origins.pop("offering")
        assert "/somewhere/dispute/" in shown and "改过一次表" in shown

    @pytest.mark.parametrize("name", ["town-clerk", "department-officer"])
    def test_others_who_look_at_it_leave_no_receipt(self, name: str) -> None:
        obligation = owed()
        page(browser(name), f"/obligations/{obligation.pk}/")
        obligation.refresh_from_db()
        assert obligation.state == State.WAITING


class TestStrangers:
    def test_a_sibling_village_a_foreign_town_and_another_body_find_nothing(self) -> None:
        obligation = owed()
        strangers = [
            signed_in(Role.VILLAGE_CLERK, at=SIBLING), signed_in(Role.TOWN_CLERK, at=FOREIGN[:9] + "000"), browser("lead-civil"),
        ]  # fmt: skip
        for stranger in strangers:
            assert stranger.get(f"/obligations/{obligation.pk}/").status_code == 404
            for verb in ("finish", "sign", "reopen"):
                assert stranger.post(f"/obligations/{obligation.pk}/{verb}/").status_code == 404
            assert "残疾人需求调查表" not in stranger.get("/obligations/?state=all").content.decode()
            assert stranger.get(f"/given/{obligation.assignment_id}/").status_code == 404
        obligation.refresh_from_db()
        assert obligation.state == State.WAITING

    def test_the_issuer_reads_but_does_not_act_for_the_village(self) -> None:
        obligation = owed()
        officer = browser("department-officer")
        assert "办完了" not in page(officer, f"/obligations/{obligation.pk}/")
        assert officer.post(f"/obligations/{obligation.pk}/finish/").status_code == 404

    def test_the_village_cannot_take_it_back_or_move_it(self) -> None:
        obligation = owed()
        for address in ("", "excel/", "due/", "withdraw/"):
            assert browser("village-clerk").get(f"/given/{obligation.assignment_id}/{address}").status_code == 404


class TestTheTown:
    def test_signs_and_does_for_a_village_without_a_device_and_that_is_marked(self) -> None:
        obligation = owed()
        clerk = browser("town-clerk")
        assert "刘庄村" in page(clerk, "/obligations/")
        assert "代村里记：办完了" in page(clerk, f"/obligations/{obligation.pk}/")
        clerk.post(f"/obligations/{obligation.pk}/sign/")
        obligation.refresh_from_db()
        assert (obligation.state, obligation.on_behalf) == (State.OPENED, True)
        assert "代录" in page(clerk, "/obligations/")

    def test_late_ones_are_found_in_one_press(self) -> None:
        given(VILLAGE, due=today() - timedelta(days=2), title="晚了的")
        given(SIBLING, due=today() + timedelta(days=2), title="没晚的", origin="test:2")
        shown = page(browser("town-clerk"), "/obligations/?late=1")
        assert "晚了的" in shown and "没晚的" not in shown


class TestTheIssuer:
    def test_sees_receipts_and_returns_in_numbers_and_by_village(self) -> None:
        made = given(VILLAGE, SIBLING, FOREIGN)
        finish(actor=demo("village-clerk"), obligation=made.obligations.get(division_id=VILLAGE), note="已报")
        officer = browser("department-officer")
        assert "残疾人需求调查表" in page(officer, "/given/")
        shown = page(officer, f"/given/{made.pk}/")
        assert "3 个村（社区）：看过 1 个，办完 1 个" in shown and "苗庄镇" in shown and "已报" in shown

    def test_excel_is_what_was_found(self) -> None:
        made = given(VILLAGE, SIBLING)
        answer = browser("department-officer").get(f"/given/{made.pk}/excel/?q=刘庄")
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
        assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == ["刘庄村村民委员会"]
        own = browser("village-clerk").get("/obligations/excel/")
        sheet = openpyxl.load_workbook(io.BytesIO(own.content)).active
        assert sheet.max_row == 2

    def test_moves_the_day_and_takes_back_with_a_reason(self) -> None:
        made = given(VILLAGE)
        officer = browser("department-officer")
        later = today() + timedelta(days=40)
        assert officer.post(f"/given/{made.pk}/due/", {"due": str(later), "reason": ""}).status_code == 400
        officer.post(f"/given/{made.pk}/due/", {"due": str(later), "reason": "表改了"})
        assert made.obligations.get().due == later
        assert "表改了" in page(browser("village-clerk"), f"/obligations/{made.obligations.get().pk}/")
        officer.post(f"/given/{made.pk}/withdraw/", {"reason": "不要了"})
        assert made.obligations.get().state == State.WITHDRAWN


class TestScale:
    def test_queries_do_not_grow_with_obligations_and_villages(self) -> None:
        villages = list(
            Division.objects.filter(level="village", code__startswith="120117").values_list("code", flat=True)
        )
        assert len(villages) > 250
        clients = [browser(name) for name in ("village-clerk", "town-clerk", "department-officer")]
        addresses = ["/obligations/", "/obligations/", "/given/"]
        owe(assign(_given(1)), villages)
        before = [_queries(client, address) for client, address in zip(clients, addresses, strict=True)]
        for number in range(2, 71):
            owe(assign(_given(number)), villages)
        assert Obligation.objects.count() > 19_000
        after = [_queries(client, address) for client, address in zip(clients, addresses, strict=True)]
        assert after == before
        assert max(after) <= 15


def _given(number: int) -> Given:
    return Given(
        f"scale:{number}",
        1,
        disabled(),
        "form",
        f"表{number}",
        today(),
        due=today() + timedelta(days=number),
        code=f"C{number}",
    )


def _queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


class TestInConfidence:
    def test_what_is_disputed_in_confidence_stands_as_opened_for_the_body_that_gave_it(self) -> None:
        made = given(VILLAGE, SIBLING)
        hidden, openly = (Obligation.objects.get(assignment=made, division_id=code) for code in (VILLAGE, SIBLING))
        dispute(actor=demo("village-clerk"), obligation=hidden, in_confidence=True)
        dispute(actor=demo("town-clerk"), obligation=openly)
        officer, clerk = browser("department-officer"), browser("village-clerk")
        shown = page(officer, f"/given/{made.pk}/")
        assert "反馈核实 1 个" in shown and shown.count("反馈核实中</span>") == 1
        assert "反馈核实中" not in page(officer, f"/obligations/{hidden.pk}/")
        rows = {row[0].value: row[7].value for row in _sheet(officer, f"/given/{made.pk}/excel/")}
        assert rows["刘庄村村民委员会"] == State.OPENED.label
        assert len(list(_sheet(officer, f"/given/{made.pk}/excel/?state=disputed"))) == 2
        assert "反馈核实中" in page(clerk, f"/obligations/{hidden.pk}/")
        assert "反馈核实中" in page(clerk, "/obligations/?state=disputed")
        hidden.refresh_from_db()
        assert hidden.state == State.DISPUTED, "only what is shown is another"

    @pytest.mark.parametrize("arranged", [True, False])
    def test_the_clerk_of_a_town_that_arranged_it_does_not_know_whatever_the_grant_names(self, arranged: bool) -> None:
        town = Body.objects.get(name="苗庄镇人民政府")
        made = given(via=town if arranged else None)
        hidden = Obligation.objects.get(assignment=made)
        dispute(actor=demo("village-clerk"), obligation=hidden, in_confidence=True)
        demo("town-clerk").grants.update(body=None)
        assert ("反馈核实中" in page(browser("town-clerk"), f"/obligations/{hidden.pk}/")) is not arranged

    def test_owed_again_it_is_as_any_other(self) -> None:
        one = owed()
        dispute(actor=demo("village-clerk"), obligation=one, in_confidence=True)
        resume(actor=None, obligation=one)
        one.refresh_from_db()
        assert (one.state, one.in_confidence) == (State.OPENED, False)


def _sheet(client: Client, address: str) -> Any:
    book = openpyxl.load_workbook(io.BytesIO(client.get(address).content))
    return book.worksheets[0].iter_rows()
