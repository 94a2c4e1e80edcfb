"""How much of a kind of list is on record, and how the lists of several levels combine."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from qingdan.policy.gate.model import Completeness, Condition, FactTest, Item, ListKind
from qingdan.policy.packs.checking import check_folder
from qingdan.policy.packs.compiling import CompiledPack, compile_pack
from qingdan.policy.packs.completeness import Standing, counts_here, list_states, within_parents
from qingdan.policy.packs.schema import NamedList
from qingdan.policy.packs.tests.packs import SHIDIAN

COMPLETE, INCOMPLETE, MISSING = Completeness.COMPLETE, Completeness.INCOMPLETE, Completeness.MISSING
VILLAGES = Condition((FactTest("village_type", ("village",)),))
INSIDE = Condition((FactTest("location", ("inside",)),))


@pytest.fixture(scope="module")
def pack() -> CompiledPack:
    return compile_pack(check_folder(SHIDIAN))


def named(on_record: Completeness, **more: Any) -> NamedList:
    given = {"kind": "assist", "title": "协助事项清单", "clause": "SD-02", "on_record": on_record, **more}
    return NamedList.model_validate(given)


def naming(pack: CompiledPack, *lists: tuple[str, NamedList]) -> CompiledPack:
    return replace(pack, named_lists=lists)


def standing(owner: str, *, complete: bool = True, kind: str = "assist", **more: Any) -> Standing:
    return Standing(owner, ListKind(kind), more.pop("title", "协助事项清单"), "SD-02", complete, **more)


def assist(pack: CompiledPack, *editions: Standing) -> Completeness:
    return list_states(pack, editions)[ListKind.ASSIST].completeness


def test_a_named_list_without_any_edition_is_missing(pack: CompiledPack) -> None:
    assert assist(naming(pack, ("shidian", named(MISSING)))) is MISSING
    assert assist(naming(pack, ("shidian", named(COMPLETE)))) is MISSING


def test_an_edition_that_is_not_whole_leaves_it_incomplete(pack: CompiledPack) -> None:
    book = naming(pack, ("shidian", named(INCOMPLETE)))
    assert assist(book, standing("shidian", complete=False)) is INCOMPLETE


def test_a_whole_edition_does_not_make_up_for_a_pack_that_says_it_has_not_everything(pack: CompiledPack) -> None:
    assert assist(naming(pack, ("shidian", named(INCOMPLETE))), standing("shidian")) is INCOMPLETE


def test_a_whole_edition_of_a_list_on_record_is_complete(pack: CompiledPack) -> None:
    assert assist(naming(pack, ("shidian", named(COMPLETE))), standing("shidian")) is COMPLETE


def test_a_list_that_a_steward_recorded_whole_is_complete(pack: CompiledPack) -> None:
    book = naming(pack, ("shidian", named(MISSING)))
    assert assist(book, standing("shidian", recorded=True)) is COMPLETE
    assert assist(book, standing("shidian", recorded=True, complete=False)) is INCOMPLETE


def test_of_two_lists_that_a_pack_names_a_recorded_one_counts_for_its_own_title(pack: CompiledPack) -> None:
    book = naming(pack, ("shidian", named(MISSING)), ("shidian", named(MISSING, title="第二批")))
    first = standing("shidian", recorded=True)
    assert assist(book, first) is INCOMPLETE
    assert assist(book, first, replace(first, title="第二批")) is COMPLETE


def test_a_pack_that_names_two_whole_lists_must_have_two(pack: CompiledPack) -> None:
    book = naming(pack, ("shidian", named(COMPLETE)), ("shidian", named(COMPLETE, title="第二批")))
    assert assist(book, standing("shidian")) is INCOMPLETE
    assert assist(book, standing("shidian"), standing("shidian", title="第二批")) is COMPLETE


def test_a_list_for_villages_closes_nothing_for_communities(pack: CompiledPack) -> None:
    book = naming(pack, ("shidian", named(COMPLETE, units=["village"])))
    state = list_states(book, [standing("shidian")])[ListKind.ASSIST]
    assert (state.completeness, state.complete_for) == (INCOMPLETE, (VILLAGES,))


def test_a_missing_list_for_communities_leaves_the_villages_closed(pack: CompiledPack) -> None:
    book = naming(
        pack,
        ("shidian", named(COMPLETE, units=["village"])),
        ("shidian", named(MISSING, units=["community"], title="社区清单")),
    )
    state = list_states(book, [standing("shidian")])[ListKind.ASSIST]
    assert (state.completeness, state.complete_for) == (INCOMPLETE, (VILLAGES,))
    both = [standing("shidian"), standing("shidian", recorded=True)]
    assert list_states(book, both)[ListKind.ASSIST].completeness is INCOMPLETE, "recorded under no title of its own"


def test_all_levels_must_be_whole_where_they_add_up(pack: CompiledPack) -> None:
    book = naming(pack, ("shidian", named(COMPLETE)), ("cn", named(COMPLETE)))
    assert assist(book, standing("shidian")) is INCOMPLETE
    assert assist(book, standing("shidian"), standing("cn")) is COMPLETE


def test_only_the_nearest_level_counts_where_the_policy_says_so(pack: CompiledPack) -> None:
    book = naming(pack, ("shidian", named(COMPLETE, combine="nearest")), ("cn", named(MISSING)))
    assert assist(book, standing("shidian")) is COMPLETE
    assert assist(book, standing("cn")) is MISSING
    assert not counts_here(book, ListKind.ASSIST, "cn")
    assert counts_here(book, ListKind.ASSIST, ""), "a town's own list still counts"


def test_red_lists_always_add_up(pack: CompiledPack) -> None:
    book = naming(
        pack,
        ("shidian", named(COMPLETE, kind="negative", combine="nearest")),
        ("cn", named(MISSING, kind="negative")),
    )
    state = list_states(book, [standing("shidian", kind="negative")])[ListKind.NEGATIVE]
    assert state.completeness is INCOMPLETE
    assert counts_here(book, ListKind.NEGATIVE, "cn")


def test_a_list_that_nobody_names_and_nobody_keeps_is_missing_without_a_title(pack: CompiledPack) -> None:
    state = list_states(naming(pack), [])[ListKind.FORM]
    assert (state.completeness, state.title, state.clause) == (MISSING, "", None)


def test_scopes_for_which_a_part_is_closed_are_passed_on(pack: CompiledPack) -> None:
    book = naming(pack, ("shidian", named(INCOMPLETE)))
    part = standing("shidian", complete=False, complete_for=(INSIDE,))
    assert list_states(book, [part])[ListKind.ASSIST].complete_for == (INSIDE,)


def test_the_order_of_editions_does_not_matter(pack: CompiledPack) -> None:
    book = naming(pack, ("shidian", named(COMPLETE)), ("cn", named(INCOMPLETE)))
    editions = [standing("shidian"), standing("cn", complete=False), standing("", recorded=True)]
    assert len({assist(book, *order) for order in permutations(editions)}) == 1


def item(title: str, kind: str = "assist") -> Item:
    return Item(code=title, title=title, list_kind=ListKind(kind), edition="", list_title="")


def titles(pack: CompiledPack, *found: tuple[int, str]) -> list[str]:
    return [each.code for each in within_parents(pack, [(height, item(title)) for height, title in found])]


def test_a_lower_level_adds_nothing_to_a_list_that_it_may_only_draw_from(pack: CompiledPack) -> None:
    book = naming(pack, ("shidian", named(COMPLETE, combine="within_parent")))
    assert titles(book, (4, "人口普查"), (6, "人口 普查"), (6, "铁路护路")) == ["人口普查", "人口 普查"]
    assert titles(book, (6, "铁路护路")) == ["铁路护路"], "the highest list there is binds as it stands"


def test_levels_add_up_where_the_policy_does_not_say_otherwise(pack: CompiledPack) -> None:
    book = naming(pack, ("shidian", named(COMPLETE)))
    assert titles(book, (4, "人口普查"), (6, "铁路护路")) == ["人口普查", "铁路护路"]


def test_a_lower_level_may_always_add_red_lines(pack: CompiledPack) -> None:
    book = naming(pack, ("shidian", named(COMPLETE, kind="negative", combine="within_parent")))
    found = [(4, item("甲", "negative")), (9, item("乙", "negative"))]
    assert [each.code for each in within_parents(book, found)] == ["甲", "乙"]
