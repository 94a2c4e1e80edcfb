"""A sixth jurisdiction is data only: an invented county goes from its YAML files to answers without a line of code."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from qingdan.policy.gate.model import Kind, Outcome, Verdict
from qingdan.policy.packs.checking import check_folder
from qingdan.policy.packs.clauses import clauses_report
from qingdan.policy.packs.queries import governing_pack
from qingdan.policy.packs.reading import library_packs
from qingdan.policy.packs.services import install_pack
from qingdan.register.check.services import ask
from qingdan.register.lists.services import install_pack_lists

FOLDER = Path(__file__).with_name("data") / "packs" / "shidian"
VILLAGE = "990101001201"
COMMUNITY = "990101001001"
DAY = date(2026, 11, 24)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _installed() -> None:
    chain = check_folder(FOLDER)
    library = {**library_packs(), chain[0].id: chain[0]}
    for pack in reversed(chain):
        install_pack(pack, library)
    install_pack_lists()


def asked(kind: str, title: str, *, at: str = VILLAGE, **more: Any) -> Verdict:
    return ask(division=at, kind=kind, title=title, on=more.pop("on", DAY), **more)


def cited(verdict: Verdict) -> set[str | None]:
    return {reason.clause for reason in verdict.reasons}


def test_the_new_pack_governs_its_county_and_extends_the_national_one() -> None:
    pack = governing_pack(VILLAGE, DAY)
    assert (pack.id, [part.id for part in pack.chain]) == ("shidian", ["shidian", "cn"])


def test_an_item_of_its_list_is_listed() -> None:
    verdict = asked("affair", "民间纠纷调解")
    assert verdict.outcome is Outcome.LISTED
    assert [found.code[:8] for found in verdict.matched] == ["SD-DU-02"]


def test_what_is_on_neither_complete_list_is_unlisted_with_the_route() -> None:
    verdict = asked("affair", "统计辖区共享单车数量")
    assert verdict.outcome is Outcome.UNLISTED
    assert "县民政局" in verdict.next_step
    assert "SD-02" in cited(verdict)


def test_before_the_document_took_effect_nothing_was_unlisted() -> None:
    verdict = asked("affair", "统计辖区共享单车数量", on=date(2026, 1, 9))
    assert verdict.outcome is Outcome.UNDECIDED


def test_a_condition_of_an_item_is_asked_for_then_named_when_unmet() -> None:
    verdict = asked("affair", "协助开展人口普查", frequency="once")
    assert verdict.outcome is Outcome.CONDITIONAL
    assert "funding" in verdict.missing_facts
    assert asked("affair", "协助开展人口普查", frequency="once", facts={"funding": True}).outcome is Outcome.LISTED
    unmet = asked("affair", "协助开展人口普查", frequency="once", facts={"funding": False})
    assert unmet.outcome is Outcome.CONDITIONAL


def test_its_own_rule_forbids_and_its_own_authority_lifts_the_rule() -> None:
    forbidden = asked("form", "护林情况日报", frequency="daily")
    assert forbidden.outcome is Outcome.FORBIDDEN
    assert "SD-06" in cited(forbidden)
    lifted = asked("form", "护林情况日报", frequency="daily", facts={"consent_of": "试点县委、试点县政府"})
    assert lifted.outcome is not Outcome.FORBIDDEN


def test_a_plaque_for_villages_does_not_stand_for_a_community() -> None:
    outside = {"location": "outside"}
    assert asked("plaque", "村民委员会", facts=outside).outcome is Outcome.LISTED
    assert asked("plaque", "村民委员会", at=COMMUNITY, facts=outside).outcome is not Outcome.LISTED


def test_a_part_that_is_closed_decides_and_the_rest_of_the_list_does_not() -> None:
    assert asked("plaque", "志愿者之家", facts={"location": "outside"}).outcome is Outcome.UNLISTED
    assert asked("plaque", "志愿者之家", facts={"location": "inside"}).outcome is Outcome.UNDECIDED


def test_red_lines_of_the_nation_hold_in_the_new_county() -> None:
    verdict = asked("certificate", "亲属关系证明")
    assert verdict.outcome is Outcome.FORBIDDEN
    assert "CN-01" in cited(verdict)


def test_kinds_that_it_does_not_speak_of_are_inherited() -> None:
    pack = governing_pack(VILLAGE, DAY)
    assert pack.kinds[Kind.VETO].rules_alone


def test_every_clause_of_it_is_reported() -> None:
    report = clauses_report([check_folder(FOLDER)[0]])
    assert [line.id for line in report] == ["SD-01", "SD-02", "SD-03", "SD-04", "SD-05", "SD-06"]
    assert [line.awaits for line in report if not line.implemented_by] == ["lists"]
