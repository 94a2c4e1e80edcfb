"""The API: contract, errors, limit, and no writes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker
from tests.kept import installed_for_module

from qingdan.foundation.web.rate_limit import forget_all
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.lists.services import install_pack_lists

pytestmark = pytest.mark.django_db
CHECK = "/api/v1/gate/check"
QUESTION = {"division": "120117", "kind": "trace", "title": "每天上传照片"}


@pytest.fixture(autouse=True, scope="module")
def packs(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Packs and lists."""
    yield from installed_for_module(django_db_blocker, install_library_packs, install_pack_lists)


@pytest.fixture(autouse=True)
def fresh_limit() -> None:
    """No caller has asked anything yet."""
    forget_all()


def _ask(client: Client, **question: object) -> object:
    return client.post(CHECK, question or QUESTION, content_type="application/json")


def test_a_verdict_has_the_contracts_keys(client: Client) -> None:
    answer = client.post(CHECK, {**QUESTION, "id": 7}, content_type="application/json").json()
    assert answer["id"] == 7
    assert (answer["outcome"], answer["stamp"], answer["word"]) == ("forbidden", "禁", "清单不允许")
    wanted = {
        "id",
        "outcome",
        "word",
        "stamp",
        "summary",
        "reasons",
        "next_step",
        "matched",
        "pack",
        "pack_status",
        "editions",
        "on",
    }
    assert wanted <= set(answer)
    assert {"text", "clause", "item", "document", "strength", "effect"} <= set(answer["reasons"][0])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"division": "33"}, "division"),
        ({"kind": "x"}, "kind"),
        ({"title": ""}, "title"),
        ({"attributes": {"colour": "red"}}, "attributes.colour"),
        ({"colour": "red"}, "colour"),
        ({"title": None}, "title"),
    ],
)
def test_a_fault_names_its_field_in_chinese(client: Client, change: dict[str, object], field: str) -> None:
    response = client.post(CHECK, {**QUESTION, **change}, content_type="application/json")
    assert response.status_code == 422
    assert field in str(response.json()["field"])
    assert any("\u4e00" <= character <= "\u9fff" for character in response.json()["error"])


@pytest.mark.parametrize(
    ("query", "field", "says"),
    [({}, "division", "没有填"), ({"division": "120117", "on": "abc"}, "on", "2026-01-31"), ({"division": "x"}, "division", "2 到 12 位")],
)  # fmt: skip
def test_a_fault_of_an_address_names_its_field(client: Client, query: dict[str, str], field: str, says: str) -> None:
    answer = client.get("/api/v1/lists", query).json()
    assert answer["field"] == field
    assert says in answer["error"]


def test_a_field_of_the_wrong_sort_is_told_in_chinese(client: Client) -> None:
    answer = client.post(CHECK, {**QUESTION, "issuer": ["x"]}, content_type="application/json").json()
    assert answer == {"error": "请求的格式不对：issuer 要是文字。", "field": "issuer"}


def test_a_request_that_is_too_big_is_told_as_json(client: Client, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = client.post(CHECK, {**QUESTION, "text": "长" * 2000}, content_type="application/json")
    assert response.status_code == 413
    assert "太大" in response.json()["error"]


def test_half_a_character_does_no_harm(client: Client) -> None:
    body = json.dumps({**QUESTION, "id": "\ud800", "issuer": "\ud800", "text": "\x00<b>\ud800"})
    assert client.post(CHECK, body, content_type="application/json").status_code == 200


def test_what_is_no_json_is_refused_plainly(client: Client) -> None:
    response = client.post(CHECK, "{broken", content_type="application/json")
    assert response.status_code == 400
    assert "JSON" in response.json()["error"]


def test_a_check_writes_nothing(client: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        client.post(CHECK, QUESTION, content_type="application/json")
    assert not [query for query in queries if query["sql"].lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))]


def test_too_many_questions_a_minute_are_told_when_to_come_again(client: Client, settings: object) -> None:
    settings.PUBLIC_CHECKS_PER_MINUTE = 3  # type: ignore[attr-defined]
    codes = [client.post(CHECK, QUESTION, content_type="application/json").status_code for _ in range(4)]
    assert codes == [200, 200, 200, 429]
    last = client.post(CHECK, QUESTION, content_type="application/json")
    assert int(last["Retry-After"]) >= 1
    assert client.post(CHECK, QUESTION, content_type="application/json", REMOTE_ADDR="10.0.0.9").status_code == 200


def test_packs_clauses_and_lists(client: Client) -> None:
    packs_ = client.get("/api/v1/packs").json()
    assert {pack["id"] for pack in packs_} == {"cn", "ninghe", "changchun", "beijing", "kongtong", "anshan"}
    assert client.get("/api/v1/packs/ninghe").json()["pack"]["code"] == "NH"
    assert len(client.get("/api/v1/packs/anshan/clauses").json()) == 95
    missing = client.get("/api/v1/packs/nowhere")
    assert missing.status_code == 404 and "nowhere" in missing.json()["error"]
    barred = client.get("/api/v1/lists", {"division": "120117", "kind": "certificate_barred"}).json()
    assert len(barred[0]["items"]) == 20
    assert client.get("/api/v1/lists", {"division": "120117", "kind": "x"}).status_code == 422
    assert client.get("/api/v1/lists", {"division": "33"}).status_code == 422


def test_openapi_describes_the_check(client: Client) -> None:
    document = client.get("/api/v1/openapi.json").json()
    assert "/api/v1/gate/check" in document["paths"]
    assert document["info"]["title"].startswith("清单")


def test_an_address_that_is_none_and_a_fault_of_ours_are_told_as_json(client: Client, monkeypatch: Any) -> None:
    answer = client.get("/api/v1/nothing")
    assert (answer.status_code, answer.json()["field"]) == (404, None)
    assert "没有这个接口" in answer.json()["error"]
    assert client.get("/nothing/")["Content-Type"].startswith("text/html")

    def fail(*_args: object, **_more: object) -> None:
        raise RuntimeError("密")

    monkeypatch.setattr("qingdan.register.lists.api.reading.shown_lists", fail)
    broken = Client(raise_request_exception=False).get("/api/v1/lists?division=120117")
    assert broken.status_code == 500 and "系统出错了" in broken.json()["error"]
    assert "密" not in broken.content.decode()


def test_chinese_is_sent_as_chinese(client: Client) -> None:
    assert "没有填" in client.get("/api/v1/lists").content.decode()
