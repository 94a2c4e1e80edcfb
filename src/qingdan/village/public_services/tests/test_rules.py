"""The rules of services, and that the table, the model and the database agree about what may become of a matter."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.village.public_services.choices import Mode, Outcome, ServiceClass, Takes, TicketState
from qingdan.village.public_services.rules import (
    TABLE,
    FieldNeed,
    Flag,
    Said,
    Verb,
    coverage,
    flags_of,
    modes_of,
    open_verbs,
    outcomes_of,
    share,
    spent_on_first,
    weight,
)

pytestmark = pytest.mark.property


@given(st.sampled_from(TicketState), st.sampled_from(ServiceClass))
def test_a_closed_matter_is_final_and_what_the_town_has_only_the_town_ends(
    state: TicketState, service_class: ServiceClass
) -> None:
    verbs = open_verbs(state, service_class)
    assert state is not TicketState.CLOSED or not verbs
    assert all(TABLE[verb].by_town for verb in verbs) or state is not TicketState.WITH_TOWN
    assert not (state is TicketState.WITH_TOWN and Verb.CLOSE in verbs)


@given(st.sampled_from(TicketState))
def test_a_personal_matter_is_never_given_to_anybody(state: TicketState) -> None:
    assert not {Verb.GIVE, Verb.HAND_TO_TOWN, Verb.SOLVE} & set(open_verbs(state, ServiceClass.PERSONAL))
    assert set(outcomes_of(ServiceClass.PERSONAL)) == {Outcome.SELF_SOLVED, Outcome.MUTUAL_HELP, Outcome.PASSED_ON}
    assert not {Mode.AGENCY, Mode.ACCOMPANIED} & set(modes_of(ServiceClass.PERSONAL))


@pytest.mark.parametrize(
    ("said", "bottom_line", "flags"),
    [
        (Said(Takes.YES), True, ()),
        (Said(Takes.YES, in_hall=False), False, (Flag.ELSEWHERE,)),
        (Said(Takes.AGENT, in_hall=False, second_window=True), False, (Flag.ELSEWHERE, Flag.SECOND_WINDOW)),
        (Said(Takes.NO), True, (Flag.NO_BOTTOM_LINE,)),
        (Said(Takes.NO, in_hall=False, second_window=True), False, ()),
    ],
)
def test_what_stands_out(said: Said, bottom_line: bool, flags: tuple[Flag, ...]) -> None:
    assert flags_of(said, bottom_line) == flags


def test_coverage_counts_what_an_agent_does_too_and_is_nothing_of_nothing() -> None:
    assert coverage([Takes.YES, Takes.AGENT, Takes.NO], 4) == 50
    assert coverage([], 0) is None


@given(st.integers(0, 1000), st.integers(1, 1000))
def test_a_share_is_a_percentage(part: int, whole: int) -> None:
    found = share(min(part, whole), whole)
    assert found is not None and 0 <= found <= 100


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 3), st.decimals(0, 100, places=1)), max_size=7))
def test_the_first_fields_are_those_with_the_greatest_needs(rows: list[tuple[int, int, Decimal]]) -> None:
    needs = [
        FieldNeed(str(place), weight(people, urgency), hours) for place, (people, urgency, hours) in enumerate(rows)
    ]
    spent = spent_on_first(needs)
    first = {need.field: need.weight for need in needs if need.field in spent.fields}
    others = [need.weight for need in needs if need.field not in spent.fields]
    assert len(first) <= 3 and all(least >= other for least in first.values() for other in others)
    assert spent.hours is None or 0 <= spent.hours <= 100
