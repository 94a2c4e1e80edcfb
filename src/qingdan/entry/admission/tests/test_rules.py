"""The interpreter of procedures: what holds for every procedure of the packs, whatever acts are tried."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.entry.admission.rules import (
    ANSWERS,
    APPLICANT,
    ENDED,
    Act,
    NotNow,
    Stance,
    Standing,
    State,
    Verb,
    advance,
    due,
    replay,
)
from qingdan.policy.gate.model import Kind
from qingdan.policy.packs.procedures import Procedure, from_json, resolve, to_json
from qingdan.policy.packs.reading import library_packs
from qingdan.policy.packs.validation import resolve_chain

DAY = date(2026, 11, 26)


def procedures() -> list[Procedure]:
    """Every stated procedure of every pack."""
    packs = library_packs()
    return [
        resolve(spec, resolve_chain(pack, packs), Kind(spec.kinds[0]), DAY, pack.id)
        for pack in packs.values()
        for spec in pack.header.procedures
        if spec.stated
    ]


PROCEDURES = procedures()
SEATS = sorted({seat.title for each in PROCEDURES for step in each.steps for seat in step.seats})
acts = st.builds(Act, st.sampled_from(Verb), st.sampled_from([APPLICANT, *SEATS]), st.sampled_from([None, *Stance]))


def test_there_are_procedures_of_every_place_that_states_one() -> None:
    assert {each.source for each in PROCEDURES} == {"ninghe", "kongtong", "anshan", "changchun"}
    assert all(step.seats or step.act == "list" for each in PROCEDURES for step in each.steps)


def walked(procedure: Procedure, tried: list[Act], chain: int) -> list[tuple[Act, Standing]]:
    """The acts that were possible, with where each led."""
    standing, found = Standing(chain=chain), []
    for act in tried:
        try:
            standing = advance(procedure, standing, act)
        except NotNow as error:
            assert str(error)
        else:
            found.append((act, standing))
    return found


@st.composite
def likely(draw: st.DrawFn) -> tuple[Procedure, int, list[Act]]:
    """A procedure and acts that are mostly possible, so that the far states are reached too."""
    procedure = draw(st.sampled_from(PROCEDURES))
    chain = draw(st.integers(1, 3))
    standing, found = Standing(chain=chain), []
    for _each in range(draw(st.integers(0, 25))):
        allowed = [
            Act(one.verb, seat)
            for one in due(procedure, standing)
            for seat in one.seats
            if one.verb is not Verb.WITHDRAW
        ]
        if standing.state is State.LISTING:
            allowed = [Act(Verb.LIST)]
        wild = draw(st.integers(0, 9)) == 0
        act = draw(acts) if wild or not allowed else draw(st.sampled_from(allowed))
        stance = draw(st.sampled_from([Stance.AGREE, Stance.AGREE, Stance.AGREE, Stance.CONDITIONS, Stance.DISAGREE]))
        act = act if wild else Act(act.verb, act.seat, stance)
        found.append(act)
        try:
            standing = advance(procedure, standing, act)
        except NotNow:
            continue
    return procedure, chain, found


@pytest.mark.property
@given(likely())
def test_no_act_leads_where_the_procedure_does_not(tried: tuple[Procedure, int, list[Act]]) -> None:
    procedure, chain, every = tried
    rows = walked(procedure, every, chain)
    for before, (act, after) in zip(
        [Standing(chain=chain), *(standing for _act, standing in rows)], rows, strict=False
    ):
        assert before.state not in ENDED, "what has ended stays ended"
        assert 0 <= after.step <= len(procedure.steps)
        assert after.round == before.round + (
            after.step == 0 and act.verb in {Verb.SUBMIT, Verb.SIGN} and after.state not in {State.SIGNING}
        )
        if after.step > before.step:
            assert after.step == before.step + 1, "no step is left out"
    assert replay(procedure, [act for act, _after in rows], chain) == (rows[-1][1] if rows else Standing(chain=chain))


@pytest.mark.property
@given(likely())
def test_only_the_whole_way_admits(tried: tuple[Procedure, int, list[Act]]) -> None:
    procedure, chain, every = tried
    rows = walked(procedure, every, chain)
    if not rows or rows[-1][1].state is not State.IN_FORCE:
        return
    last = max(
        place
        for place, (act, after) in enumerate(rows)
        if after.round and act.verb in {Verb.SUBMIT, Verb.SIGN} and after.step == 0 and after.state is not State.SIGNING
    )
    this_round = [act for act, _after in rows[last:]]
    for step in procedure.steps:
        answered = {
            act.seat
            for act in this_round
            if (act.verb in ANSWERS and act.stance is not Stance.DISAGREE) or act.verb is Verb.FILE
        }
        if step.act != "list":
            assert {seat.title for seat in step.seats} <= answered, step.title


@pytest.mark.property
@given(likely())
def test_no_seat_answers_twice_in_its_turn(tried: tuple[Procedure, int, list[Act]]) -> None:
    procedure, chain, every = tried
    seen: set[tuple[int, int, int, str, str]] = set()
    standing = Standing(chain=chain)
    for act in every:
        try:
            after = advance(procedure, standing, act)
        except NotNow:
            continue
        if act.verb in ANSWERS:
            name = (standing.round, standing.step, standing.turn, act.verb.value, act.seat)
            assert name not in seen
            seen.add(name)
        standing = after


@pytest.mark.property
@given(st.sampled_from(PROCEDURES), st.lists(acts, max_size=40), st.integers(1, 4))
def test_what_is_not_allowed_is_refused_in_words_and_changes_nothing(
    procedure: Procedure, tried: list[Act], chain: int
) -> None:
    walked(procedure, tried, chain)


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda each: f"{each.source}-{each.id}")
def test_a_procedure_is_the_same_after_it_was_kept_with_a_case(procedure: Procedure) -> None:
    import json

    assert from_json(json.loads(json.dumps(to_json(procedure)))) == procedure


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda each: f"{each.source}-{each.id}")
def test_the_straight_way_ends_in_force(procedure: Procedure) -> None:
    standing = Standing()
    for _each in range(40):
        if standing.state in ENDED:
            break
        if standing.state is State.LISTING:
            standing = advance(procedure, standing, Act(Verb.LIST))
            continue
        first = due(procedure, standing)[0]
        standing = advance(procedure, standing, Act(first.verb, first.seats[0], Stance.AGREE))
    assert standing.state is State.IN_FORCE
