"""What a pack becomes for the gate: inheritance, authorities, items, and how much of each list is on record."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qingdan.policy.gate.codes import is_valid_code
from qingdan.policy.gate.model import FactTest, Kind, ListKind
from qingdan.policy.packs.checking import check_folder
from qingdan.policy.packs.compiling import CompiledPack, compile_items, compile_pack
from qingdan.policy.packs.reading import Pack, pack_from_content
from qingdan.policy.packs.tests.packs import SHIDIAN


@pytest.fixture(scope="module")
def chain() -> tuple[Pack, ...]:
    return check_folder(SHIDIAN)


@pytest.fixture(scope="module")
def pack(chain: tuple[Pack, ...]) -> CompiledPack:
    return compile_pack(chain)


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


def test_a_document_that_protects_villages_says_nothing_of_communities(chain: tuple[Pack, ...]) -> None:
    header = chain[0].header.model_copy(update={"protected_units": ["village"]})
    narrowed = compile_pack([replace(chain[0], header=header), chain[1]])
    for rule in narrowed.rules:
        tests = [test for test in rule.when.facts if test.fact == "village_type"]
        assert (FactTest("village_type", ("village",)) in tests) == (rule.pack == "shidian")
    assert narrowed.defaults["village_type"] == "village"
    assert "village_type" not in compile_pack(chain).defaults
