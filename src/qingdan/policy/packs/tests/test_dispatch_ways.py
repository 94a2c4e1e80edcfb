"""How what is listed reaches villages, and emergencies: by the pack, the nearest counts, and each says its source."""

from __future__ import annotations

from pathlib import Path

import pytest

from qingdan.policy.gate.model import Kind
from qingdan.policy.packs.compiling import CompiledPack, compile_pack
from qingdan.policy.packs.reading import library_packs
from qingdan.policy.packs.tests.packs import changed, problems_of


def compiled(name: str) -> CompiledPack:
    library = library_packs()
    return compile_pack([library[name], library["cn"]])


@pytest.mark.parametrize(("pack", "clause"), [("ninghe", "NH-35"), ("changchun", "CC-08b")])
def test_forms_go_through_the_towns_plan_where_the_document_says_so(pack: str, clause: str) -> None:
    way = compiled(pack).dispatch[Kind.FORM]
    assert (way.via, way.clause) == ("town_plan", clause)
    assert compiled(pack).dispatch[Kind.AFFAIR].via == "direct"


@pytest.mark.parametrize("pack", ["beijing", "kongtong", "anshan"])
def test_where_it_says_nothing_everything_goes_directly_and_that_is_the_products_setting(pack: str) -> None:
    way = compiled(pack).dispatch[Kind.FORM]
    assert (way.via, way.clause, way.source) == ("direct", None, "product")


@pytest.mark.parametrize("pack", ["ninghe", "changchun", "beijing", "kongtong", "anshan"])
def test_what_passed_as_an_emergency_is_filed_within_working_days(pack: str) -> None:
    emergency = compiled(pack).emergency
    assert emergency is not None
    assert (emergency.filing_workdays, emergency.source) == (3, "product")


def test_a_way_without_its_clause_is_refused(tmp_path: Path) -> None:
    ways = "dispatch:\n  - {kinds: [form], via: town_plan}\nemergency: {declared_by: [county], filing_workdays: 5}\nlists:\n"
    folder = changed(tmp_path, ("pack.yaml", "lists:\n", ways))
    assert [problem.message[:8] for problem in problems_of(folder)] == ["派发办法要写依据", "紧急情况的规定要"]


def test_a_kind_goes_one_way(tmp_path: Path) -> None:
    ways = "dispatch:\n  - {kinds: [form, affair], via: town_plan, clause: SD-06}\n  - {kinds: [form], via: direct, clause: SD-06}\nlists:\n"
    [problem] = problems_of(changed(tmp_path, ("pack.yaml", "lists:\n", ways)))
    assert "用了不止一次" in problem.message
