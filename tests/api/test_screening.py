"""Screening by program: words are judged and not kept; what is kept is worked through by those whose it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from qingdan.entry.screening.models import Screening
from qingdan.entry.screening.tests.notices import FORMS, MENDED
from qingdan.foundation.orgs.choices import TokenScope
from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.foundation.web.rate_limit import forget_all
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.lists.services import install_pack_lists
from qingdan.register.lists.tests.cast import DISTRICT, VILLAGE
from tests.api.support import API, Program
from tests.kept import installed_for_module

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, scope="module")
def district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo district with packs and lists."""
    yield from installed_for_module(django_db_blocker, install_library_packs, install_pack_lists, install_demo)


@pytest.fixture(autouse=True)
def fresh_limit() -> None:
    """No caller has asked anything yet."""
    forget_all()


def asked(client: Client, **more: object) -> Any:
    return client.post(f"{API}/screen", {"text": FORMS, "division": VILLAGE, **more}, content_type="application/json")


class TestWords:
    def test_everybody_may_ask_and_nothing_is_kept(self, client: Client) -> None:
        answer = asked(client)
        assert answer.status_code == 200, answer.content
        document = answer.json()
        assert (document["verdict"], len(document["demands"])) == ("mend", 3)
        assert document["document"]["issuer"] == "宁河区残疾人联合会"
        assert document["demands"][2]["outcome"] == "forbidden"
        assert not Screening.objects.exists()
        assert asked(client, text=MENDED).json()["verdict"] == "no_demand"

    @pytest.mark.parametrize(
        ("wrong", "status", "says"),
        [
            ({"text": ""}, 422, "text"),
            ({"text": "   \n "}, 422, "还没有文字"),
            ({"text": "机密★\n各村每日上报。"}, 422, "密级"),
            ({"text": "各村报表。\u0000"}, 422, "控制字符"),
            ({"division": "99"}, 422, "不在任何已安装"),
            ({"division": "x"}, 422, "区划代码"),
            ({"on": "yesterday"}, 422, "2026-01-31"),
            ({"text": "各" * 20_001}, 413, "令牌"),
            ({"file": "x"}, 422, "不是能用的项目"),
        ],
    )
    def test_what_cannot_be_judged_says_why(
        self, client: Client, wrong: dict[str, str], status: int, says: str
    ) -> None:
        answer = asked(client, **wrong)
        assert answer.status_code == status and says in answer.content.decode()

    def test_a_token_may_send_more(self) -> None:
        text = "关于工作情况的通报\n" + "区残联组织了业务培训。\n" * 3000
        answer = Program("department-officer").post("/screen", {"text": text, "division": DISTRICT})
        assert answer.status_code == 200 and answer.json()["verdict"] == "no_demand"

    def test_more_demands_than_can_be_looked_through_are_refused(self) -> None:
        answer = Program("department-officer").post("/screen", {"text": "各村报表。\n" * 2001, "division": DISTRICT})
        assert answer.status_code == 422 and "拆开" in answer.json()["error"]


class TestKept:
    def body(self, **more: object) -> dict[str, object]:
        return {"text": FORMS, "division": DISTRICT, "side": "draft", **more}

    def test_a_screening_is_kept_once_for_one_key(self) -> None:
        program = Program("department-officer")
        first, again = (program.post("/screenings", self.body(), Idempotency_Key="s-1") for _ in range(2))
        assert (first.status_code, again.status_code) == (201, 201), first.content
        assert first.json()["id"] == again.json()["id"] and again["Idempotent-Replayed"] == "true"
        shown = program.get(f"/screenings/{first.json()['id']}").json()
        assert (shown["demands"], shown["body"], [each["place"] for each in shown["found"]]) == (
            3,
            "宁河区残联",
            [1, 2, 3],
        )
        assert program.get("/screenings").json()["total"] == 1

    def test_what_was_found_is_worked_through(self) -> None:
        program = Program("department-officer")
        pk = program.post("/screenings", self.body()).json()["id"]
        assert program.post(f"/screenings/{pk}/found/1", {"act": "accept"}).json()["state"] == "accepted"
        assert program.post(f"/screenings/{pk}/found/2", {"act": "dismiss"}).status_code == 422
        answer = program.post(f"/screenings/{pk}/found/2", {"act": "dismiss", "reason": "市里同意"})
        assert (answer.json()["state"], answer.json()["reason"]) == ("dismissed", "市里同意")
        assert program.post(f"/screenings/{pk}/found/2", {"act": "reopen"}).json()["state"] == "open"
        assert program.post(f"/screenings/{pk}/found/3", {"act": "lead"}).status_code == 403
        assert program.post(f"/screenings/{pk}/found/9", {"act": "accept"}).status_code == 404
        assert program.post(f"/screenings/{pk}/found/1", {"act": "burn"}).status_code == 422

    def test_a_village_files_a_lead(self) -> None:
        program = Program("village-clerk")
        made = program.post("/screenings", self.body(side="received", division=VILLAGE)).json()
        filed = program.post(f"/screenings/{made['id']}/found/3", {"act": "lead"}).json()
        assert filed["state"] == "lead" and filed["lead"]

    def test_others_neither_read_nor_write_it(self) -> None:
        pk = Program("department-officer").post("/screenings", self.body()).json()["id"]
        for name in ("lead-civil", "inspector", "village-clerk", "town-clerk"):
            program = Program(name)
            assert program.get(f"/screenings/{pk}").status_code == 404
            assert program.post(f"/screenings/{pk}/found/1", {"act": "accept"}).status_code == 404
        for name in ("inspector", "village-clerk"):
            assert Program(name).post("/screenings", self.body()).status_code == 403

    def test_a_token_that_only_reads_keeps_nothing(self) -> None:
        assert Program("department-officer", TokenScope.READ).post("/screenings", self.body()).status_code == 403
