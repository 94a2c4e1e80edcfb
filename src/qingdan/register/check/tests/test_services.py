"""Asking the question as a whole: input, facts that need not be asked, the five policies, no trace in the database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker
from tests.kept import installed_for_module

from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.policy.gate.model import Outcome, Verdict
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.check.services import BadQuestion, ask, ask_document, compare, demand_of
from qingdan.register.lists.services import install_pack_lists

VILLAGE, COMMUNITY = "120117103201", "120117001002"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, scope="module")
def district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo district with packs and lists."""
    yield from installed_for_module(django_db_blocker, install_library_packs, install_pack_lists, install_demo)


def _clauses(verdict: Verdict) -> set[str | None]:
    return {reason.clause for reason in verdict.reasons}


@pytest.mark.clause("NH-61", "NH-60", "NH-57")
def test_the_code_says_whether_it_is_a_village_or_a_community() -> None:
    asked: dict[str, Any] = {"kind": "plaque", "title": "社区工作站", "facts": {"location": "outside"}}
    assert ask(division=VILLAGE, **asked).outcome is Outcome.FORBIDDEN
    assert ask(division=COMMUNITY, **asked).outcome is Outcome.LISTED


def test_the_places_own_names_are_no_part_of_a_title() -> None:
    verdict = ask(division=VILLAGE, kind="plaque", title="苗庄镇刘庄村警务室", facts={"location": "outside"})
    assert verdict.outcome is Outcome.LISTED


@pytest.mark.clause("NH-33")
def test_the_senders_name_says_its_level_and_type() -> None:
    verdict = ask(division=VILLAGE, kind="appraisal", title="平安村创建评比", issuer="区残联")
    assert verdict.outcome is Outcome.FORBIDDEN
    assert "issuer_level" not in verdict.missing_facts


@pytest.mark.clause("CC-09a")
def test_an_unknown_senders_name_still_says_something() -> None:
    verdict = ask(division="220102001001", kind="channel", title="智慧城管APP", issuer="市城市管理局")
    assert verdict.outcome is Outcome.FORBIDDEN
    assert "CC-09a" in _clauses(verdict)


@pytest.mark.clause("CN-07", "CN-09")
def test_the_2018_duties_end_with_the_year_2025() -> None:
    asked = {"division": VILLAGE, "kind": "affair", "title": "调解民间纠纷"}
    assert ask(**asked, on="2025-12-31").outcome is Outcome.LISTED
    assert ask(**asked, on="2026-01-01").outcome is Outcome.UNDECIDED


@pytest.mark.clause("NH-14", "NH-15", "NH-16")
def test_an_assist_item_needs_flow_chart_training_and_funds_in_ninghe() -> None:
    asked: dict[str, Any] = {"division": VILLAGE, "kind": "affair", "title": "禁毒宣传教育和防范措施"}
    bare = ask(**asked)
    assert bare.outcome is Outcome.CONDITIONAL
    assert {"flow_chart", "training", "funding"} <= set(bare.missing_facts)
    given_ = {
        "flow_chart": True,
        "training": "是",
        "funding": "true",
        "transferred_from": "none",
        "own_authority": False,
    }
    full = ask(**asked, facts=given_)
    assert {"NH-14", "NH-15", "NH-16"} & _clauses(full) == set()


@pytest.mark.parametrize(
    ("field", "document"),
    [
        ("division", {"division": "", "kind": "veto", "title": "x"}),
        ("division", {"division": "12011", "kind": "veto", "title": "x", "on": "x"}),
        ("division", {"division": "abc", "kind": "veto", "title": "x"}),
        ("division", {"division": "330000", "kind": "veto", "title": "x"}),
        ("division", {"division": 120117, "kind": "veto", "title": "x"}),
        ("kind", {"division": VILLAGE, "kind": "vetoo", "title": "x"}),
        ("title", {"division": VILLAGE, "kind": "veto", "title": "  "}),
        ("title", {"division": VILLAGE, "kind": "veto", "title": "长" * 10_001}),
        ("title", {"division": VILLAGE, "kind": "veto", "title": 7}),
        ("text", {"division": VILLAGE, "kind": "veto", "title": "x", "text": "长" * 200_001}),
        ("frequency", {"division": VILLAGE, "kind": "veto", "title": "x", "frequency": "often"}),
        ("on", {"division": VILLAGE, "kind": "veto", "title": "x", "on": "昨天"}),
        ("on", {"division": VILLAGE, "kind": "veto", "title": "x", "on": "0001-01-01"}),
        ("on", {"division": VILLAGE, "kind": "veto", "title": "x", "on": "9999-12-31"}),
        ("attributes", {"division": VILLAGE, "kind": "veto", "title": "x", "attributes": [1]}),
        ("attributes.colour", {"division": VILLAGE, "kind": "veto", "title": "x", "attributes": {"colour": "red"}}),
        (
            "attributes.location",
            {"division": VILLAGE, "kind": "veto", "title": "x", "attributes": {"location": "roof"}},
        ),
        ("attributes.funding", {"division": VILLAGE, "kind": "veto", "title": "x", "attributes": {"funding": "maybe"}}),
        ("colour", {"division": VILLAGE, "kind": "veto", "title": "x", "colour": "red"}),
    ],
)
def test_bad_input_names_the_field_and_says_what_to_do_in_chinese(field: str, document: dict[str, Any]) -> None:
    with pytest.raises(BadQuestion) as caught:
        ask_document(document)
    assert caught.value.field.startswith(field) or field == "division"
    assert any("\u4e00" <= character <= "\u9fff" for character in caught.value.message)


def test_any_code_within_a_jurisdiction_is_a_place_also_where_its_villages_are_not_loaded() -> None:
    assert ask(division="2103", kind="veto", title="一票否决").pack == "anshan"
    assert ask(division="210302001001", kind="veto", title="一票否决").pack == "anshan"


@pytest.mark.parametrize(
    "title", ["长" * 10_000, "<script>alert(1)</script>", "防\x00火\u202e", "'; DROP TABLE lists_item; --"]
)
def test_hostile_titles_get_an_answer(title: str) -> None:
    assert ask(division=VILLAGE, kind="affair", title=title).outcome in set(Outcome)


@given(st.text(min_size=1, max_size=60), st.text(max_size=60), st.text(max_size=30))
def test_every_question_ends_in_an_answer_or_in_a_named_fault(title: str, text: str, issuer: str) -> None:
    try:
        verdict = ask(division=VILLAGE, kind="affair", title=title, text=text, issuer=issuer)
    except BadQuestion as error:
        assert error.message
    else:
        assert verdict.summary


def test_a_question_writes_nothing_and_costs_a_few_queries_whatever_the_size_of_the_lists() -> None:
    ask(division=VILLAGE, kind="affair", title="防火")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        ask(division=VILLAGE, kind="affair", title="防火宣传", issuer="区应急管理局")
    assert len(queries) <= 10  # eight, and one each for admitted items and declared emergencies
    assert all(query["sql"].lstrip().upper().startswith(("SELECT", "SAVEPOINT", "RELEASE")) for query in queries)


def test_the_same_question_in_every_jurisdiction() -> None:
    answers = compare({"division": VILLAGE, "kind": "veto", "title": "信访一票否决"})
    outcomes = {answer.pack: answer.verdict.outcome for answer in answers}
    assert set(outcomes) == {"ninghe", "changchun", "beijing", "kongtong", "anshan"}
    assert outcomes["anshan"] is outcomes["changchun"] is Outcome.FORBIDDEN
    assert outcomes["kongtong"] is Outcome.CONDITIONAL


def test_a_verdict_can_be_asked_as_of_a_date() -> None:
    assert ask(division=VILLAGE, kind="veto", title="x", on=date(2024, 1, 2)).on == date(2024, 1, 2)


def test_before_its_document_was_in_force_a_place_had_the_national_rules_only() -> None:
    asked: dict[str, Any] = {"division": VILLAGE, "kind": "trace", "title": "每天上传照片"}
    assert ask(**asked, on="2023-03-23").outcome is Outcome.FORBIDDEN
    before = ask(**asked, on="2023-03-22")
    assert (before.pack, before.outcome) == ("cn", Outcome.UNDECIDED)
    assert any(reason.note and "还没有施行" in reason.text for reason in before.reasons)
    assert ask(division=VILLAGE, kind="certificate", title="亲属关系证明", on="2021-01-01").outcome is Outcome.FORBIDDEN


@pytest.mark.clause("AS-81")
def test_the_frequency_may_be_said_among_the_facts() -> None:
    facts = {"frequency": "weekly", "topic": "rural_revitalisation", "transferred_from": "family"}
    verdict = ask(division="210302001201", kind="form", title="情况表", facts=facts)
    assert "AS-81" in _clauses(verdict)


@pytest.mark.parametrize("said", [True, "是", "declared", "imminent"])
def test_an_emergency_is_stated_in_several_ways(said: object) -> None:
    assert ask(division=VILLAGE, kind="affair", title="转移群众", facts={"emergency": said}).stamp == "急"


def test_control_characters_in_a_fact_reach_no_terminal() -> None:
    demand = demand_of(
        {
            "division": "120117",
            "kind": "form",
            "title": "月报",
            "attributes": {"basis_text": "《统计法》\x1b[31m\x00第五条"},
        }
    )
    assert demand.facts["basis_text"] == "《统计法》[31m第五条"
