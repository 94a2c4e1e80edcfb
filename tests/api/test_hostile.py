"""Whatever is sent to the API: a clear answer in JSON, never a fault of ours, and nothing stored by half."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.foundation.web.rate_limit import forget_all
from qingdan.policy.packs.services import install_library_packs
from qingdan.public.api.mounting import api
from qingdan.register.lists.models import Edition
from qingdan.register.lists.services import install_pack_lists
from qingdan.register.lists.tests.cast import draft
from tests.api.support import API, Program
from tests.kept import installed_for_module

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, scope="module")
def district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo district with packs and lists."""
    yield from installed_for_module(django_db_blocker, install_library_packs, install_pack_lists, install_demo)


@pytest.fixture(autouse=True)
def no_limit(settings: Any) -> None:
    """These tests ask often."""
    settings.PUBLIC_CHECKS_PER_MINUTE = settings.TOKEN_REQUESTS_PER_MINUTE = 1_000_000
    forget_all()


def of(edition: Edition, more: str = "") -> str:
    return f"/lists/{edition.item_list.code}/editions/{edition.number}{more}"


def in_chinese(answer: Any) -> bool:
    document = answer.json()
    return set(document) == {"error", "field"} and any("\u4e00" <= each <= "\u9fff" for each in document["error"])


BODIES = {
    "nothing": "",
    "half an object": "{",
    "no object": "[]",
    "a word": '"甲"',
    "no number": '{"items": [{"title": "乙", "minutes": NaN}]}',
    "endless": '{"items": [{"title": "乙", "minutes": Infinity}]}',
    "many digits": '{"items": [{"title": "乙", "minutes": ' + "9" * 5000 + "}]}",
    "a NUL": '{"items": [{"title": "乙\\u0000"}]}',
    "a control character": '{"items": [{"title": "乙\\u001b[31m"}]}',
    "half a character": '{"items": [{"title": "乙\\ud800"}]}',
    "a key with half a character": '{"items": [{"title": "乙", "\\ud800": 1}]}',
    "deep": '{"items": ' + "[" * 900 + "]" * 900 + "}",
    "very deep": '{"items": ' + "[" * 100_000 + "]" * 100_000 + "}",
    "deep objects": '{"items": ' + '{"a":' * 900 + "1" + "}" * 900 + "}",
    "no text": b"\xff\xfe\x00",
    "UTF-16": '{"items": [{"title": "乙"}]}'.encode("utf-16"),
    "items that are none": '{"items": 5}',
    "an item that is none": '{"items": [5, null, "x"]}',
    "too many items": json.dumps({"items": [{"title": f"第{n}件"} for n in range(501)]}),
    "no items": '{"items": []}',
    "twice": '{"items": [{"title": "乙"}, {"title": "乙"}]}',
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_is_none_is_refused_in_chinese(name: str) -> None:
    edition, keeps = draft("甲事"), Program("list-steward")
    answer = keeps.post(of(edition, "/items"), BODIES[name])
    if name == "UTF-16":  # JSON may be written so
        assert answer.status_code == 201
        return
    assert answer.status_code in {400, 422}, answer.content[:300]
    assert in_chinese(answer)
    assert edition.items.count() == 1


def test_a_body_beyond_the_limit_is_refused_in_chinese(settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    edition, keeps = draft("甲事"), Program("list-steward")
    answer = keeps.ask("put", of(edition, "/annex"), {"items": [{"title": "长", "note": "长" * 1000}]})
    assert answer.status_code == 413 and in_chinese(answer)


@pytest.mark.parametrize(
    "code", ["x" * 500, "%27%20OR%201=1--", "%F0%9F%98%80", "..%2f..%2fetc", "NH-A1;DROP", "%ED%A0%80"]
)
def test_a_code_that_is_none_is_not_there(code: str) -> None:
    keeps = Program("list-steward")
    for path in (f"/lists/{code}", f"/lists/{code}/editions/1/items", f"/items/{code}"):
        assert keeps.get(path).status_code == 404, path
    assert keeps.post(f"/lists/{code}/drafts").status_code == 404
    edition = draft("甲事")
    assert keeps.ask("patch", of(edition, f"/items/{code}"), {"note": "x"}).status_code == 404


@pytest.mark.parametrize("number", ["0", "-1", "x", "1.5", "9" * 30, "99999999999", "１"])
def test_an_edition_number_that_is_none_is_not_there(number: str) -> None:
    code = draft("甲事").item_list.code
    for path in (f"/lists/{code}/editions/{number}", f"/lists/{code}/editions/{number}/items"):
        assert Program("list-steward").get(path).status_code in {404, 422}, path


@pytest.mark.parametrize("key", ["", " ", "编号", "x" * 300, "a\tb"])
def test_a_key_that_is_none_or_strange_does_no_harm(key: str) -> None:
    edition, keeps = draft("甲事"), Program("list-steward")
    answer = keeps.post(of(edition, "/items"), {"items": [{"title": "乙"}]}, Idempotency_Key=key)
    assert answer.status_code in {201, 422} and (answer.status_code == 201 or in_chinese(answer))


def test_words_of_a_stranger_are_given_back_as_words() -> None:
    edition, keeps = draft("甲事"), Program("list-steward")
    hostile = "<script>alert(1)</script>\"'; DROP TABLE items; --"
    keeps.post(of(edition, "/items"), {"items": [{"title": hostile, "note": hostile}]})
    answer = keeps.get(of(edition, "/items?q=script"))
    assert answer["Content-Type"].startswith("application/json") and answer.json()["items"][0]["title"] == hostile


_TEXT = st.one_of(st.text(max_size=20), st.sampled_from(["assist", "120117", "public", "2026-01-31", "9999-12-31", ""]))
_SMALL = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 5), st.integers(), st.floats(), _TEXT, st.sampled_from([10**400, 2**63])
)
_JSON = st.recursive(
    _SMALL, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXT, inner, max_size=3), max_leaves=8
)
_NAMES = sorted(
    {
        name
        for shape in api.get_openapi_schema(path_prefix="/api/v1/")["components"]["schemas"].values()
        for name in shape.get("properties", {})
    }
)
_BODY = st.one_of(
    _JSON,
    st.dictionaries(st.sampled_from(_NAMES), _JSON, max_size=6),
    st.fixed_dictionaries(
        {"items": st.lists(st.dictionaries(st.sampled_from(_NAMES), _JSON, max_size=6), max_size=3)},
        optional={"whole": st.booleans(), "revision": _SMALL, "reason": _TEXT, "preview": st.booleans()},
    ),
)
_WRITES = [
    ("post", "/lists"), ("post", "{list}/drafts"), ("patch", "{edition}"), ("post", "{edition}/items"),
    ("patch", "{edition}/items/{item}"), ("post", "{edition}/items/{item}/remove"),
    ("post", "{edition}/items/{item}/restore"), ("put", "{edition}/annex"), ("post", "{edition}/submit"),
    ("post", "{edition}/withdraw"), ("post", "{edition}/return"), ("post", "{edition}/publish"),
    ("post", "{edition}/discard"),
]  # fmt: skip


@pytest.mark.property
@pytest.mark.parametrize(("method", "route"), _WRITES)
def test_no_body_is_a_fault_of_ours(method: str, route: str) -> None:
    edition, keeps = draft("甲事", "乙事"), Program("list-steward")
    place = {"list": f"/lists/{edition.item_list.code}", "edition": of(edition), "item": edition.items.all()[0].code}

    @settings(max_examples=40)
    @given(_BODY)
    def try_it(body: Any) -> None:
        with transaction.atomic():
            answer = keeps.ask(method, route.format(**place), json.dumps(body))
            assert answer.status_code < 500, (body, answer.content[:300])
            assert answer.status_code < 400 or in_chinese(answer), answer.content[:300]
            transaction.set_rollback(True)

    try_it()


def test_every_write_of_the_room_is_tried() -> None:
    paths = api.get_openapi_schema(path_prefix="/api/v1/")["paths"]
    writes = {(method, path) for path, ways in paths.items() for method in ways if method != "get" and "/lists" in path}
    tried = {
        (
            method,
            (API + route)
            .replace("{edition}", "/lists/{code}/editions/{number}")
            .replace("{list}", "/lists/{code}")
            .replace(API + "/lists", "/api/v1/lists"),
        )
        for method, route in _WRITES
    }
    assert writes == tried


@pytest.mark.property
@settings(max_examples=150)
@given(
    st.sampled_from(
        ["/lists", "/lists/NH-A1", "/lists/CN-BC/editions/1/items", "/lists/CN-BC/editions/1/difference", "/items/x"]
    ),
    st.dictionaries(
        st.sampled_from(["division", "kind", "on", "q", "page", "per_page", "with", "category", "lead_body"]),
        st.one_of(_TEXT, st.integers().map(str)),
        max_size=4,
    ),
)
def test_no_question_is_a_fault_of_ours(path: str, query: dict[str, str]) -> None:
    forget_all()
    words = {name: value.encode("utf-8", "replace").decode() for name, value in query.items()}
    answer = Client().get(API + path, words)
    assert answer.status_code < 500, (path, query)
