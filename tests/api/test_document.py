"""The commands of ``docs/api.md`` do what the page says, and the OpenAPI document describes every endpoint."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from qingdan.entry.admission.models import Case
from qingdan.entry.dispatch.models import Dispatch, Feedback
from qingdan.entry.dispatch.tests.cast import TASK, VILLAGE, code_of, install_lists, sent
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.foundation.web.rate_limit import forget_all
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.lists.services import install_pack_lists
from qingdan.register.lists.tests.cast import person
from qingdan.register.obligations.models import Obligation
from tests.api.support import token_of
from tests.kept import installed_for_module

pytestmark = pytest.mark.django_db
PAGE = (Path(__file__).parents[2] / "docs" / "api.md").read_text("utf-8")
LISTS, VILLAGES = PAGE.split("## Applying, dispatch and the village")


@pytest.fixture(autouse=True, scope="module")
def district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo district with packs and lists."""
    yield from installed_for_module(django_db_blocker, install_library_packs, install_pack_lists, install_demo)


def commands(page: str) -> Iterator[tuple[str, int]]:
    """Every command of a part of the page with the status that it promises, before it or behind it."""
    promised = 0
    for block in re.findall(r"```sh\n(.*?)```", page, re.S):
        for line in block.splitlines():
            told = re.search(r"# (\d{3})\b", line)
            promised = int(told.group(1)) if told else promised
            if line.startswith("curl "):
                yield line.split("  #")[0], promised


def test_every_command_of_lists_answers_as_the_page_says() -> None:
    words = {"$TOKEN": token_of(person("list-steward")), "$LEAD": token_of(person("lead-civil"))}
    assert _answered(LISTS, lambda: words) > 20


def test_every_command_of_villages_and_applications_answers_as_the_page_says() -> None:
    install_lists()
    words = {"$OFFICER": token_of(person("department-officer")), "$CLERK": token_of(person("village-clerk"))}
    words |= {"$DISPATCH": str(sent().pk), "$CODE": code_of(TASK), "$TODAY": str(today())}
    words["$OBLIGATION"] = str(Obligation.objects.get(division_id=VILLAGE).pk)

    def known() -> dict[str, str]:
        drafted = Dispatch.objects.exclude(pk=words["$DISPATCH"]).order_by("pk").first()
        made = {"$CASE": Case.objects.first(), "$FEEDBACK": Feedback.objects.order_by("pk").first(), "$DRAFT": drafted}
        return words | {name: str(row.pk) for name, row in made.items() if row is not None}

    assert _answered(VILLAGES, known) > 20


def _answered(page: str, words: Callable[[], dict[str, str]]) -> int:
    """Send every command of a part of the page; how many there were."""
    run = list(commands(page))
    for command, status in run:
        forget_all()
        for name, value in {"$QINGDAN": "", **words()}.items():
            command = command.replace(name, value)
        answer: Any = _send(shlex.split(command)[1:])
        assert answer.status_code == status, (command, answer.content.decode()[:300])
    return len(run)


def _send(words: list[str]) -> object:
    method, headers, body, address = "get", {}, "", ""
    rest = iter(words)
    for word in rest:
        if word == "-X":
            method = next(rest).lower()
        elif word == "-H":
            name, value = next(rest).split(": ", 1)
            headers[name] = value
        elif word == "-d":
            body = next(rest)
        else:
            address = quote(word, safe="/?&=")
    client = Client(enforce_csrf_checks=True)
    if method == "get":
        return client.get(address, headers=headers)
    return getattr(client, method)(address, body, content_type=headers.pop("Content-Type"), headers=headers)


def test_the_openapi_document_has_a_chinese_summary_and_the_errors_of_every_endpoint() -> None:
    document = Client().get("/api/v1/openapi.json").json()
    assert document["components"]["securitySchemes"]["Token"]["scheme"] == "bearer"
    for path, ways in document["paths"].items():
        for method, way in ways.items():
            assert re.search("[\u4e00-\u9fff]", way["summary"]), (method, path)
            if not path.startswith(("/api/v1/gate", "/api/v1/packs")):
                open_to_all = (
                    "/lists" in path
                    or "/items" in path
                    or "/kinds" in path
                    or path.endswith(("/certificates/find", "/services"))
                )
                assert "default" in way["responses"], (method, path)
                asks_only = path.endswith(("/screen", "/certificates/judge"))
                assert ({} in way["security"]) == (asks_only or (method == "get" and open_to_all)), (method, path)
                keys = [each["name"] for each in way.get("parameters", [])]
                assert ("Idempotency-Key" in keys) == (method != "get" and not asks_only), (method, path)


def test_the_page_names_every_step_of_the_lists() -> None:
    document = Client().get("/api/v1/openapi.json").json()
    last = {path.rstrip("/").rsplit("/", 1)[-1] for path in document["paths"] if "/lists/" in path}
    assert [step for step in sorted(last) if not step.startswith("{") and f"/{step}" not in PAGE] == []
