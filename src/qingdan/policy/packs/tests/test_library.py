"""The packs that come with the program."""

from __future__ import annotations

from collections import Counter

import pytest

from qingdan.policy.packs.compiling import compile_items, compile_pack, item_code
from qingdan.policy.packs.reading import LIBRARY, Pack, library_packs, pack_from_content
from qingdan.policy.packs.validation import find_problems, resolve_chain

NAMES = sorted(path.parent.name for path in LIBRARY.glob("*/pack.yaml"))


@pytest.fixture(params=NAMES)
def pack(request: pytest.FixtureRequest) -> Pack:
    return library_packs()[request.param]


def test_there_is_a_national_pack_and_five_jurisdictions() -> None:
    assert len(NAMES) == 6
    assert [pack.id for pack in library_packs().values() if pack.header.extends is None] == ["cn"]


def test_a_library_pack_is_valid(pack: Pack) -> None:
    assert find_problems(resolve_chain(pack, library_packs())) == []


def test_a_pack_lies_in_the_folder_of_its_id(pack: Pack) -> None:
    assert (LIBRARY / pack.id / "pack.yaml").is_file()


def test_no_rule_changes_its_meaning_by_being_stored(pack: Pack) -> None:
    chain = resolve_chain(pack, library_packs())
    assert compile_pack([pack_from_content(part.content) for part in chain]) == compile_pack(chain)


def test_every_rule_stands_on_a_clause_or_says_that_it_is_ours(pack: Pack) -> None:
    assert [rule.id for rule in pack.rules if (rule.clause is None) != (rule.source == "product")] == []


def test_every_item_says_where_it_comes_from(pack: Pack) -> None:
    nameless = [
        (part.id, item.code)
        for part in pack.lists
        for item in compile_items(part, pack)
        if not item.document or not (item.clause or item.basis or part.source_url)
    ]
    assert nameless == []


def test_codes_never_repeat_over_all_packs() -> None:
    packs = library_packs().values()
    codes = [item_code(p.header.code, part.code, item.id) for p in packs for part in p.lists for item in part.items]
    assert [code for code, times in Counter(codes).items() if times > 1] == []
    assert len({pack.header.code for pack in packs}) == len(packs)
    assert len({pack.header.division for pack in packs}) == len(packs)


def test_clause_ids_never_repeat_over_all_packs() -> None:
    ids = Counter(clause.id for pack in library_packs().values() for clause in pack.clauses)
    assert [clause for clause, times in ids.items() if times > 1] == []
