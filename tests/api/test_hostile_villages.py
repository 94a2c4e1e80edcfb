"""Whatever is sent to the endpoints of applications, dispatch and villages: a clear answer, never a fault of ours."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from qingdan.entry.dispatch.services.feedback import Told, report
from qingdan.entry.dispatch.tests.cast import TASK, VILLAGE, code_of, demo, install_lists, sent
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.foundation.web.rate_limit import forget_all
from qingdan.policy.packs.services import install_library_packs
from qingdan.public.api.mounting import api
from qingdan.register.lists.services import install_pack_lists
from qingdan.register.obligations.models import Obligation
from tests.api.support import Program
from tests.api.test_hostile import in_chinese
from tests.kept import installed_for_module

pytestmark = pytest.mark.django_db
ROOMS = ("/obligations", "/dispatches", "/feedback", "/cases")
PATHS = api.get_openapi_schema(path_prefix="/api/v1/")["paths"]
WRITES = sorted(
    (method, path.removeprefix("/api/v1"))
    for path, ways in PATHS.items()
    for method in ways
    if method != "get" and path.removeprefix("/api/v1").startswith(ROOMS)
)
READS = sorted(
    path.removeprefix("/api/v1")
    for path, ways in PATHS.items()
    if "get" in ways and path.removeprefix("/api/v1").startswith(ROOMS)
)


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


_WORDS = st.one_of(
    st.text(max_size=20),
    st.sampled_from([VILLAGE, "120117", "每天报表", "区残联", "2026-01-31", "9999-12-31", "机密★1年", "form", "group", "more", "monthly", "", "on_event", "9999-01-31", "0001-01-01"]),
)  # fmt: skip
_VALUE = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 5), st.floats(), _WORDS, st.sampled_from([10**400, 2**63, -(2**63)]),
    st.lists(_WORDS, max_size=3), st.dictionaries(_WORDS, _WORDS, max_size=3),
)  # fmt: skip
_NAMES = st.sampled_from(
    ["division", "text", "issuer", "way", "came_on", "due", "reason", "kind", "frequency", "code", "obligation", "minutes", "note", "body",
     "title", "divisions", "units", "duration", "ends_on", "flow_steps", "facts", "revision", "openness", "basis", "funding_per_village",
     "begins", "until", "due_on", "due_workdays", "what", "emergency"]
)  # fmt: skip


def test_there_are_endpoints_to_try() -> None:
    assert len(WRITES) >= 9 and len(READS) >= 8


@pytest.mark.property
@pytest.mark.parametrize(("method", "route"), WRITES)
def test_no_body_is_a_fault_of_ours(method: str, route: str) -> None:
    sent()
    numbers = {"obligations": Obligation.objects.get(division_id=VILLAGE).pk}
    numbers["feedback"] = report(
        actor=demo("village-clerk"), division=VILLAGE, told=Told("call", "报材料", issuer_name="区残联", text="报材料")
    ).pk
    officer = Program("department-officer")
    numbers["cases"] = officer.post("/cases", {"kind": "form", "title": "季度表"}).json()["id"]
    good = {"code": code_of(TASK), "divisions": [VILLAGE], "begins": str(today()), "due_on": str(today())}
    numbers["dispatches"] = officer.post("/dispatches", good).json()["id"]
    program = officer if route.startswith(("/cases", "/dispatches")) else Program("village-clerk")
    begun = good if route == "/dispatches" else {}
    address = route.replace("{pk}", str(numbers[route.split("/")[1]]))

    @settings(max_examples=30)
    @given(st.one_of(_VALUE, st.dictionaries(_NAMES, _VALUE, max_size=7)))
    def try_it(body: Any) -> None:
        with transaction.atomic():
            told = begun | body if isinstance(body, dict) else body
            answer = program.ask(method, address, json.dumps(told))
            assert answer.status_code < 500, (body, answer.content[:300])
            assert answer.status_code < 400 or in_chinese(answer), answer.content[:300]
            transaction.set_rollback(True)

    try_it()


@pytest.mark.parametrize("route", READS)
@pytest.mark.parametrize("number", ["0", "-1", "x", "1.5", "9" * 18, "9" * 19, "9" * 40, "１"])
def test_a_number_that_is_none_is_not_there(route: str, number: str) -> None:
    if "{pk}" in route:
        assert Program("village-clerk").get(route.replace("{pk}", number)).status_code == 404
        return
    answer = Program("village-clerk").get(f"{route}?page={number}&per_page={number}&state={number}&q={number}")
    assert answer.status_code == 422 and in_chinese(answer)
