"""The pages as each person has them: what they see, what is not there for them, and how much a page asks."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
import python_calamine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from qingdan.foundation.clock.moments import today
from qingdan.foundation.documents.services import attach
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.models import Account, Body, Division
from qingdan.foundation.orgs.services import create_account, grant_role
from qingdan.foundation.web.spreadsheets import excel
from qingdan.foundation.web.waiting import waiting_for
from qingdan.ledger import services
from qingdan.ledger.access import Powers
from qingdan.ledger.models import Finding, FrozenLedger, Lead, PendingLedger
from qingdan.ledger.queries import waiting_leads
from qingdan.ledger.reading import read
from qingdan.ledger.tests.cast import (
    TOWN,
    VILLAGE,
    body,
    civil,
    closed,
    confirmed,
    lead,
    mending,
    officer,
    party,
    person,
    reported,
    soon,
)  # fmt: skip
from qingdan.policy.packs.models import PackVersion

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]
CASE = (
    "lead-civil",
    "lead-party",
    "town-clerk",
    "department-officer",
    "village-clerk",
    "village-head",
    "supervisor",
    "inspector",
)


def client(who: str | Account = "lead-civil") -> Client:
    made = Client()
    account = person(who) if isinstance(who, str) else who
    made.force_login(account, backend="qingdan.foundation.orgs.backend.AccountBackend")
    return made


def page(address: str, who: str | Account = "lead-civil") -> str:
    response = client(who).get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


def status(address: str, who: str | Account) -> int:
    return client(who).get(address).status_code


def account(name: str, role: Role, division: str, own: Body | None = None) -> Account:
    made = create_account(actor=None, username=name, display_name=name, post=None)
    Account.objects.filter(pk=made.pk).update(must_change_password=False)
    grant_role(actor=None, account=made, role=role, division=Division.objects.get(pk=division), body=own)
    return Account.objects.get(pk=made.pk)


def elsewhere() -> str:
    """A village of another town."""
    found = Division.objects.filter(level="village").exclude(pk__startswith=TOWN[:9]).first()
    assert found is not None
    return found.pk


class TestWhoSeesWhat:
    """The matrix of own, sibling and foreign places for a lead and a finding."""

    def test_a_lead(self) -> None:
        made = lead()
        address = f"/ledger/leads/{made.pk}/"
        for who in (
            "lead-civil",
            "lead-party",
            "town-clerk",
            "village-clerk",
            "village-head",
            "supervisor",
            "inspector",
        ):
            assert status(address, who) == 200, who
        for who in (
            "department-officer",
            "list-steward",
            "decision-recorder",
            "system-admin",
            "security-admin",
            "audit-admin",
        ):
            assert status(address, who) == 404, who
        sibling = Division.objects.filter(parent=TOWN).exclude(pk=VILLAGE).first()
        assert sibling is not None
        for place, role in (
            (sibling.pk, Role.VILLAGE_CLERK), (elsewhere(), Role.VILLAGE_CLERK), (elsewhere()[:9] + "000", Role.TOWN_CLERK),
            ("120118000000", Role.LEAD_OFFICER),
        ):  # fmt: skip
            Division.objects.get_or_create(pk=place, defaults={"name": "别处", "level": "county"})
            stranger = account(f"s{place}{role}", role, place)
            assert status(address, stranger) == 404
            assert made.title not in page("/ledger/leads/?state=all", stranger)

    def test_a_finding(self) -> None:
        made = mending()
        address = f"/ledger/findings/{made.pk}/"
        for who in CASE:
            assert status(address, who) == 200, who
        stranger = account("fin", Role.DEPARTMENT_OFFICER, "120117000000", body("宁河区财政局"))
        for other in ("list-steward", "decision-recorder", "system-admin", "security-admin", "audit-admin", stranger):
            assert status(address, other) == 404, other
        assert made.title not in page("/ledger/?state=all", stranger)
        assert made.title not in page("/ledger/?state=all", account("tc", Role.TOWN_CLERK, elsewhere()[:9] + "000"))

    def test_what_is_not_ones_to_do_has_no_page(self) -> None:
        made, new = mending(), lead()
        addresses = {
            f"/ledger/findings/{made.pk}/{slug}/": {"department-officer"} for slug in ("plan", "report", "ask-extension")
        } | {
            f"/ledger/findings/{made.pk}/{slug}/": {"lead-civil", "lead-party", "town-clerk"} for slug in ("verify", "send-back")
        } | {
            f"/ledger/findings/{made.pk}/{slug}/": {"lead-civil", "lead-party"}
            for slug in ("reopen", "merge", "reassign", "annul", "decide-extension")
        } | {
            f"/ledger/leads/{new.pk}/{slug}/": {"lead-civil", "lead-party", "town-clerk"} for slug in ("confirm", "dismiss", "join")
        }  # fmt: skip
        for address, allowed in addresses.items():
            assert {who for who in (*CASE, "list-steward", "system-admin") if status(address, who) == 200} == allowed, (
                address
            )
            for who in set(CASE) - allowed:
                assert client(who).post(address, {"reason": "x"}).status_code == 404, (address, who)
        assert status(f"/ledger/findings/{made.pk}/confirm/", "lead-civil") == 404

    def test_frozen_ledgers_and_files_of_others_are_not_there(self) -> None:
        mending()
        frozen = services.freeze(actor=officer(), body=body(), division=body().division, first=today(), last=today())
        for tail in ("", "word/", "excel/"):
            address = f"/ledger/frozen/{frozen.pk}/{tail}"
            assert status(address, "department-officer") == 200 and status(address, "supervisor") == 200
            assert status(address, "town-clerk") == 404 and status(address, "village-clerk") == 404
        assert client("town-clerk").post(f"/ledger/frozen/{frozen.pk}/scan/").status_code == 404
        pending = services.prepare_import(actor=officer(), name="a.xlsx", data=_template())
        assert status(f"/ledger/import/{pending.pk}/", "lead-civil") == 404


def _template() -> bytes:
    return bytes(client("department-officer").get("/ledger/import/template/").content)


class TestInformants:
    def test_the_body_sees_title_and_district_and_nothing_else_anywhere(self) -> None:
        village = Division.objects.get(pk=VILLAGE)
        file = attach(
            actor=person("village-clerk"), division=village, name="截图.txt", data="群通知".encode(), of_case=True
        )
        made = confirmed(lead(confidential=True, attachments=[file]), title="每周要照片", text="刘庄村王文书说的")
        assert status(f"/ledger/findings/{made.pk}/", "department-officer") == 404
        Finding.objects.filter(pk=made.pk).update(
            shown_from=today(), opened_on=today() - timedelta(days=9), source="told"
        )
        seen = page(f"/ledger/findings/{made.pk}/", "department-officer")
        everything = (
            seen + page("/ledger/?state=all", "department-officer") + page("/ledger/units/", "department-officer")
        )
        assert "每周要照片" in everything and "宁河区" in everything
        for hidden in (village.name, "王文书", "截图", str(today() - timedelta(days=9)), "XS-"):
            assert escape(hidden) not in everything, hidden
        assert status(f"/ledger/findings/{made.pk}/files/{file.pk}/", "department-officer") == 404
        assert status(f"/ledger/findings/{made.pk}/files/{file.pk}/", "lead-civil") == 200
        for narrowed in (f"place={VILLAGE}", "source=told", f"until={today() - timedelta(days=1)}"):
            assert "每周要照片" not in page(f"/ledger/?state=all&{narrowed}", "department-officer"), narrowed
        for by in ("town", "village"):
            assert village.name not in page(f"/ledger/units/?by={by}", "department-officer")
        data = client("department-officer").get("/ledger/excel/?state=all").content
        [row] = read("a.xlsx", data)
        assert (row["said"]["地方"], row["said"]["情况"], row["said"]["来源"]) == ("宁河区", "", "")

    def test_what_an_informant_adds_to_an_open_finding_is_kept_from_the_body(self) -> None:
        made = mending()
        services.merge_lead(actor=civil(), lead=lead(confidential=True), finding=made, reason="又有人说")
        assert "又有人说" in page(f"/ledger/findings/{made.pk}/", "lead-party")
        assert "又有人说" not in page(f"/ledger/findings/{made.pk}/", "department-officer")


class TestListing:
    def test_filters_and_totals_say_the_same(self) -> None:
        late, fine, over = mending(title="逾期的"), mending(title="没到期的"), closed(title="改好的")
        Finding.objects.filter(pk=late.pk).update(due=today() - timedelta(days=1))
        shown = page("/ledger/")
        assert all(f"{each.title}</a>" in shown for each in (late, fine)) and f"{over.title}</a>" not in shown
        assert "没销号，共 3 件" in shown and "共 2 条" in shown
        assert "共 1 条" in page("/ledger/?overdue=on") and "超 1 天" in page("/ledger/?overdue=on")
        assert "改好的</a>" in page("/ledger/?state=closed") and "共 3 条" in page("/ledger/?state=all")
        for wanted, number in (
            (f"body={body().pk}", 2), (f"body={body('宁河区财政局').pk}", 0), (f"place={TOWN}", 2), (f"place={elsewhere()[:9]}000", 0),
            ("kind=form", 2), ("kind=plaque", 0), ("finding_kind=plaque", 0), ("source=told", 0), ("before_filing=on", 0),
            (f"since={soon(1)}", 0), (f"until={today()}", 2), ("q=没到期", 1), (f"q={fine.code}", 1), ("q=WT-1-999", 0),
        ):  # fmt: skip
            words = f"共 {number} 条" if number else "没有符合条件的问题"
            assert words in page(f"/ledger/?{wanted}"), wanted

    @pytest.mark.parametrize(
        "query", ["state=x", "body=x", "place=99", "since=x", "q=%00x", "sort=-x", "page=zz", "q=" + "长" * 300]
    )
    def test_nonsense_in_the_address_breaks_nothing(self, query: str) -> None:
        mending()
        assert status(f"/ledger/?{query}", "lead-civil") in {200, 400}
        assert status(f"/ledger/leads/?{query}", "lead-civil") in {200, 400}

    def test_the_number_of_queries_does_not_grow(self, django_assert_max_num_queries: Any) -> None:
        def fill() -> None:
            for number in range(4):
                mending(title=f"问题{number}")
                lead(title=f"线索{number}")
                confirmed(lead(confidential=True))

        fill()
        Finding.objects.filter(confidential=True).update(shown_from=today())
        addresses = (
            "/ledger/",
            "/ledger/leads/",
            "/ledger/units/?by=village",
            "/ledger/frozen/",
            "/ledger/?state=all&q=问",
        )
        for who in ("lead-civil", "department-officer", "town-clerk"):
            for address in addresses:
                before = _queries(address, who)
                fill()
                Finding.objects.filter(confidential=True).update(shown_from=today())
                after = _queries(address, who)
                assert after <= before <= 15, (who, address, before, after)

    def test_the_units_are_counted_by_body_town_and_village(self) -> None:
        mending(), closed()
        assert "宁河区残联" in page("/ledger/units/")
        assert Division.objects.get(pk=TOWN).name in page("/ledger/units/?by=town")
        assert Division.objects.get(pk=VILLAGE).name in page("/ledger/units/?by=village")
        assert client().get("/ledger/units/excel/?by=town").status_code == 200

    def test_the_page_of_a_finding_asks_little_however_long_its_history(self) -> None:
        made = mending()
        address = f"/ledger/findings/{made.pk}/"
        before = _queries(address, "lead-civil")
        for _turn in range(4):
            services.report_mended(actor=officer(), finding=made, result="改了")
            services.send_back(actor=civil(), finding=made, reason="没改好")
        assert _queries(address, "lead-civil") <= before <= 15


def _queries(address: str, who: str) -> int:
    made = client(who)
    with CaptureQueriesContext(connection) as captured:
        assert made.get(address).status_code == 200
    return len(captured)


class TestJourneys:
    def test_a_lead_is_confirmed_mended_and_verified_on_the_pages(self) -> None:
        made = lead()
        said = {
            "body": body().pk, "title": "每月报", "finding_kind": "more_than_listed", "due": str(soon()), "once": "k1",
        }  # fmt: skip
        first = client().post(f"/ledger/leads/{made.pk}/confirm/", said)
        again = client().post(f"/ledger/leads/{made.pk}/confirm/", said)
        assert first.headers["Location"] == again.headers["Location"] and Finding.objects.count() == 1
        finding = Finding.objects.get()
        office, mender = client(), client("department-officer")
        mender.post(f"/ledger/findings/{finding.pk}/plan/", {"measure": "停", "due": str(soon(5))})
        file = SimpleUploadedFile("更正.txt", "更正通知".encode())
        mender.post(f"/ledger/findings/{finding.pk}/report/", {"result": "停了", "evidence": [file]})
        assert "更正.txt" in page(f"/ledger/findings/{finding.pk}/", "town-clerk")
        office.post(f"/ledger/findings/{finding.pk}/verify/", {"words": "看过"})
        finding.refresh_from_db()
        assert (finding.state, finding.due) == ("closed", soon(5))

    def test_a_refusal_stands_in_the_form_and_nothing_is_lost(self) -> None:
        made = mending()
        response = client("department-officer").post(
            f"/ledger/findings/{made.pk}/ask-extension/", {"until": str(today()), "reason": "经费没到"}
        )
        assert response.status_code == 400
        assert "新时限要晚于" in response.content.decode() and "经费没到" in response.content.decode()

    def test_a_file_that_is_not_taken_leaves_the_finding_as_it_was(self) -> None:
        made = mending()
        bad = SimpleUploadedFile("x.exe", b"MZ")
        response = client("department-officer").post(
            f"/ledger/findings/{made.pk}/report/", {"result": "停了", "evidence": [bad]}
        )
        assert response.status_code == 400 and "不收这种文件" in response.content.decode()
        made.refresh_from_db()
        assert made.state == "mending"

    def test_the_same_key_with_other_words_is_not_taken_for_the_first(self) -> None:
        said = {"place": VILLAGE, "title": "违规挂牌", "source": "noted", "finding_kind": "plaque", "once": "k2"}
        client().post("/ledger/leads/add/", said)
        response = client().post("/ledger/leads/add/", said | {"title": "另一件"})
        assert response.status_code == 400 and "已经提交过一次" in response.content.decode()
        assert Lead.objects.count() == 1

    def test_a_place_is_named_or_coded_and_never_guessed(self) -> None:
        said = {"title": "x", "source": "noted", "finding_kind": "other"}
        name = Division.objects.get(pk=VILLAGE).name
        assert client().post("/ledger/leads/add/", said | {"place": "没有的村"}).status_code == 400
        client("town-clerk").post("/ledger/leads/add/", said | {"place": name})
        assert Lead.objects.get().division_id == VILLAGE
        outside = client("town-clerk").post("/ledger/leads/add/", said | {"place": elsewhere()})
        assert outside.status_code == 400 and Lead.objects.count() == 1

    def test_where_the_document_is_a_draft_the_lead_says_why_it_waits(self) -> None:
        made = lead()
        assert "确认为问题" in page(f"/ledger/leads/{made.pk}/")
        draft = PackVersion.objects.get(pack_id="changchun")
        with patch("qingdan.ledger.jurisdiction.governing_version", return_value=draft):
            shown = page(f"/ledger/leads/{made.pk}/")
        assert "征求意见稿" in shown and "确认为问题" not in shown

    def test_freezing_printing_and_the_scan(self) -> None:
        mending()
        office = client("department-officer")
        said = {"unit": f"body:{body().pk}", "first": str(today()), "last": str(today())}
        office.post("/ledger/frozen/new/", said)
        frozen = FrozenLedger.objects.get()
        shown = page(f"/ledger/frozen/{frozen.pk}/", "department-officer")
        assert all(
            words in shown
            for words in ("填表人", "审核人", "主要负责人", "盖章", frozen.digest[:16], "每月报残疾人情况")
        )
        assert office.get(f"/ledger/frozen/{frozen.pk}/word/").content.startswith(b"PK")
        office.post(f"/ledger/frozen/{frozen.pk}/scan/", {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.4 x")})
        frozen.refresh_from_db()
        assert frozen.scan is not None and office.get(f"/ledger/frozen/{frozen.pk}/scan/file/").status_code == 200
        refused = office.post("/ledger/frozen/new/", {**said, "unit": f"body:{body('宁河区民政局').pk}"})
        assert refused.status_code == 400

    def test_a_file_is_shown_before_anything_is_stored(self) -> None:
        made = mending()
        office = client("department-officer")
        data = _with(office.get("/ledger/excel/").content, "整改措施", "新的措施")
        response = office.post("/ledger/import/", {"file": SimpleUploadedFile("台账.xlsx", data)})
        pending = PendingLedger.objects.get()
        assert response.headers["Location"] == f"/ledger/import/{pending.pk}/"
        shown = page(f"/ledger/import/{pending.pk}/", "department-officer")
        assert "新的措施" in shown and made.measure in shown
        services.plan(actor=officer(), finding=made, measure="同事改的")
        office.post(f"/ledger/import/{pending.pk}/")
        assert "冲突" in page(f"/ledger/import/{pending.pk}/", "department-officer")
        office.post(f"/ledger/import/{pending.pk}/", {"discard": "1"})
        made.refresh_from_db()
        assert made.measure == "同事改的" and not PendingLedger.objects.exists()


def _with(data: bytes, name: str, words: str) -> bytes:
    rows = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    rows[1][rows[0].index(name)] = words
    return excel("x", rows[0], [[int(v) if isinstance(v, float) else v for v in row] for row in rows[1:]])


class TestWaiting:
    def test_everybody_has_what_waits_for_them_and_nobody_what_waits_for_others(self) -> None:
        new, open_, to_verify = lead(title="新线索"), mending(title="要整改"), reported(title="要核验")
        services.ask_extension(actor=officer(), finding=open_, until=soon(60), reason="忙")
        secret = confirmed(lead(confidential=True))
        assert (new.state, to_verify.state, secret.state) == ("new", "reported", "open")

        def acts(who: str) -> dict[str, str]:
            roles = [Role.LEAD_OFFICER, Role.TOWN_CLERK, Role.DEPARTMENT_OFFICER]
            mine = [role for role in roles if person(who).grants.filter(role=role).exists()]
            ours = ("确认线索", "报告整改", "写整改措施", "核验整改", "批延期")
            return {w.title: w.act for w in waiting_for(person(who), mine) if w.act in ours}

        office = {"新线索": "确认线索", "要核验": "核验整改", "要整改": "批延期"}
        assert acts("lead-civil") == acts("lead-party") == office
        assert acts("town-clerk") == {"新线索": "确认线索", "要核验": "核验整改"}
        assert acts("department-officer") == {"要整改": "报告整改"}
        assert acts("village-clerk") == acts("supervisor") == {}

    def test_what_is_about_the_own_body_waits_for_another_lead_body(self) -> None:
        made = lead(about_name="区民政局", title="民政的事")
        assert made not in waiting_leads(Powers(civil())) and made in waiting_leads(Powers(party()))
