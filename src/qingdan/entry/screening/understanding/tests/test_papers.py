"""What addressees, headings and tables of a notice say about whom its sentences ask."""

from __future__ import annotations

from qingdan.entry.screening.model import Block, BlockKind, Cell, Level, NotDemand, Paper, Understood
from qingdan.entry.screening.reading import read_words
from qingdan.entry.screening.understanding import understand


def read(text: str) -> dict[str, Understood]:
    paper = read_words(text)
    return {paper.text[one.start : one.end].strip(): one for one in understand(paper)}


def found(text: str) -> list[str]:
    return [words for words, one in read(text).items() if one.demand]


HEAD = "关于做好秋收安全工作的通知\n\n"


def test_general_words_mean_villages_where_villages_are_addressed() -> None:
    body = "各单位要于每周五前报送农机安全台账。\n"
    assert found(HEAD + "各乡镇、各村（社区）：\n" + body) == [body.strip()]
    assert found(HEAD + "各乡镇人民政府，县直各部门：\n" + body) == []


def test_a_sentence_without_subject_falls_to_the_addressed_villages() -> None:
    body = "要对农机逐台排查，建立台账。\n"
    one = read(HEAD + "各村（社区）：\n" + body)[body.strip()]
    assert one.demand
    assert one.level is Level.IMPLICIT
    assert one.who == "各村（社区）"
    assert found(HEAD + "各乡镇人民政府：\n" + body) == []


def test_who_was_last_spoken_of_does_not_reach_the_next_paragraph() -> None:
    text = HEAD + "各乡镇人民政府：\n各村要逐户宣传。\n每月报送统计报表。\n"
    assert found(text) == ["各村要逐户宣传。"]


def test_a_heading_that_names_villages_makes_its_section_theirs() -> None:
    text = (
        HEAD
        + "各乡镇人民政府：\n一、职责分工\n（一）各村（社区）职责\n1.开展秸秆禁烧巡查。\n2.建立禁烧台账。\n"
        + "（二）乡镇职责\n1.开展督导检查。\n2.建立督导台账。\n"
    )
    assert found(text) == ["开展秸秆禁烧巡查。", "建立禁烧台账。"]


def test_a_line_that_only_names_villages_opens_a_list_for_them() -> None:
    text = HEAD + "县直各部门：\n各村职责：\n开展入户宣传，建立台账。\n镇农业办职责：\n开展入户宣传，建立台账。\n"
    assert sum(one.demand for one in understand(read_words(text))) == 1


def test_a_heading_that_only_names_a_subject_is_no_demand() -> None:
    text = HEAD + "各乡镇人民政府：\n二、规范村级组织挂牌\n按清单执行。\n"
    assert found(text) == []


def table(rows: list[tuple[str, ...]], heads: tuple[str, ...]) -> Paper:
    text, blocks = "", []
    for row in rows:
        start = len(text)
        cells = []
        for head, words in zip(heads, row, strict=True):
            cells.append(Cell(head, len(text), len(text) + len(words)))
            text += words + "\t"
        text = text[:-1] + "\n"
        blocks.append(Block(BlockKind.ROW, start, len(text) - 1, cells=tuple(cells)))
    return Paper(text, tuple(blocks))


def test_a_row_is_for_whom_its_cell_names() -> None:
    heads = ("工作任务", "责任单位", "完成时限")
    rows = [
        ("建立隐患排查台账", "各村（社区）", "每月5日前"),
        ("建立隐患排查台账", "县应急局", "每月5日前"),
        ("开展执法检查", "县应急局、各镇", "长期"),
    ]
    village, office, town = understand(table(rows, heads))
    assert village.demand
    assert village.who == "各村（社区）"
    assert village.what == "隐患排查台账"
    assert not office.demand
    assert office.not_demand is NotDemand.DEPT
    assert not town.demand


def test_a_row_without_such_a_cell_is_read_by_its_words() -> None:
    heads = ("序号", "内容")
    first, second = understand(table([("1", "各村每周报送台账"), ("2", "县民政局报送台账")], heads))
    assert first.demand
    assert not second.demand


def test_an_enumeration_is_cut_at_its_semicolons() -> None:
    text = HEAD + "各村（社区）：\n一是摸清底数，逐户登记造册；二是强化值守，落实专人；三是县局加强督导。\n"
    entries = [one for one in understand(read_words(text)) if one.demand]
    assert len(entries) == 2
    assert [str(kind) for kind in entries[1].kinds] == ["affair", "mechanism"] or "mechanism" in entries[1].kinds


def test_positions_are_those_of_the_paper() -> None:
    text = HEAD + "各村：\n　　各村要逐户排查。（二）县局要督导。\n"
    paper = read_words(text)
    for one in understand(paper):
        words = paper.text[one.start : one.end]
        assert words == words.strip()
        assert words


def test_what_leads_in_asks_nothing_unless_it_names_a_village() -> None:
    body = "为做好防汛工作，提高防范水平，现将有关事项通知如下。\n各村要值守。\n落实防范措施，分工如下：\n"
    assert found(HEAD + "各村（社区）：\n" + body) == ["各村要值守。"]
    named = "为做好防汛，请各村立即排查，具体要求如下：\n"
    assert found(HEAD + "各村（社区）：\n" + named) == [named.strip()]
