"""Using Qingdan is itself a burden: it stands on a list as a channel with its minutes, and permits itself nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from qingdan.policy.gate.decide import decide
from qingdan.policy.gate.model import Completeness, Demand, Kind, ListKind, Outcome, Verdict
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.burden.rules import in_words
from qingdan.register.lists.models import Item
from qingdan.register.lists.queries import editions_for
from qingdan.register.lists.rulebooks import rulebook_for
from qingdan.register.lists.services import install_pack_lists, install_this_system
from tests.kept import installed_for_module

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 26)
VILLAGES = ["120117103201", "620802100201"]
"""A village each of two districts whose documents leave channels to lists."""


@pytest.fixture(autouse=True, scope="module")
def packs(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The library's packs and lists."""
    yield from installed_for_module(django_db_blocker, install_library_packs, install_pack_lists, install_this_system)


def _asked(division: str, title: str = "清单系统", frequency: str = "weekly", **facts: str) -> Verdict:
    return decide(
        Demand(kind=Kind.CHANNEL, title=title, division=division, on=ON, frequency=frequency, facts=facts),
        rulebook_for(division, ON),
    )


def _item() -> Item:
    return Item.objects.select_related("edition__item_list").get(title="清单系统")


@pytest.mark.parametrize("village", VILLAGES)
def test_it_stands_among_the_lists_of_every_village_as_a_channel_that_names_itself(village: str) -> None:
    item = _item()
    assert item.edition in editions_for(village, ON)
    assert item.edition.item_list.kind == "channel" and not item.edition.complete
    assert "系统自报" in item.edition.item_list.title and "系统建议值" in item.edition.note
    assert item.spec["minutes"] == 15


@pytest.mark.parametrize("village", VILLAGES)
def test_its_own_word_does_not_admit_it(village: str) -> None:
    verdict = _asked(village)
    assert verdict.outcome is Outcome.CONDITIONAL
    assert "consent_of" in verdict.missing_facts
    assert _asked(village, consent_of="无").outcome is Outcome.CONDITIONAL
    assert _asked(village, consent_of="区委").outcome is Outcome.LISTED


@pytest.mark.parametrize("village", VILLAGES)
def test_it_may_not_ask_for_more_time_than_it_says_nor_for_check_ins(village: str) -> None:
    assert _asked(village, frequency="daily", consent_of="区委").outcome is Outcome.CONDITIONAL
    assert _asked(village, title="清单系统打卡", consent_of="区委").outcome is Outcome.FORBIDDEN


def test_its_burden_is_said_in_hours_a_year() -> None:
    item = _item()
    assert in_words(item.spec["minutes"], item.spec["frequency"], 308) == (
        "测算值：每村每年约 13 小时，308 个村合计 4,004 小时"
    )


def test_anybody_reads_it_on_its_page(client: Client) -> None:
    item = _item()
    html = client.get(f"/lists/{item.edition_id}/").content.decode()
    assert "系统自报" in html and "清单系统" in html
    page = client.get(f"/items/{item.code}/").content.decode()
    assert "15 分钟" in page and "系统自报" in page


def test_it_is_published_once_and_changes_nothing_in_how_much_of_the_lists_is_on_record() -> None:
    with_it = {kind: state.completeness for kind, state in rulebook_for(VILLAGES[0], ON).lists.items()}
    assert with_it[ListKind.CHANNEL] is Completeness.MISSING
    assert install_this_system() == _item().edition
    assert Item.objects.filter(title="清单系统").count() == 1
