"""Pages of what stands beside the cases: local methods of places whose document states none, reports upwards."""

from __future__ import annotations

import io
from collections.abc import Iterator

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker
from tests.kept import installed_for_module

from qingdan.entry.admission import services
from qingdan.entry.admission.models import LocalProcedure, UpwardReport
from qingdan.entry.admission.problems import Undecided
from qingdan.entry.admission.rules import State
from qingdan.entry.admission.tests.cast import (
    BEIJING,
    CHANGCHUN,
    DISTRICT,
    applicant,
    application,
    body,
    drafted,
    installed,
    officer,
    person,
    recorded,
    reviewed,
    submitted,
    unstated,
)
from qingdan.entry.admission.waiting import waiting
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.reading import reading_together
from qingdan.ledger.models import Finding, Lead

pytestmark = pytest.mark.django_db
METHODS, UPWARDS = "/admission/methods/", "/admission/upwards/"


@pytest.fixture(autouse=True, scope="module")
def district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo districts with packs and lists."""
    yield from installed_for_module(django_db_blocker, *installed())


def client(who: Account | str) -> Client:
    made = Client()
    account = person(who) if isinstance(who, str) else who
    made.force_login(account, backend="qingdan.foundation.orgs.backend.AccountBackend")
    return made


def method(division: str, **more: object) -> dict[str, object]:
    return {
        "division": division, "title": "准入办法", "kinds": ["form"], "document": "社区工作准入办法", "document_number": "区办〔2026〕3号",
        "source": "区委办印发，原件在区民政局", "leads": "区民政局", "asks": "区委社会工委", "approvers": "区委\n区政府", "joint_paper": "on",
        "filing": "区民政局", "days": "10", "once": "k", **more,
    }  # fmt: skip


@pytest.mark.parametrize("place", [BEIJING, CHANGCHUN], ids=["beijing", "changchun"])
class TestMethods:
    def people(self, place: tuple[str, str, str, str]) -> tuple[Account, Account, Account]:
        """The steward, an officer of the lead body, an applicant."""
        applying, civil = unstated(*place), body(f"{place[3]}民政局")
        steward, lead = officer("管", civil, Role.LIST_STEWARD), officer("牵头", civil, Role.LEAD_OFFICER)
        return steward, lead, officer("申请", applying)

    @pytest.mark.clause("BJ-18", "CC-30c")
    def test_a_steward_records_it_another_confirms_it_and_only_then_an_application_is_handed_in(
        self, place: tuple[str, str, str, str]
    ) -> None:
        steward, lead, actor = self.people(place)
        division = place[2]
        assert "报表台账" in client(steward).get(METHODS).content.decode()
        case = services.start_case(
            actor=actor, body=body(f"{place[3]}残联"), application=application(divisions=(division,))
        )
        assert "依据待录" in client(actor).get(f"/admission/cases/{case.pk}/check/").content.decode()
        answer = client(steward).post(f"{METHODS}new/", method(division))
        made = LocalProcedure.objects.get()
        assert answer["Location"] == f"{METHODS}{made.pk}/"
        page = client(steward).get(answer["Location"]).content.decode()
        assert (
            "区办〔2026〕3号" in page
            and "原件在区民政局" in page
            and "10 个工作日（系统建议值）" in page
            and "另一位同志" in page
        )
        assert client(steward).get(f"{METHODS}{made.pk}/confirm/").status_code == 404
        with pytest.raises(Undecided):
            services.submit(actor=actor, case=case)
        [waits] = [each for each in waiting(lead, 10) if each.act == "确认本地办法"]
        assert waits.url == f"{METHODS}{made.pk}/"
        assert client(lead).post(f"{METHODS}{made.pk}/confirm/", {"once": "c"}).status_code == 302
        assert not [each for each in waiting(lead, 10) if each.act == "确认本地办法"]
        assert services.submit(actor=actor, case=case).state == State.REVIEWING
        shown = client(actor).get(f"/admission/cases/{case.pk}/").content.decode()
        assert "社区工作准入办法" in shown and "系统建议值" in shown

    def test_it_is_taken_out_of_use_with_a_reason(self, place: tuple[str, str, str, str]) -> None:
        steward, lead, actor = self.people(place)
        client(steward).post(f"{METHODS}new/", method(place[2]))
        made = LocalProcedure.objects.get()
        services.confirm_local_procedure(actor=lead, procedure=made)
        assert client(lead).post(f"{METHODS}{made.pk}/end/", {"reason": " "}).status_code == 400
        assert client(lead).post(f"{METHODS}{made.pk}/end/", {"reason": "市里出了正式办法"}).status_code == 302
        case = services.start_case(
            actor=actor, body=body(f"{place[3]}残联"), application=application(divisions=(place[2],))
        )
        with pytest.raises(Undecided):
            services.submit(actor=actor, case=case)
        assert "市里出了正式办法" in client(lead).get(f"{METHODS}{made.pk}/").content.decode()
        assert client(lead).get(f"{METHODS}{made.pk}/end/").status_code == 404

    def test_what_is_missing_is_named_a_bad_file_is_not_taken_and_pressing_twice_makes_one(
        self, place: tuple[str, str, str, str]
    ) -> None:
        steward, _lead, _actor = self.people(place)
        page = client(steward).post(f"{METHODS}new/", method(place[2], source=""))
        assert page.status_code == 400 and "区办〔2026〕3号" in page.content.decode()
        renamed = SimpleUploadedFile("办法.pdf", b"MZ\x90\x00 not a pdf")
        page = client(steward).post(f"{METHODS}new/", method(place[2], scan=renamed))
        assert page.status_code == 400
        assert not LocalProcedure.objects.exists()
        for _twice in range(2):
            assert client(steward).post(f"{METHODS}new/", method(place[2])).status_code == 302
        assert LocalProcedure.objects.count() == 1

    def test_nobody_of_another_place_finds_it(self, place: tuple[str, str, str, str]) -> None:
        steward, _lead, actor = self.people(place)
        client(steward).post(f"{METHODS}new/", method(place[2]))
        made = LocalProcedure.objects.get()
        for who in ("list-steward", "kongtong-steward", "lead-civil", "village-clerk", "system-admin", actor):
            for path in ("", "confirm/", "end/", "file/"):
                assert client(who).get(f"{METHODS}{made.pk}/{path}").status_code == 404, (str(who), path)
        assert client("list-steward").post(f"{METHODS}new/", method(place[2])).status_code == 400, "not its place"


def test_what_a_place_states_is_not_recorded_otherwise_and_the_page_says_so() -> None:
    page = client("list-steward").post(f"{METHODS}new/", method(DISTRICT))
    assert page.status_code == 400
    assert "已经写明" in page.content.decode()
    assert not LocalProcedure.objects.exists()


ABOVE = {
    "upper_issuer": "市残联",
    "upper_title": "无障碍需求月报通知",
    "upper_number": "津残〔2026〕4号",
    "upper_asks": "各村每月报送一次。",
}
TOLD = {
    "upper_issuer": "市残联", "upper_title": "无障碍需求月报通知", "upper_number": "津残〔2026〕4号", "asks": "各村每月报送一次。",
    "conflict": "区方案规定报表由镇街年初统一安排。", "clause": "NH-35", "proposal": "改为镇街按季度汇总。", "addressee": "市残联",
}  # fmt: skip


class TestUpwards:
    def told(self) -> UpwardReport:
        case = drafted(**ABOVE)
        officer_ = client("department-officer")
        assert (
            f"/admission/upwards/new/?case={case.pk}" in officer_.get(f"/admission/cases/{case.pk}/").content.decode()
        )
        form = officer_.get(f"{UPWARDS}new/?case={case.pk}").content.decode()
        assert "各村每月报送一次。" in form and "津残〔2026〕4号" in form
        assert officer_.post(f"{UPWARDS}new/?case={case.pk}", {**TOLD, "once": "u"}).status_code == 302
        made = UpwardReport.objects.get()
        assert made.case == case
        return made

    def test_a_conflict_goes_up_and_never_becomes_a_finding_against_who_stands_above(self) -> None:
        made = self.told()
        assert not Lead.objects.exists() and not Finding.objects.exists()
        page = client("department-officer").get(f"{UPWARDS}{made.pk}/").content.decode()
        assert "等答复" in page and "区方案规定" in page
        assert "不记上级的问题" in client("department-officer").get(UPWARDS).content.decode()

    def test_the_letter_is_a_draft_with_an_empty_number(self) -> None:
        made = self.told()
        answer = client("department-officer").get(f"{UPWARDS}{made.pk}/letter/")
        words = "\n".join(line.text for line in docx.Document(io.BytesIO(answer.content)).paragraphs)
        assert "代拟稿" in words and "各村每月报送一次。" in words and "改为镇街按季度汇总" in words

    def test_the_answer_is_recorded_once_with_its_day(self) -> None:
        made = self.told()
        officer_, here = client("department-officer"), f"{UPWARDS}{made.pk}/answer/"
        assert officer_.post(here, {"answer": "同意按季度", "answered_on": "2099-01-01"}).status_code == 400
        assert officer_.post(here, {"answer": "同意按季度", "answered_on": str(today())}).status_code == 302
        assert officer_.get(here).status_code == 404
        made.refresh_from_db()
        assert (made.answer, made.answered_on, made.answered_by) == ("同意按季度", today(), applicant())

    def test_what_is_missing_is_named_and_nothing_is_lost(self) -> None:
        page = client("department-officer").post(f"{UPWARDS}new/", {**TOLD, "conflict": ""})
        assert page.status_code == 400 and "改为镇街按季度汇总" in page.content.decode()
        assert not UpwardReport.objects.exists()

    def test_own_body_and_overseers_see_it_and_nobody_else(self) -> None:
        made = self.told()
        sibling = officer("财政", body("宁河区财政局"))
        for who, status in (("department-officer", 200), ("lead-civil", 200), ("supervisor", 200), (sibling, 404), ("kongtong-party", 404), ("town-clerk", 404)):  # fmt: skip
            assert client(who).get(f"{UPWARDS}{made.pk}/").status_code == status, str(who)
            assert client(who).get(f"{UPWARDS}{made.pk}/letter/").status_code == status, str(who)
        for who in ("lead-civil", sibling):
            assert client(who).get(f"{UPWARDS}{made.pk}/answer/").status_code == 404
        assert client(sibling).get(f"{UPWARDS}new/?case={made.case_id}").status_code == 404
        assert client("department-officer").get(f"{UPWARDS}new/?case=x").status_code == 404

    def test_the_lists_cost_as_many_queries_however_long_they_are(self) -> None:
        report = services.Report(**{name: TOLD[name] for name in services.Report.__slots__})
        counts = []
        for number in (1, 12):
            for _each in range(number):
                services.report_upwards(actor=applicant(), body=body(), report=report)
            with CaptureQueriesContext(connection) as queries:
                assert client("department-officer").get(f"{UPWARDS}?answered=no&q=月报").status_code == 200
            counts.append(len(queries))
        assert counts[0] == counts[1]


def test_everything_that_waits_for_an_account_is_one_query() -> None:
    """Cases, papers and methods together, beside the one for the account's grants."""
    for number in range(3):
        submitted(title=f"第{number}张季度表")
    case = reviewed(submitted())
    services.hand_on(actor=applicant(), case=case)
    recorded(case, "区委", "区政府", kind="two_offices")
    civil, party = person("lead-civil"), person("lead-party")
    with reading_together(), CaptureQueriesContext(connection) as queries:
        found = list(waiting(civil, 100))
    assert {each.act for each in found} == {"对照原件确认"}
    assert len(queries) == 2
    with reading_together(), CaptureQueriesContext(connection) as queries:
        found = list(waiting(party, 100))
    assert [each.act for each in found] == ["审核中"] * 3 + ["对照原件确认"]
    assert all(each.until is not None and each.note.startswith("宁河区残联 准申") for each in found[:3])
    assert len(queries) == 2
