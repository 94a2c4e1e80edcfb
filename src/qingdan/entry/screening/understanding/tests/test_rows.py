"""Rows of tables: who, what, when and how often from cells of their own."""

from __future__ import annotations

from qingdan.entry.screening.model import Understood
from qingdan.entry.screening.reading import read_words
from qingdan.entry.screening.understanding import understand, understand_text

TABLE = (
    "关于秋季任务的通知\n\n各村（社区）：\n任务分解如下。\n"
    "任务内容\t责任单位\t频次\t完成时限\n"
    "报送整治台账\t各村\t每周\t长期\n"
    "清理沟渠\t各村委会\t一次性\t11月30日前\n"
    "开展督查\t镇村建办\t每月\t每月5日前\n"
)


def rows(text: str) -> dict[str, Understood]:
    paper = read_words(text)
    return {paper.text[one.start : one.end].split("\t")[0]: one for one in understand(paper)}


def test_how_often_and_by_when_stand_in_cells_of_their_own() -> None:
    found = rows(TABLE)
    assert found["报送整治台账"].frequency == "weekly"
    assert found["清理沟渠"].deadline == "11月30日前"
    assert found["清理沟渠"].frequency == "once"
    assert not found["开展督查"].demand


def test_a_line_with_tabs_is_a_row_and_its_actor_a_cell() -> None:
    one = understand_text("村党支部书记\t签订防溺水责任状\t6月1日前")
    assert one.demand
    assert one.who == "村党支部书记"
    assert one.deadline == "6月1日前"
    assert [str(kind) for kind in one.kinds] == ["pledge"]
    assert not understand_text("镇民政办\t签订防溺水责任状\t6月1日前").demand


def test_a_line_that_says_for_whom_the_table_is_asks_nothing_itself() -> None:
    found = rows(
        "人居环境考核办法\n\n考核对象：各村（社区）\n考核项目\t评分标准\t分值\n公厕管理\t每发现一处脏污扣1分\t10\n"
    )
    assert [words for words, one in found.items() if one.demand] == ["公厕管理"]


def test_items_below_a_lead_in_are_for_whom_it_speaks_to() -> None:
    found = rows("关于防汛的紧急通知\n\n各村、镇直各单位：\n各村今天务必：\n1.清空低洼地带住户；\n2.在群里报人数；\n")
    assert found["清空低洼地带住户；"].demand
    assert found["在群里报人数；"].demand


def test_residents_in_an_item_below_a_lead_in_are_what_the_village_sees_to() -> None:
    found = rows(
        "关于复查的通知\n\n各社区居委会：\n各社区今晚完成以下事项：\n（1）志愿者上岗，每个路口不少于2人；\n（2）更换公益广告；\n"
    )
    assert [words for words, one in found.items() if one.demand] == [
        "志愿者上岗，每个路口不少于2人；",
        "更换公益广告；",
    ]
