"""Offices that no list names: the grammar puts them together, and leaves alone what is no office."""

from __future__ import annotations

import pytest

from qingdan.entry.screening.understanding import understand_text


@pytest.mark.parametrize(
    "who",
    [
        "村物业费代收专员",
        "社区助浴专员",
        "村部夜间值班室",
        "村级驿道巡护队",
        "村退捕渔政协管员",
        "社区家电下乡专干",
        "村（社区）老龄干事",
    ],
)
def test_an_office_of_a_village_acts_for_it(who: str) -> None:
    one = understand_text(f"{who}每周走访一次高龄老人。")
    assert one.demand
    assert one.who in who


@pytest.mark.parametrize("who", ["县第二人民医院", "镇移民安置工作组", "市眼科中心", "镇包片巡查组", "区数字经济局"])
def test_an_office_of_a_town_or_county_does_not(who: str) -> None:
    assert not understand_text(f"{who}要每周走访一次高龄老人，建立台账。").demand


@pytest.mark.parametrize(
    "text",
    [
        "社区卫生服务站每周开展义诊。",
        "村级组织负担要减下来。",
        "社区矫正小组每月走访一次。",
        "各乡镇党委书记是农村人居环境整治第一责任人。",
        "村民代表每周巡查一次河道。",
    ],
)
def test_what_only_sounds_like_an_office_of_a_village_is_none(text: str) -> None:
    assert not understand_text(text).demand


def test_a_verb_between_is_no_name() -> None:
    one = understand_text("各村培训信息员两次。")
    assert one.demand
    assert one.who == "各村"
    assert [str(kind) for kind in understand_text("选优配强村级工程监督小组，名单报镇纪委。").kinds] == [
        "form",
        "mechanism",
    ]
