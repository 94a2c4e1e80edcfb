"""Conditions in words, as the rule pages show them."""

from __future__ import annotations

from typing import Any

import pytest

from qingdan.policy.gate.labels import COMPLETENESS_LABELS, EFFECT_LABELS, KIND_HINTS, KIND_LABELS, LIST_KIND_LABELS
from qingdan.policy.gate.model import Completeness, Effect, Kind, ListKind
from qingdan.policy.packs.readable import AREA_LABELS, area_label, condition_in_words, terms_in_words
from qingdan.policy.packs.reading import library_packs
from qingdan.policy.packs.rule_specs import ConditionSpec, TermsSpec
from qingdan.policy.packs.schema import Authority


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, ""),
        ({"location": "outside"}, "挂在哪里：外墙、门口"),
        ({"location": {"not": "outside"}}, "挂在哪里：不是外墙、门口"),
        ({"issuer_level": ["county", "town"]}, "哪一级要求的：区县级、镇街级"),
        ({"temporary": True}, "临时：是"),
        ({"temporary": False}, "临时：否"),
        ({"temporary": {"not": True}}, "临时：否"),
        ({"consent_of": "@city"}, "谁同意的：市委、市政府"),
        ({"consent_of": "@nobody"}, "谁同意的：@nobody"),
        ({"location": "inside", "temporary": True}, "挂在哪里：屋里，并且临时：是"),
    ],
)
def test_a_condition_reads_as_a_person_would_say_it(facts: dict[str, Any], words: str) -> None:
    city = Authority(id="city", title="市委、市政府", level="city", names=["市委"])
    assert condition_in_words(ConditionSpec(facts=facts), {"city": city}) == words


def test_standing_on_a_list_is_said_too() -> None:
    assert (
        condition_in_words(ConditionSpec(on_list=[ListKind.DUTY, ListKind.ASSIST]), {})
        == "正好在履职事项、协助事项清单上"
    )


def test_phrases_read_as_a_sentence() -> None:
    terms = TermsSpec.model_validate(
        {
            "any_of": ["照片", "截图"],
            "none_of": ["自愿"],
            "title_only": True,
            "examples": {"hit": ["照片"], "miss": ["字"]},
        }
    )
    assert terms_in_words(terms) == "名称里写有“照片”或“截图”，没有写“自愿”"
    assert terms_in_words(None) == ""


def test_every_word_of_the_vocabularies_has_a_label() -> None:
    assert set(KIND_LABELS) == set(KIND_HINTS) == set(Kind)
    assert set(LIST_KIND_LABELS) == set(ListKind)
    assert set(EFFECT_LABELS) == set(Effect)
    assert set(COMPLETENESS_LABELS) == set(Completeness)


def test_every_area_of_the_library_has_a_word() -> None:
    clauses = [clause for pack in library_packs().values() for clause in pack.clauses]
    areas = {clause.area for clause in clauses} | {clause.awaits for clause in clauses if clause.awaits}
    assert sorted(areas - set(AREA_LABELS)) == []
    assert area_label("something-new") == "something-new"
