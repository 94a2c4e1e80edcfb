"""Dispatch, obligations, feedback and applications by program: what the account may, once, and nobody else's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from qingdan.entry.admission.models import Case
from qingdan.entry.dispatch.models import Dispatch, Feedback
from qingdan.entry.dispatch.services.feedback import Told, report
from qingdan.entry.dispatch.tests.cast import FORM, SIBLING, TASK, TOWN, VILLAGE, demo, install_lists, sent
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.choices import Role, TokenScope
from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.foundation.web.rate_limit import forget_all
from qingdan.foundation.web.tests.people import person
from qingdan.ledger.models import Lead
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.lists.services import install_pack_lists
from qingdan.register.obligations.models import Obligation, State
from qingdan.register.obligations.services import Given, assign, owe
from qingdan.register.obligations.tests.cast import disabled
from tests.api.support import Program
from tests.kept import installed_for_module

pytestmark = pytest.mark.django_db
SAID = {"division": VILLAGE, "way": "group", "issuer": "区残联", "text": "每天上传入户照片作为佐证"}
FOREIGN_TOWN = "120117104000"


@pytest.fixture(autouse=True, scope="module")
def district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo district with packs, and lists of the district."""
    installs = (install_library_packs, install_pack_lists, install_demo, install_lists)
    yield from installed_for_module(django_db_blocker, *installs)


@pytest.fixture(autouse=True)
def no_limit(settings: Any) -> None:
    """These tests ask often."""
    settings.PUBLIC_CHECKS_PER_MINUTE = settings.TOKEN_REQUESTS_PER_MINUTE = 1_000_000
    forget_all()


def owed() -> Obligation:
    sent(TASK)
    return Obligation.objects.get(division_id=VILLAGE)


class TestObligations:
    def test_reading_is_no_receipt_and_opening_is(self) -> None:
        obligation, clerk = owed(), Program("village-clerk")
        found = clerk.get("/obligations").json()
        assert (found["total"], found["items"][0]["title"], found["items"][0]["state"]) == (1, TASK, "waiting")
        assert clerk.get(f"/obligations/{obligation.pk}").json()["opened_at"] is None
        assert clerk.post(f"/obligations/{obligation.pk}/open").json()["state"] == "opened"
        assert clerk.get("/obligations?state=waiting").json()["total"] == 0

    def test_done_once_for_one_key(self) -> None:
        obligation, clerk = owed(), Program("village-clerk")
        first = clerk.post(f"/obligations/{obligation.pk}/finish", {"minutes": 20}, Idempotency_Key="k")
        again = clerk.post(f"/obligations/{obligation.pk}/finish", {"minutes": 20}, Idempotency_Key="k")
        assert first.json() == again.json() and again["Idempotent-Replayed"] == "true"
        assert (
            clerk.post(f"/obligations/{obligation.pk}/finish", {"minutes": 9}, Idempotency_Key="k").status_code == 422
        )
        assert (
            clerk.get("/obligations").json()["total"] == 0 and clerk.get("/obligations?all=true").json()["total"] == 1
        )

    def test_the_town_acts_on_behalf_the_issuer_reads_and_strangers_find_nothing(self) -> None:
        obligation = owed()
        address = f"/obligations/{obligation.pk}"
        assert Program("department-officer").get(address).status_code == 200
        assert Program("department-officer").post(f"{address}/finish").status_code == 403
        for stranger in (
            person(Role.VILLAGE_CLERK, at=SIBLING), person(Role.TOWN_CLERK, at=FOREIGN_TOWN), person(Role.LEAD_OFFICER),
        ):  # fmt: skip
            program = Program(stranger)
            assert program.get(address).status_code == program.post(f"{address}/finish").status_code == 404
            assert program.get(f"/obligations?all=true&division={VILLAGE}").json()["total"] == 0
        assert Program("town-clerk").post(f"{address}/finish").json()["on_behalf"] is True

    def test_a_token_that_only_reads_changes_nothing(self) -> None:
        obligation, program = owed(), Program("village-clerk", TokenScope.READ)
        assert program.get("/obligations").status_code == 200
        assert program.post(f"/obligations/{obligation.pk}/finish").status_code == 403
        obligation.refresh_from_db()
        assert obligation.state == State.WAITING


class TestFeedback:
    def test_the_gates_answer_comes_back_and_a_lead_waits(self) -> None:
        obligation = owed()
        given = {"obligation": obligation.pk, "reason": "more", "text": "要成每月的了"}
        clerk = Program("village-clerk")
        answer = clerk.post("/feedback/dispatched", given, Idempotency_Key="f")
        assert answer.status_code == 201
        said = answer.json()
        assert (said["obligation"], said["outcome"], said["verdict"]["outcome"]) == (obligation.pk, "listed", "listed")
        assert clerk.post("/feedback/dispatched", given, Idempotency_Key="f").json() == said
        assert clerk.post("/feedback/dispatched", given).status_code == 409
        assert Lead.objects.count() == 1
        assert clerk.post(f"/feedback/{said['id']}/take-back").json()["state"] == "taken_back"

    def test_what_came_by_a_group_is_protected(self) -> None:
        said = Program("village-clerk").post("/feedback/reported", SAID).json()
        assert (said["kind"], said["outcome"], said["came_on"]) == ("trace", "forbidden", str(today()))
        assert "by" not in said
        for name in ("town-clerk", "department-officer"):
            assert Program(name).get(f"/feedback/{said['id']}").status_code == 404
            assert Program(name).get("/feedback").json()["total"] == 0
        assert Program("lead-civil").get(f"/feedback/{said['id']}").json()["text"] == SAID["text"]

    @pytest.mark.parametrize(
        ("change", "status", "field"),
        [
            ({"division": SIBLING}, 403, None), ({"division": "33"}, 422, "division"), ({"text": "机密★1年"}, 422, "text"),
            ({"issuer": "【内部资料】"}, 422, "text"), ({"way": "dispatch"}, 422, "way"), ({"way": "x"}, 422, "way"),
            ({"text": ""}, 422, "text"), ({"text": " "}, 422, "text"), ({"frequency": "x"}, 422, "frequency"),
            ({"came_on": "2999-01-01"}, 422, "came_on"), ({"came_on": "x"}, 422, "came_on"), ({"more": 1}, 422, "more"),
            ({"text": "a\u0000b"}, 422, None), ({"text": "长" * 5000}, 422, "text"), ({"kind": "x"}, 422, "kind"),
        ],
    )  # fmt: skip
    def test_what_is_wrong_is_said_in_chinese_and_nothing_is_kept(
        self, change: dict[str, object], status: int, field: str | None
    ) -> None:
        answer = Program("village-clerk").post("/feedback/reported", SAID | change)
        assert answer.status_code == status
        assert any("\u4e00" <= each <= "\u9fff" for each in answer.json()["error"])
        if field:
            assert answer.json()["field"] == field
        assert not Feedback.objects.exists() and not Lead.objects.exists()

    def test_an_obligation_of_others_and_none(self) -> None:
        obligation = owed()
        stranger = Program(person(Role.VILLAGE_CLERK, at=SIBLING))
        for number in (obligation.pk, 999_999_999):
            assert stranger.post("/feedback/dispatched", {"obligation": number, "reason": "more"}).status_code == 404
        officer = Program("department-officer")
        assert officer.post("/feedback/dispatched", {"obligation": obligation.pk, "reason": "more"}).status_code == 403


class TestDispatches:
    def test_its_body_and_its_overseers_read_it_with_its_deliveries(self) -> None:
        dispatch = sent(TASK, divisions=[TOWN])
        found = Program("department-officer").get(f"/dispatches/{dispatch.pk}").json()
        assert (found["title"], found["state"], found["record"]["flow_chart"]) == (TASK, "sent", "附件2流程图")
        assert found["deliveries"][0]["sent"] > 0
        assert Program("department-officer").get("/dispatches?state=sent&q=康复").json()["total"] == 1
        assert Program("department-officer").get("/dispatches?state=draft").json()["total"] == 0
        assert Program("lead-civil").get("/dispatches").json()["total"] == 1
        for name in ("village-clerk", "list-steward"):
            assert Program(name).get(f"/dispatches/{dispatch.pk}").status_code == 404
            assert Program(name).get("/dispatches").json()["total"] == 0


class TestCases:
    def test_from_the_draft_to_handing_in(self) -> None:
        officer = Program("department-officer")
        said = {
            "kind": "form", "title": "残疾人辅具季度需求表", "content": "每季度报一次需要什么辅具", "basis": "rule", "basis_text": "《某办法》第三条",
            "frequency": "quarterly", "minutes": 40, "funding_standard": "每村每次50元", "funding_source": "区残联专项",
            "flow_steps": ["收集", "填表", "报送"], "training": "每年培训一次",
        }  # fmt: skip
        made = officer.post("/cases", said, Idempotency_Key="c").json()
        assert officer.post("/cases", said, Idempotency_Key="c").json() == made
        assert (made["state"], made["number"], made["divisions"]) == ("draft", "", ["120117000000"])
        address = f"/cases/{made['id']}"
        for name in ("lead-civil", "village-clerk", "town-clerk"):
            assert Program(name).get(address).status_code == 404
        changed = officer.ask("patch", address, {"review_on": "2999-01-01", "revision": 0}).json()
        assert (changed["revision"], changed["title"]) == (1, said["title"])
        assert officer.ask("patch", address, {"content": "别的", "revision": 0}).status_code == 409
        checked = officer.get(f"{address}/check").json()
        assert (checked["missing"], checked["forbidden"]) == ([], [])
        assert checked["villages"] > 250 and "小时" in checked["burden"]
        handed = officer.post(f"{address}/submit", {"revision": 1}).json()
        assert handed["state"] == "reviewing" and handed["number"]
        assert handed["acts"][-1]["verb"] == "submit"
        assert Program("lead-civil").get(address).json()["title"] == said["title"]
        assert Program("lead-civil").ask("patch", address, {"content": "x"}).status_code == 403
        assert officer.post(f"{address}/submit").status_code == 409

    def test_a_red_line_cannot_be_handed_in(self) -> None:
        officer = Program("department-officer")
        made = officer.post("/cases", {"kind": "channel", "title": "残疾人打卡微信群", "content": "每天打卡"}).json()
        answer = officer.post(f"/cases/{made['id']}/submit")
        assert answer.status_code in {409, 422} and answer.json()["error"]
        assert Case.objects.get().state == "draft"

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"title": ""}, "title"), ({"title": "《》"}, "title"), ({"kind": "trace"}, "kind"), ({"kind": "x"}, "kind"),
            ({"divisions": ["120118000000"]}, "divisions"), ({"duration": "x"}, "duration"), ({"facts": {"colour": "x"}}, "facts"),
            ({"body": "区民政局"}, "body"), ({"minutes": 0}, "minutes"), ({"ends_on": "2001-01-01"}, "ends_on"),
        ],
    )  # fmt: skip
    def test_what_is_wrong_names_its_field(self, change: dict[str, object], field: str) -> None:
        answer = Program("department-officer").post("/cases", {"kind": "form", "title": FORM} | change)
        assert (answer.status_code, answer.json()["field"]) == (422, field)
        assert not Case.objects.exists()

    def test_who_applies_for_nobody_cannot(self) -> None:
        for name in ("village-clerk", "list-steward"):
            assert Program(name).post("/cases", {"kind": "form", "title": FORM}).status_code == 422


class TestTheWhole:
    @pytest.mark.parametrize("address", ["/obligations", "/feedback/reported", "/gate/check", "/lists"])
    def test_a_method_that_is_not_taken_is_told_in_chinese(self, address: str) -> None:
        answer = Client().delete(f"/api/v1{address}")
        assert answer.status_code == 405
        assert "DELETE" in answer.json()["error"] and "能用的是" in answer.json()["error"]
        assert answer["Allow"] and answer["Allow"].split(",")[0].strip() in answer.json()["error"]
        assert Client().delete("/check/")["Content-Type"].startswith("text/html")

    def test_queries_do_not_grow_with_what_is_listed(self) -> None:
        owed()
        report(
            actor=demo("village-clerk"), division=VILLAGE, told=Told("call", "报材料", issuer_name="区残联", text="报")
        )
        asked = [
            ("village-clerk", "/obligations"),
            ("village-clerk", "/feedback"),
            ("department-officer", "/dispatches"),
        ]
        programs = [(Program(name), path) for name, path in asked]
        before = [_queries(program, path) for program, path in programs]
        for number in range(20):
            owe(assign(Given(f"scale:{number}", 1, disabled(), "form", f"表{number}", today())), [VILLAGE])
            report(actor=demo("village-clerk"), division=VILLAGE, told=Told("call", f"表{number}", text="报"))
        first = Dispatch.objects.get()
        for _ in range(20):
            first.pk = None
            first.save()
        assert [_queries(program, path) for program, path in programs] == before
        assert max(before) <= 10


def _queries(program: Program, path: str) -> int:
    program.get(path)
    with CaptureQueriesContext(connection) as seen:
        assert program.get(path).status_code == 200
    return len(seen)
