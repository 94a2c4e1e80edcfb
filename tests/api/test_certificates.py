"""Certificates by program: what the rules say, taking in, filling, issuing once; residents masked; nobody else's village."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker

from qingdan.foundation.orgs.choices import TokenScope
from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.lists.services import install_pack_lists
from qingdan.village.certificates.models import Application, Certificate
from qingdan.village.certificates.tests.cast import BARRED, LIVING, VILLAGE, id_number, install_kinds
from tests.api.support import Program
from tests.kept import installed_for_module

pytestmark = pytest.mark.django_db
WHO = {"name": "王小明", "number": id_number(), "phone": "13800001111"}
OWN = {"division": VILLAGE, "title": LIVING, "demander_class": "individual", "person": WHO, "identity_checked": True}


@pytest.fixture(autouse=True, scope="module")
def district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    yield from installed_for_module(
        django_db_blocker, install_library_packs, install_pack_lists, install_demo, install_kinds
    )


def test_from_request_to_certificate_once() -> None:
    clerk = Program("village-clerk")
    made = clerk.post("/certificates", OWN, Idempotency_Key="a").json()
    assert made["state"] == "handling" and made["resident"] == "王*明" and made["hindrances"]
    assert clerk.post("/certificates", OWN, Idempotency_Key="a").json() == made and Application.objects.count() == 1
    filled = {"values": {"address": "二区八号"}, "verified_how": "查看户口簿"}
    for _again in range(2):
        answer = clerk.post(f"/certificates/{made['id']}/fill", filled).json()
        assert answer["state"] == "issued" and answer["certificates"][0]["status"] == "valid"
    assert Certificate.objects.count() == 1
    assert "王小明" not in str(clerk.get("/certificates?all=true").json())


def test_what_is_not_issued_is_explained() -> None:
    clerk = Program("village-clerk")
    asked: dict[str, Any] = {
        "division": VILLAGE,
        "title": BARRED,
        "demander_class": "party_government",
        "demander": "区残联",
    }
    said = clerk.post("/certificates/judge", asked).json()
    assert (said["way"], said["regime"]) == ("report_to_town", "barred") and not Application.objects.exists()
    made = clerk.post("/certificates", asked).json()
    assert made["ungrounded"] and made["state"] == "to_explain"
    assert clerk.post(f"/certificates/{made['id']}/explain", {"how": "当面"}).json()["state"] == "explained"
    assert clerk.post(f"/certificates/{made['id']}/explain", {"how": "当面"}).status_code == 409


@pytest.mark.parametrize("change", [
    {"person": {**WHO, "number": "120221197001010018"}}, {"person": None}, {"identity_checked": False}, {"title": ""},
    {"demander_class": "x"}, {"purpose": "长" * 300}, {"title": "x\x00y"}, {"code": "没有"},
])  # fmt: skip
def test_bad_bodies_are_told_in_words(change: dict[str, Any]) -> None:
    answer = Program("village-clerk").post("/certificates", OWN | change)
    assert answer.status_code == 422 and answer.json()["error"] and not Application.objects.exists()
    assert WHO["number"] not in answer.content.decode()


def test_nobody_elses_village() -> None:
    made = Program("village-clerk").post("/certificates", OWN).json()
    for name in ("lead-civil", "department-officer", "inspector"):
        stranger = Program(name)
        assert stranger.get(f"/certificates/{made['id']}").status_code == 404
        assert stranger.get("/certificates").json()["total"] == 0
        assert stranger.post("/certificates", OWN).status_code == 403
    reader = Program("village-clerk", TokenScope.READ)
    assert reader.post("/certificates", OWN).status_code == 403


def test_everyday_words_find_the_kind() -> None:
    found = Program("village-clerk").get(f"/certificates/find?division={VILLAGE}&text=证明我妈是我妈").json()
    assert found[0]["title"] == BARRED and found[0]["regime"] == "barred"
    for place in ("999", "x"):
        assert Program("village-clerk").get(f"/certificates/find?division={place}&text=结婚").status_code == 422
