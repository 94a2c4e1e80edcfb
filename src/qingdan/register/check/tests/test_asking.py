"""A question as an address, and what a sentence's matter is called."""

from __future__ import annotations

from urllib.parse import parse_qs, parse_qsl

import pytest

from qingdan.policy.gate.model import Kind
from qingdan.register.check.asking import Asked, fact_in_words, first_sentence, guessed_from, matter

SAID = {"words": "挂牌子", "place": "120117", "kind": "plaque", "f.location": "outside", "f.temporary": "true"}


def test_a_question_survives_the_way_through_an_address() -> None:
    asked = Asked.from_address(SAID)
    assert Asked.from_address(dict(parse_qsl(asked.address()))) == asked


def test_an_address_can_be_changed_and_a_fact_taken_back() -> None:
    asked = Asked.from_address(SAID)
    assert parse_qs(asked.address(kind=""))["f.location"] == ["outside"]
    assert "kind" not in parse_qs(asked.address(kind=""))
    assert parse_qs(asked.without_fact("location")).keys() == {"words", "place", "kind", "f.temporary"}


def test_control_characters_are_dropped_and_empty_facts_are_nothing() -> None:
    asked = Asked.from_address({"words": "挂\x00牌\x1b子", "f.location": " \x00 "})
    assert (asked.words, dict(asked.facts)) == ("挂牌子", {})


@pytest.mark.parametrize(
    ("kind", "words", "name"),
    [
        (Kind.CERTIFICATE, "开具无犯罪记录证明", "无犯罪记录证明"),
        (Kind.CERTIFICATE, "开一张亲属关系证明", "亲属关系证明"),
        (Kind.PLAQUE, "挂警务室的牌子", "警务室"),
        (Kind.PLAQUE, "挂一块牌子", "挂一块牌子"),
        (Kind.PLAQUE, "给村里挂社区工作站的牌子", "社区工作站"),
        (Kind.PLEDGE, "请各村签订安全生产责任书", "安全生产责任书"),
        (Kind.FORM, "各村每周报送残疾人台账", "残疾人台账"),
        (Kind.FORM, "村规民约台账", "村规民约台账"),
        (Kind.MECHANISM, "成立秸秆禁烧领导小组", "秸秆禁烧领导小组"),
        (Kind.FORM, "每周报送残疾人台账", "残疾人台账"),
        (Kind.CERTIFICATE, "不得开具无犯罪记录证明", "不得开具无犯罪记录证明"),
        (Kind.AFFAIR, "协助开展医保参保登记", "协助开展医保参保登记"),
    ],
)
def test_the_plain_verb_around_a_name_is_no_part_of_it(kind: Kind, words: str, name: str) -> None:
    assert matter(words, kind) == name


def test_a_short_sentence_is_the_name_and_a_long_text_gives_its_first_sentence() -> None:
    assert first_sentence(" 开具证明。 ") == "开具证明"
    assert first_sentence("各村要报台账。" + "附照片。" * 30) == "各村要报台账"
    assert first_sentence("好" * 100) == "好" * 100
    assert first_sentence("第一行\n第二行") == "第一行"


def test_the_whole_text_goes_along_where_the_name_is_only_a_part() -> None:
    words = "各村要报台账。" + "附照片。" * 30
    document = Asked.from_address({"words": words}).document("trace")
    assert (document["title"], document["text"]) == ("各村要报台账", words)
    assert Asked.from_address({"words": "防火宣传"}).document("affair")["text"] == ""


def test_a_chosen_kind_and_frequency_win_over_the_guess() -> None:
    guessed = Asked.from_address({"words": "每周报送台账，附照片"})
    assert guessed.kinds[0] == "trace" and guessed.often == "weekly"
    chosen = Asked.from_address({"words": "每周报送台账，附照片", "kind": "form", "frequency": "monthly"})
    assert (chosen.kinds, chosen.often) == (("form",), "monthly")
    assert guessed_from("每周报送台账，附照片")[Kind.FORM]


def test_facts_read_as_people_say_them() -> None:
    assert fact_in_words("location", "outside") == ("挂在哪里", "外墙、门口")
    assert fact_in_words("temporary", True) == ("临时", "是")
    assert fact_in_words("temporary", "false") == ("临时", "否")
    assert fact_in_words("something", "x") == ("something", "x")
