"""Sending by program: the page's rules, once for a key, of the account's own body only."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker

from qingdan.entry.dispatch.models import Dispatch, DispatchState, Emergency, EmergencyBasis
from qingdan.entry.dispatch.services.emergencies import Declaration, put_on_record
from qingdan.entry.dispatch.tests.cast import (
    DISTRICT,
    FORM,
    SIBLING,
    TASK,
    TOWN,
    VILLAGE,
    code_of,
    demo,
    install_lists,
    sent,
)
from qingdan.foundation.audit.models import Record
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.choices import Role, TokenScope
from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.foundation.orgs.models import Account, Body, Division
from qingdan.foundation.orgs.services import grant_role
from qingdan.foundation.web.rate_limit import forget_all
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.lists.services import install_pack_lists
from qingdan.register.obligations.models import Obligation, State
from tests.api.support import Program
from tests.kept import installed_for_module

pytestmark = pytest.mark.django_db


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


def said(**more: Any) -> dict[str, Any]:
    return {"code": code_of(TASK), "divisions": [VILLAGE], "begins": str(today()), "due_on": str(today())} | more


def patch(program: Program, path: str, body: Any) -> Any:
    return program.ask("patch", path, json.dumps(body))


def emergency() -> Emergency:
    declared = Declaration(
        title="强降雨", level="Ⅳ级", divisions=[TOWN], starts=today(), ends=today() + timedelta(days=5),
        basis=EmergencyBasis.IMMINENT, declared_by="值班张主任", decided_on=today(), danger="低洼村进水",
    )  # fmt: skip
    return put_on_record(actor=demo("lead-civil"), district=DISTRICT, declared=declared)


class TestTheWay:
    def test_drafted_changed_looked_at_sent_and_taken_back(self) -> None:
        officer = Program("department-officer")
        made = officer.post("/dispatches", said(what="张贴宣传画"))
        assert (made.status_code, made.json()["state"], made.json()["title"]) == (201, "draft", TASK)
        path = f"/dispatches/{made.json()['id']}"
        changed = patch(officer, path, {"divisions": [VILLAGE, SIBLING]}).json()
        assert (changed["divisions"], changed["what"]) == ([VILLAGE, SIBLING], "张贴宣传画")
        seen = officer.get(f"{path}/preview").json()
        assert (seen["total"], seen["goes"], seen["towns"], seen["via"]) == (2, 2, 1, "direct")
        assert seen["going"][0]["outcome"] == "listed" and not Obligation.objects.exists()
        assert officer.post(f"{path}/send").json()["deliveries"][0]["sent"] == 2
        assert Obligation.objects.count() == 2
        back = officer.post(f"{path}/withdraw", {"reason": "文件改了"}).json()
        assert (back["state"], back["withdrawn_for"], back["villages"]) == ("withdrawn", "文件改了", 2)
        assert set(Obligation.objects.values_list("state", flat=True)) == {State.WITHDRAWN}
        acts = ["draft_dispatch", "amend_dispatch", "send_dispatch", "withdraw_dispatch"]
        noted = (
            Record.objects.filter(object_type="dispatch", verb__in=acts).order_by("pk").values_list("verb", flat=True)
        )
        assert list(noted) == acts

    def test_what_the_gate_forbids_is_shown_and_not_sent(self) -> None:
        officer = Program("department-officer")
        made = officer.post("/dispatches", said(what="每天上传入户照片作为佐证")).json()
        seen = officer.get(f"/dispatches/{made['id']}/preview").json()
        assert (seen["goes"], seen["stays"]) == (0, 1)
        [why] = seen["not_going"]
        assert (
            (why["outcome"], why["villages"], len(why["named"])) == ("forbidden", 1, 1)
            and why["clause"]
            and why["source"]
        )
        refused = officer.post(f"/dispatches/{made['id']}/send")
        assert refused.status_code == 409 and why["text"] in refused.json()["error"]
        assert Dispatch.objects.get().state == DispatchState.DRAFT and not Obligation.objects.exists()

    def test_what_goes_through_the_plan_is_handed_to_the_town(self) -> None:
        officer = Program("department-officer")
        made = officer.post(
            "/dispatches", said(code=code_of(FORM), divisions=[TOWN], frequency="quarterly", due_on=None)
        ).json()
        assert officer.get(f"/dispatches/{made['id']}/preview").json()["via"] == "town_plan"
        assert officer.post(f"/dispatches/{made['id']}/send").json()["state"] == "sent"
        assert Dispatch.objects.get().schedules.get().town_id == TOWN and not Obligation.objects.exists()

    def test_under_an_emergency_on_record(self) -> None:
        officer, running = Program("department-officer"), emergency()
        urgent = {"emergency": running.pk, "title": "转移低洼处住户", "divisions": [VILLAGE], "begins": str(today())}
        made = officer.post("/dispatches", urgent | {"frequency": "on_event"}).json()
        assert (made["emergency"], made["until"], made["code"]) == ("强降雨", str(running.ends), "")
        assert officer.post(f"/dispatches/{made['id']}/send").status_code == 200
        assert Obligation.objects.get().division_id == VILLAGE
        routine = officer.post("/dispatches", urgent | {"frequency": "daily"})
        assert (routine.status_code, routine.json()["field"]) == (422, "frequency")
        with_code = officer.post("/dispatches", urgent | {"code": code_of(TASK), "due_on": str(today())})
        assert (with_code.status_code, with_code.json()["field"]) == (422, "code")


class TestOnce:
    def test_a_repeated_request_with_its_key_does_nothing_more(self) -> None:
        officer = Program("department-officer")
        first = officer.post("/dispatches", said(), Idempotency_Key="d1")
        again = officer.post("/dispatches", said(), Idempotency_Key="d1")
        assert (again.status_code, again.json(), again["Idempotent-Replayed"]) == (201, first.json(), "true")
        assert Dispatch.objects.count() == 1
        path = f"/dispatches/{first.json()['id']}"
        answers = [officer.post(f"{path}/send", Idempotency_Key="s1") for _ in range(2)]
        assert [each.status_code for each in answers] == [200, 200] and answers[0].json() == answers[1].json()
        assert Obligation.objects.count() == 1
        assert officer.post(f"{path}/send").status_code == 409
        back = [officer.post(f"{path}/withdraw", {"reason": "改了"}, Idempotency_Key="w1").json() for _ in range(2)]
        assert back[0] == back[1] and back[0]["villages"] == 1

    def test_a_key_stands_for_one_body(self) -> None:
        officer = Program("department-officer")
        officer.post("/dispatches", said(), Idempotency_Key="d1")
        assert officer.post("/dispatches", said(divisions=[SIBLING]), Idempotency_Key="d1").status_code == 422
        assert Dispatch.objects.count() == 1


class TestRefused:
    @pytest.mark.parametrize(
        ("more", "field"),
        [
            ({"code": "NH-ZZ-01X"}, "code"),
            ({"code": ""}, "code"),
            ({"divisions": []}, "divisions"),
            ({"divisions": ["120117"]}, "divisions.0"),
            ({"begins": None}, "begins"),
            ({"begins": "2020-01-01"}, "begins"),
            ({"due_on": None}, "due_on"),
            ({"frequency": "often"}, "frequency"),
            ({"units": ["moon"]}, "units"),
            ({"what": "机密★1年"}, "what"),
            ({"title": "别的事"}, "title"),
            ({"body": "区民政局"}, "body"),
            ({"emergency": 99, "code": ""}, "emergency"),
            ({"due_workdays": 31}, "due_workdays"),
            ({"state": "sent"}, "state"),
        ],
    )  # fmt: skip
    def test_what_is_wrong_is_told_with_its_field(self, more: dict[str, Any], field: str) -> None:
        answer = Program("department-officer").post("/dispatches", said(**more))
        assert (answer.status_code, answer.json()["field"]) == (422, field)
        assert not Dispatch.objects.exists()

    def test_beyond_the_bodys_place_nothing_is_drafted(self) -> None:
        answer = Program("department-officer").post("/dispatches", said(divisions=["620802101201"]))
        assert answer.status_code == 403 and not Dispatch.objects.exists()

    def test_others_than_the_body_neither_look_ahead_nor_act(self) -> None:
        officer = Program("department-officer")
        made = officer.post("/dispatches", said()).json()
        sent_one = sent(TASK, divisions=[SIBLING])
        foreign = Account.objects.get(username="kongtong-applicant")
        for name in ("lead-civil", "supervisor", "town-clerk", "village-clerk", foreign):
            other = Program(name)
            for pk in (made["id"], sent_one.pk):
                assert other.get(f"/dispatches/{pk}/preview").status_code == 404, name
                assert patch(other, f"/dispatches/{pk}", {"what": "x"}).status_code == 404, name
                assert other.post(f"/dispatches/{pk}/send").status_code == 404, name
                assert other.post(f"/dispatches/{pk}/withdraw", {"reason": "x"}).status_code == 404, name
        reading = Program("department-officer", TokenScope.READ)
        assert reading.post(f"/dispatches/{made['id']}/send").status_code == 403
        assert reading.get(f"/dispatches/{made['id']}/preview").status_code == 200
        assert Obligation.objects.count() == 1

    def test_who_acts_for_several_bodies_names_one(self) -> None:
        account = demo("department-officer")
        second, place = Body.objects.get(name="宁河区财政局"), Division.objects.get(pk=DISTRICT)
        grant_role(actor=None, account=account, role=Role.DEPARTMENT_OFFICER, division=place, body=second)
        officer = Program(account)
        assert officer.post("/dispatches", said()).json()["field"] == "body"
        assert officer.post("/dispatches", said(body="区残联")).json()["issuer"] == "宁河区残联"

    def test_what_is_sent_is_neither_changed_nor_looked_ahead_at(self) -> None:
        officer, made = Program("department-officer"), sent(TASK, divisions=[VILLAGE])
        assert patch(officer, f"/dispatches/{made.pk}", {"what": "再加一条"}).status_code == 409
        assert officer.get(f"/dispatches/{made.pk}/preview").status_code == 409
        assert officer.post(f"/dispatches/{made.pk}/withdraw", {"reason": " "}).status_code == 422
