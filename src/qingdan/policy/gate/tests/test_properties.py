"""What holds for every demand and every rulebook (the design's properties of the gate)."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, find, given, settings
from hypothesis import strategies as st

from qingdan.policy.gate.decide import decide
from qingdan.policy.gate.json_form import verdict_to_json
from qingdan.policy.gate.model import Admission, Demand, Effect, Existing, Item, Kind, ListKind, Outcome, Rule, Strength
from qingdan.policy.gate.rulebook import Rulebook
from qingdan.policy.gate.tests.strategies import (
    FACT_VALUES,
    LISTS,
    admitted,
    demands,
    items,
    registered,
    rulebooks,
    rules,
)

pytestmark = pytest.mark.property
RED = [ListKind.NEGATIVE, ListKind.CERTIFICATE_BARRED]


@given(demands(), rulebooks(), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_lists_changes_nothing(demand: Demand, book: Rulebook, mix: random.Random) -> None:
    rows, kept = list(book.rules), list(book.items)
    mix.shuffle(rows)
    mix.shuffle(kept)
    kinds = dict(sorted(book.kinds.items(), reverse=True))
    lists = dict(sorted(book.lists.items(), reverse=True))
    mixed = replace(book, rules=tuple(rows), items=tuple(kept), kinds=kinds, lists=lists)
    assert decide(demand, mixed) == decide(demand, book)


@given(
    demands(),
    rulebooks(),
    rules(99, effects=(Effect.FORBID,)),
    st.sampled_from([Strength.STRICT, Strength.IN_PRINCIPLE]),
)
def test_adding_a_forbidding_row_never_softens(demand: Demand, book: Rulebook, row: Rule, strength: Strength) -> None:
    forbidding = replace(row, strength=strength)
    harder = replace(book, rules=(*book.rules, forbidding))
    before, after = decide(demand, book).outcome, decide(demand, harder).outcome
    if forbidding.interpretation == "open":
        assume(
            before is not Outcome.UNDECIDED
        )  # a row that waits for its reading decides a kind that rules alone decide
    assert after.hardness >= before.hardness


@given(demands(), rulebooks(), items(98, kinds=RED))
def test_adding_a_red_item_never_softens(demand: Demand, book: Rulebook, red: Item) -> None:
    harder = replace(book, items=(*book.items, red))
    assert decide(demand, harder).outcome.hardness >= decide(demand, book).outcome.hardness


PERMITTING = {
    Kind.AFFAIR: ListKind.ASSIST,
    Kind.PLAQUE: ListKind.PLAQUE,
    Kind.CERTIFICATE: ListKind.CERTIFICATE_RETAINED,
}


@st.composite
def often_listed(draw: st.DrawFn) -> tuple[Demand, Rulebook]:
    """A demand whose title stands on a list that permits it, in a rulebook that may still object."""
    demand = draw(demands().filter(lambda asked: asked.kind in PERMITTING and asked.facts.get("emergency") is not True))
    book = draw(rulebooks())
    own = replace(draw(items(97)), title=demand.title, list_kind=PERMITTING[demand.kind], terms=None, valid_to=None)
    rows = tuple(
        replace(row, kinds=frozenset({demand.kind}), titles=frozenset(), terms=None, absent_from=())
        for row in book.rules[:2]
    )
    return replace(demand, code=""), replace(book, items=(own,), rules=rows)


@given(often_listed(), st.data())
def test_withheld_facts_never_make_listed_what_some_completion_would_not(
    asked: tuple[Demand, Rulebook], data: st.DataObject
) -> None:
    demand, book = asked
    if decide(demand, book).outcome is not Outcome.LISTED:
        return
    more = {
        name: data.draw(st.sampled_from(values), label=name)
        for name, values in FACT_VALUES.items()
        if name not in demand.facts and name != "emergency"
    }
    completed = replace(demand, facts={**demand.facts, **more}, frequency=demand.frequency or "yearly")
    assert decide(completed, book).outcome is Outcome.LISTED


def test_the_strategy_of_the_test_above_does_reach_listed() -> None:
    demand, book = find(often_listed(), lambda asked: decide(*asked).outcome is Outcome.LISTED and bool(asked[1].rules))
    assert decide(demand, book).outcome is Outcome.LISTED


@st.composite
def only_similar(draw: st.DrawFn) -> tuple[Demand, Rulebook]:
    """A demand whose title resembles an item's, red or permitting, and is never the same."""
    kind = draw(st.sampled_from(sorted(PERMITTING)))
    red = ListKind.CERTIFICATE_BARRED if kind is Kind.CERTIFICATE else ListKind.NEGATIVE
    listed = draw(items(96, kinds=[PERMITTING[kind], red]))
    like = draw(st.sampled_from(["协助{}", "{}工作", "{}垃圾", "春季{}", "{}的事"])).format(listed.title)
    others = {ListKind.NEGATIVE, ListKind.CERTIFICATE_BARRED, PERMITTING[kind]}
    book = draw(rulebooks())
    kept = tuple(item for item in book.items if item.list_kind not in others)
    demand = replace(draw(demands()), kind=kind, title=like, code="", text="")
    facts = {name: value for name, value in demand.facts.items() if name not in {"emergency", "basis"}}
    return replace(demand, facts=facts), replace(
        book, items=(*kept, replace(listed, terms=None, valid_to=None)), rules=(), statutes=()
    )


@given(only_similar())
def test_similarity_alone_gives_neither_listed_nor_forbidden(asked: tuple[Demand, Rulebook]) -> None:
    verdict = decide(*asked)
    assert verdict.outcome not in {Outcome.LISTED, Outcome.FORBIDDEN}


def test_the_strategy_of_the_test_above_does_reach_likeness() -> None:
    demand, book = find(only_similar(), lambda asked: any(0 < m.score < 1 for m in decide(*asked).matched))
    assert decide(demand, book).matched


@given(demands(), rulebooks())
def test_every_outcome_but_listed_names_what_it_rests_on(demand: Demand, book: Rulebook) -> None:
    verdict = decide(demand, book)
    if verdict.outcome is Outcome.LISTED:
        return
    deciding = [reason for reason in verdict.reasons if reason.outcome is verdict.outcome and not reason.note]
    assert deciding
    assert all(reason.clause or reason.item or reason.about or verdict.missing_facts for reason in deciding)
    assert verdict.summary.startswith(verdict.word)
    assert verdict.next_step


@given(demands(), rulebooks())
def test_the_same_question_has_the_same_answer_for_ever(demand: Demand, book: Rulebook) -> None:
    fresh = replace(book)
    assert decide(demand, book) == decide(demand, fresh)
    assert verdict_to_json(decide(demand, book)) == verdict_to_json(decide(demand, fresh))


@given(demands(), rulebooks())
def test_the_hardest_hit_is_the_outcome_and_all_hits_stand_in_order(demand: Demand, book: Rulebook) -> None:
    verdict = decide(demand, book)
    hits = [reason.outcome.hardness for reason in verdict.reasons if not reason.note]
    if verdict.stamp != "急":
        assert hits == sorted(hits, reverse=True)
        assert max(hits) == verdict.outcome.hardness


@given(st.text(max_size=400), st.text(max_size=400), st.text(max_size=40), st.sampled_from(Kind), rulebooks())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_the_gate_is_total(title: str, text: str, code: str, kind: Kind, book: Rulebook) -> None:
    asked = Demand(kind=kind, title=title, text=text, code=code, division=book.division, on=book.on, issuer=text[:50])
    assert decide(asked, book).outcome in set(Outcome)


@given(demands(), rulebooks(), registered())
def test_an_existing_burden_makes_nothing_listed_and_softens_no_prohibition(
    demand: Demand, book: Rulebook, more: dict[tuple[Kind, str], tuple[Existing, ...]]
) -> None:
    without = decide(demand, replace(book, existing={}))
    verdict = decide(demand, replace(book, existing=more))
    assert (verdict.outcome is Outcome.LISTED) is (without.outcome is Outcome.LISTED)
    assert (verdict.outcome is Outcome.FORBIDDEN) is (without.outcome is Outcome.FORBIDDEN)
    turned = {name: tuple(reversed(entries)) for name, entries in reversed(more.items())}
    assert decide(demand, replace(book, existing=turned)) == verdict


@given(demands(), rulebooks(), admitted())
def test_an_admission_without_its_code_makes_nothing_listed_and_softens_no_prohibition(
    demand: Demand, book: Rulebook, more: dict[str, Admission]
) -> None:
    asked = replace(demand, code="")
    without = decide(asked, replace(book, admissions={}))
    verdict = decide(asked, replace(book, admissions=more))
    assert (verdict.outcome is Outcome.LISTED) is (without.outcome is Outcome.LISTED)
    assert (verdict.outcome is Outcome.FORBIDDEN) is (without.outcome is Outcome.FORBIDDEN)
    turned = dict(reversed(more.items()))
    assert decide(asked, replace(book, admissions=turned)) == verdict


@given(demands(), rulebooks(), admitted())
def test_a_code_softens_no_strict_prohibition_of_a_red_list(
    demand: Demand, book: Rulebook, more: dict[str, Admission]
) -> None:
    bare = replace(book, rules=(), admissions={})
    if decide(demand, bare).outcome is Outcome.FORBIDDEN:
        assert decide(demand, replace(bare, admissions=more)).outcome is Outcome.FORBIDDEN


def test_the_strategy_of_the_tests_above_does_reach_a_valid_code() -> None:
    demand, book = find(st.tuples(demands(), rulebooks()), lambda asked: decide(*asked).stamp == "准")
    assert decide(demand, book).outcome is Outcome.LISTED


def test_the_lists_of_the_strategies_are_real() -> None:
    assert set(LISTS) <= set(ListKind)
