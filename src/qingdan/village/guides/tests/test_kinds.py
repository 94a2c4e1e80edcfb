"""The catalogue of a place: lists of every level, for the sort of unit that it is, each kind with its guide."""

from __future__ import annotations

from datetime import date

import pytest

from qingdan.foundation.orgs.choices import Level
from qingdan.policy.packs.queries import OutsideEveryPack
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.lists.services import install_pack_lists
from qingdan.village.guides.queries import kind_at, kinds_at, kinds_known_at, service_guide

ON = date(2026, 3, 2)
VILLAGE, COMMUNITY = "120117103201", "120117001001"
BEIJING, KONGTONG = "110101001001", "620802101201"


@pytest.fixture(autouse=True)
def lists(db: None) -> None:
    install_library_packs()
    install_pack_lists()


def test_the_lists_of_every_level_add_up() -> None:
    kinds = kinds_at(COMMUNITY, ON)
    barred = [kind for kind in kinds if kind.regime == "barred"]
    assert len(barred) == 20 and {kind.level for kind in barred} == {Level.CENTRAL}
    retained = {kind.title: kind for kind in kinds if kind.regime == "retained"}
    assert retained["居民在社区居住证明"].level is Level.COUNTY
    assert retained["收养人婚姻状况和抚养教育能力证明"].level is Level.CENTRAL
    assert "民政" in retained["收养人婚姻状况和抚养教育能力证明"].lead_body


def test_a_village_has_none_that_a_list_has_for_communities_only() -> None:
    titles = {kind.title for kind in kinds_at(VILLAGE, ON)}
    assert "居民在社区居住证明" not in titles
    known = {kind.title: kind.here for kind in kinds_known_at(VILLAGE, ON)}
    assert known["居民在社区居住证明"] is False and known["亲属关系证明"] is True


def test_a_district_has_the_kinds_of_both_sorts_of_unit() -> None:
    assert "居民在社区居住证明" in {kind.title for kind in kinds_at("120117000000", ON)}


@pytest.mark.parametrize("words", ["CN-BC-01", "亲属关系证明", " 亲属关系 证明"])
def test_a_kind_is_found_by_code_title_and_alias(words: str) -> None:
    code = next(kind.code for kind in kinds_at(VILLAGE, ON) if kind.title == "亲属关系证明")
    found = kind_at(VILLAGE, code if words.startswith("CN") else words, ON)
    assert found is not None and found.regime == "barred" and "公安派出所" in found.handled_by


def test_an_alias_finds_the_kind_and_an_unknown_one_none() -> None:
    found = kind_at(KONGTONG, "收入证明", ON)
    assert found is not None and found.title == "居民财产证明"
    assert kind_at(KONGTONG, "跳广场舞证明", ON) is None
    assert kind_at(KONGTONG, "", ON) is None


def test_where_two_lists_have_a_title_the_harder_counts() -> None:
    found = kind_at(BEIJING, "居民养犬证明", ON)
    assert found is not None and found.regime == "barred" and found.conflict


def test_outside_every_pack_there_is_no_catalogue() -> None:
    with pytest.raises(OutsideEveryPack):
        kinds_at("330106001001", ON)


def test_a_service_without_a_guide_has_none() -> None:
    assert service_guide("NH-SV-01", VILLAGE, ON) is None


def test_the_number_of_queries_does_not_grow_with_kinds(django_assert_max_num_queries: object) -> None:
    kinds_at(COMMUNITY, ON)
    with django_assert_max_num_queries(16):
        kinds_at(COMMUNITY, ON)
