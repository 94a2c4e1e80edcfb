"""A lead is taken down once, whoever sends it however often."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoDbBlocker
from tests.kept import installed_for_module

from qingdan.foundation.audit.models import Record
from qingdan.foundation.clock.moments import now
from qingdan.foundation.orgs.demo.cast import DISTRICT, VILLAGE
from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.ledger.models import Lead
from qingdan.ledger.services import LedgerProblem, record_lead

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, scope="module")
def district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    yield from installed_for_module(django_db_blocker, install_demo)


def lead(reference: str = "1", **more: Any) -> Lead:
    said = {"title": "每周报人居环境照片", "about_name": "区残联", "division": VILLAGE} | more
    return record_lead(actor=None, source="dispute", reference=reference, **said)


def test_the_same_reference_gives_the_first_lead_and_uses_no_number() -> None:
    first, again, second = lead(), lead(title="别的"), lead("2")
    assert first == again and again.title == "每周报人居环境照片"
    assert (first.district, first.year, first.number, second.number) == (DISTRICT, now().year, 1, 2)


def test_a_body_that_is_only_named_is_found_as_seen_from_the_place() -> None:
    assert str(lead().about) == "宁河区残联"
    unknown = lead("2", about_name="某公司")
    assert (unknown.about, unknown.about_label) == (None, "某公司")


def test_it_is_audited_in_its_countys_stream() -> None:
    made = lead()
    assert Record.objects.filter(stream=DISTRICT[:6], verb="record_lead", object_id=str(made.pk)).count() == 1


@pytest.mark.parametrize(
    "wrong", [{"title": " "}, {"division": "999999999999"}, {"kind": "x"}, {"finding_kind": "x"}], ids=str
)
def test_what_cannot_be_understood_is_refused_and_leaves_nothing(wrong: dict[str, str]) -> None:
    with pytest.raises(LedgerProblem):
        lead(**wrong)
    assert not Lead.objects.exists()


@pytest.mark.parametrize(
    "never",
    [
        {"state": "dismissed", "decided_at": now(), "dismissed_as": "unfounded"},
        {"state": "confirmed"},
        {"title": ""},
        {"dismissed_as": "unfounded"},
    ],
    ids=["dismissed without reason", "confirmed by nobody", "without title", "open but dismissed"],
)
def test_the_database_refuses_what_must_never_be(never: dict[str, Any]) -> None:
    made = lead()
    with pytest.raises(IntegrityError), transaction.atomic():
        Lead.objects.filter(pk=made.pk).update(**never)
