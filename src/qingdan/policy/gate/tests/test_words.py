"""Phrases and guard words."""

from __future__ import annotations

from qingdan.policy.gate.model import Terms
from qingdan.policy.gate.words import hold_in

PHOTOS = Terms(any_of=("照片", "截图"), guards=("不得", "禁止"))


def test_a_phrase_in_title_or_text_holds() -> None:
    assert hold_in(PHOTOS, "每天上传照片")
    assert hold_in(PHOTOS, "巡查", "各村附现场截图。")


def test_a_guard_word_before_it_in_the_same_sentence_disarms_it() -> None:
    assert not hold_in(PHOTOS, "不得要求上传照片")
    assert hold_in(PHOTOS, "不得拖延。各村上传照片")
    assert hold_in(PHOTOS, "上传照片，不得拖延")


def test_a_guarded_and_an_unguarded_mention_still_hold() -> None:
    assert hold_in(PHOTOS, "禁止摆拍照片。每天上传照片。")


def test_all_of_and_none_of() -> None:
    terms = Terms(any_of=("成立", "设立"), all_of=("挂牌",), none_of=("镇里",))
    assert hold_in(terms, "成立工作站并挂牌")
    assert not hold_in(terms, "成立工作站")
    assert not hold_in(terms, "镇里成立工作站并挂牌")


def test_title_only_does_not_look_into_the_text() -> None:
    terms = Terms(any_of=("照片",), title_only=True)
    assert hold_in(terms, "照片", "")
    assert not hold_in(terms, "巡查", "照片")


def test_spaces_and_width_do_not_hide_a_phrase() -> None:
    assert hold_in(PHOTOS, "每天 上 传 照 片")
    assert hold_in(Terms(any_of=("APP",)), "安装ａｐｐ")
