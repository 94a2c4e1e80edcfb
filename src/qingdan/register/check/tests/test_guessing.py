"""The guess of kind and frequency from words."""

from __future__ import annotations

import pytest

from qingdan.policy.gate.model import Kind
from qingdan.register.check.guessing import guess_frequency, guess_kinds


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("各村每日上午10时前将保洁前后对比照片发至工作群", Kind.TRACE),
        ("与各村签订秸秆禁烧责任书", Kind.PLEDGE),
        ("每季度末报送残疾人家庭情况统计表", Kind.FORM),
        ("残疾人基本状况调查表", Kind.FORM),
        ("在村口加挂警务室牌子", Kind.PLAQUE),
        ("村干部一律安装注册“智慧城管”APP", Kind.CHANNEL),
        ("成立防返贫工作专班", Kind.MECHANISM),
        ("请村委会出具亲属关系证明", Kind.CERTIFICATE),
        ("发生越级上访的实行一票否决", Kind.VETO),
        ("村书记为禁烧第一责任人", Kind.LIABILITY),
        ("按季度对各村开展考核排名", Kind.APPRAISAL),
        ("组织党员清理河道", Kind.AFFAIR),
    ],
)
def test_everyday_sentences_have_the_right_kind_among_the_guesses(text: str, kind: Kind) -> None:
    assert kind in {guess.kind for guess in guess_kinds(text)}


def test_a_guess_shows_the_words_that_led_to_it() -> None:
    assert guess_kinds("与各村签订责任书")[0].words == "责任书"


@pytest.mark.parametrize(
    ("text", "frequency"),
    [
        ("每日报送", "daily"),
        ("各村每周五前报送", "weekly"),
        ("按月填报", "monthly"),
        ("季度表", "quarterly"),
        ("每半年一次", "half_yearly"),
        ("年度总结", "yearly"),
        ("尽快报送", None),
    ],
)
def test_how_often(text: str, frequency: str | None) -> None:
    assert guess_frequency(text) == frequency


@pytest.mark.parametrize("text", ["推选村民代表", "修理水表、仪表的外表", "表扬先进的村民小组长"])
def test_not_every_word_with_a_table_s_character_is_a_form(text: str) -> None:
    assert Kind.FORM not in {guess.kind for guess in guess_kinds(text)}
