"""What counts as exactly the same title."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.policy.gate.normalise import authority, bare, key, plain, sentence_start, squash


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("党群服务中心", " 党群 服务中心 "),
        ("××村（社区）党群服务中心", "村社区党群服务中心"),
        ("“平安村”创建", "平安村创建"),
        ("ＡＰＰ推广", "app推广"),
        ("残疾人家庭情况（季度）表", "残疾人家庭情况季度表"),
        ("XX街道办事处", "街道办事处"),
    ],
)
def test_spaces_brackets_quotes_and_placeholders_do_not_matter(one: str, other: str) -> None:
    assert key(one) == key(other)


def test_the_places_own_names_do_not_matter() -> None:
    names = ("刘庄村", "刘庄", "苗庄镇", "宁河区")
    assert key("苗庄镇刘庄村党群服务中心", names) == key("党群服务中心")


def test_a_title_that_is_only_the_places_name_keeps_it() -> None:
    assert key("刘庄村", ("刘庄村",)) == "刘庄村"


def test_different_words_stay_different() -> None:
    assert key("协助防火宣传") != key("协助防火巡查")


def test_control_and_invisible_characters_are_dropped() -> None:
    assert plain("防\u200b火\x00宣\u202e传") == "防火宣传"


def test_an_authority_is_the_same_with_and_without_joining_words() -> None:
    assert authority("市委、市政府") == authority("市委和市政府") == authority("市委 市政府") == "市委市政府"


def test_a_sentence_begins_behind_the_last_full_stop() -> None:
    words = squash("不得拍照。各村上报照片")
    assert sentence_start(words, words.rindex("照片")) == words.index("各")


@given(st.text(max_size=300), st.lists(st.text(max_size=6), max_size=4))
def test_a_key_is_stable_and_never_grows(title: str, names: list[str]) -> None:
    first = key(title, tuple(names))
    assert first == key(title, tuple(reversed(names)))
    assert len(first) <= len(bare(title))
    assert bool(first) == bool(bare(title))
