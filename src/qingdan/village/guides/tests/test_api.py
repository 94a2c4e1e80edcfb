"""The open endpoints of kinds."""

from __future__ import annotations

import pytest
from django.test import Client

from qingdan.foundation.web.rate_limit import forget_all
from qingdan.village.guides.tests.cast import COMMUNITY, LIVING, VILLAGE, code_of, published

pytestmark = pytest.mark.usefixtures("demo")


@pytest.fixture(autouse=True)
def _fresh() -> None:
    forget_all()


def test_kinds_of_a_place_and_one_with_its_guide() -> None:
    published()
    every = Client().get("/api/v1/kinds", {"division": COMMUNITY}).json()
    assert {each["regime"] for each in every} == {"retained", "barred"}
    one = Client().get("/api/v1/kinds/one", {"division": COMMUNITY, "code": code_of()}).json()
    assert one["title"] == LIVING and one["guide"]["fields"][2]["label"] == "住址"


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("", {"division": "33"}, 400),
        ("", {}, 422),
        ("/one", {"division": VILLAGE, "code": "没有这种"}, 404),
        ("", {"division": VILLAGE, "on": "soon"}, 400),
    ],
)
def test_what_cannot_be_asked_is_refused_in_chinese(path: str, query: dict[str, str], status: int) -> None:
    answer = Client().get(f"/api/v1/kinds{path}", query)
    assert answer.status_code == status and any("\u4e00" <= c <= "\u9fff" for c in answer.content.decode())
