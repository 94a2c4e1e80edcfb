"""What a pack becomes for the gate: inheritance, authorities, items, and how much of each list is on record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations
from typing import Any

import pytest

from qingdan.policy.gate.codes import is_valid_code
from qingdan.policy.gate.model import Completeness, Condition, FactTest, Kind, ListKind
from qingdan.policy.packs.checking import check_folder
from qingdan.policy.packs.compiling import (
    CompiledPack,
    Standing,
    compile_items,
    compile_pack,
    counts_here,
    in_force,
    list_states,
)
from qingdan.policy.packs.reading import Pack, pack_from_content
from qingdan.policy.packs.schema import NamedList
from qingdan.policy.packs.tests.packs import SHIDIAN

COMPLETE, INCOMPLETE, MISSING = Completeness.COMPLETE, Completeness.INCOMPLETE, Completeness.MISSING
INSIDE = Condition((FactTest("location", ("inside",)),))


@pytest.fixture(scope="module")
def chain() -> tuple[Pack, ...]:
    return check_folder(SHIDIAN)


@pytest.fixture(scope="module")
def pack(chain: tuple[Pack, ...]) -> CompiledPack:
    return compile_pack(chain)


def named(on_record: Completeness, **more: Any) -> NamedList:
    given = {"kind": "assist", "title": "协助事项清单", "clause": "SD-02", "on_record": on_record, **more}
    return NamedList.model_validate(given)


def naming(pack: CompiledPack, *lists: tuple[str, NamedList]) -> CompiledPack:
    return replace(pack, named_lists=lists)


def standing(owner: str, *, complete: bool = True, kind: str = "assist", **more: Any) -> Standing:
    return Standing(owner, ListKind(kind), more.pop("title", "协助事项清单"), "SD-02", complete, **more)


def assist(pack: CompiledPack, *editions: Standing) -> Completeness:
    return list_states(pack, editions)[ListKind.ASSIST].completeness


def test_a_row_of_the_kinds_table_replaces_the_parents_and_the_others_are_inherited(pack: CompiledPack) -> None:
    assert set(pack.kinds) == set(Kind)
    assert pack.kinds[Kind.PLAQUE].reds == (ListKind.NEGATIVE,)
    assert pack.kinds[Kind.AFFAIR].exemption is None, "the nation's exemption is not taken over by another row"
    assert pack.kinds[Kind.CERTIFICATE].exemption is not None


def test_a_route_is_the_nearest_packs(pack: CompiledPack) -> None:
    assert [route.apply_to for route in pack.kinds[Kind.AFFAIR].routes] == ["县民政局"]


def test_rules_clauses_statutes_and_place_names_add_up(pack: CompiledPack, chain: tuple[Pack, ...]) -> None:
    assert {rule.pack for rule in pack.rules} == {"shidian", "cn"}
    assert set(pack.clauses) == {clause.id for part in chain for clause in part.clauses}
    assert len(pack.statutes) == sum(len(part.header.statutes) for part in chain)
    assert pack.place_names[:2] == ("试点县", "试点")


def test_an_authority_becomes_all_its_names_without_joining_words(pack: CompiledPack) -> None:
    row = next(rule for rule in pack.rules if rule.id == "SD-R06")
    assert row.unless[0].facts == (FactTest("consent_of", ("县委县政府", "试点县委试点县政府")),)


def test_units_and_location_of_an_item_become_tests_of_facts(chain: tuple[Pack, ...]) -> None:
    plaques = next(part for part in chain[0].lists if part.kind is ListKind.PLAQUE)
    item = compile_items(plaques, chain[0])[0]
    assert set(item.when.facts) == {FactTest("location", ("outside",)), FactTest("village_type", ("village",))}
    duties = next(part for part in chain[0].lists if part.kind is ListKind.DUTY)
    assert [item.when.facts for item in compile_items(duties, chain[0])][1] == ()


def test_item_codes_check_themselves_and_never_repeat(chain: tuple[Pack, ...]) -> None:
    codes = [item.code for pack in chain for part in pack.lists for item in compile_items(part, pack)]
    assert len(set(codes)) == len(codes)
    assert all(is_valid_code(code) for code in codes)


def test_a_pack_rebuilt_from_its_stored_content_is_the_same(chain: tuple[Pack, ...]) -> None:
    for pack in chain:
        again = pack_from_content(pack.content)
        assert (again, again.hash) == (pack, pack.hash)


def test_a_list_binds_between_its_dates(chain: tuple[Pack, ...]) -> None:
    part = chain[0].lists[0].model_copy(update={"effective": date(2026, 1, 10), "ends": date(2026, 2, 1)})
    days = [date(2026, 1, 9), date(2026, 1, 10), date(2026, 2, 1), date(2026, 2, 2)]
    assert [in_force(part, day) for day in days] == [False, True, True, False]


class TestCompleteness:
    """How much of a kind of list is on record."""

    def test_a_named_list_without_any_edition_is_missing(self, pack: CompiledPack) -> None:
        assert assist(naming(pack, ("shidian", named(MISSING)))) is MISSING
        assert assist(naming(pack, ("shidian", named(COMPLETE)))) is MISSING

    def test_an_edition_that_is_not_whole_leaves_it_incomplete(self, pack: CompiledPack) -> None:
        book = naming(pack, ("shidian", named(INCOMPLETE)))
        assert assist(book, standing("shidian", complete=False)) is INCOMPLETE

    def test_a_whole_edition_does_not_make_up_for_a_pack_that_says_it_has_not_everything(
        self, pack: CompiledPack
    ) -> None:
        assert assist(naming(pack, ("shidian", named(INCOMPLETE))), standing("shidian")) is INCOMPLETE

    def test_a_whole_edition_of_a_list_on_record_is_complete(self, pack: CompiledPack) -> None:
        assert assist(naming(pack, ("shidian", named(COMPLETE))), standing("shidian")) is COMPLETE

    def test_a_list_that_a_steward_recorded_whole_is_complete(self, pack: CompiledPack) -> None:
        book = naming(pack, ("shidian", named(MISSING)))
        assert assist(book, standing("shidian", recorded=True)) is COMPLETE
        assert assist(book, standing("shidian", recorded=True, complete=False)) is INCOMPLETE

    def test_of_two_lists_that_a_pack_names_a_recorded_one_counts_for_its_own_title(self, pack: CompiledPack) -> None:
        book = naming(pack, ("shidian", named(MISSING)), ("shidian", named(MISSING, title="第二批")))
        first = standing("shidian", recorded=True)
        assert assist(book, first) is INCOMPLETE
        assert assist(book, first, replace(first, title="第二批")) is COMPLETE

    def test_all_levels_must_be_whole_where_they_add_up(self, pack: CompiledPack) -> None:
        book = naming(pack, ("shidian", named(COMPLETE)), ("cn", named(COMPLETE)))
        assert assist(book, standing("shidian")) is INCOMPLETE
        assert assist(book, standing("shidian"), standing("cn")) is COMPLETE

    def test_only_the_nearest_level_counts_where_the_policy_says_so(self, pack: CompiledPack) -> None:
        book = naming(pack, ("shidian", named(COMPLETE, combine="nearest")), ("cn", named(MISSING)))
        assert assist(book, standing("shidian")) is COMPLETE
        assert assist(book, standing("cn")) is MISSING
        assert not counts_here(book, ListKind.ASSIST, "cn")
        assert counts_here(book, ListKind.ASSIST, ""), "a town's own list still counts"

    def test_red_lists_always_add_up(self, pack: CompiledPack) -> None:
        book = naming(
            pack,
            ("shidian", named(COMPLETE, kind="negative", combine="nearest")),
            ("cn", named(MISSING, kind="negative")),
        )
        state = list_states(book, [standing("shidian", kind="negative")])[ListKind.NEGATIVE]
        assert state.completeness is INCOMPLETE
        assert counts_here(book, ListKind.NEGATIVE, "cn")

    def test_a_list_that_nobody_names_and_nobody_keeps_is_missing_without_a_title(self, pack: CompiledPack) -> None:
        state = list_states(naming(pack), [])[ListKind.FORM]
        assert (state.completeness, state.title, state.clause) == (MISSING, "", None)

    def test_scopes_for_which_a_part_is_closed_are_passed_on(self, pack: CompiledPack) -> None:
        book = naming(pack, ("shidian", named(INCOMPLETE)))
        part = standing("shidian", complete=False, complete_for=(INSIDE,))
        assert list_states(book, [part])[ListKind.ASSIST].complete_for == (INSIDE,)

    def test_the_order_of_editions_does_not_matter(self, pack: CompiledPack) -> None:
        book = naming(pack, ("shidian", named(COMPLETE)), ("cn", named(INCOMPLETE)))
        editions = [standing("shidian"), standing("cn", complete=False), standing("", recorded=True)]
        assert len({assist(book, *order) for order in permutations(editions)}) == 1
