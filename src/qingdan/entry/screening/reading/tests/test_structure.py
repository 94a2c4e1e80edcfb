"""From words to a paper: head and foot of notices, sections, tables in text, attachments; positions that are exact."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingdan.entry.screening.model import BlockKind, Paper
from qingdan.entry.screening.reading import read_words
from qingdan.entry.screening.reading.lines import lines_of_pieces
from qingdan.entry.screening.reading.structure import paper_of, paper_of_text
from qingdan.entry.screening.reading.tests.notices import NOTICES, Notice
from qingdan.foundation.documents.extraction.pieces import Piece, PieceCell, Sort


def said(paper: Paper, *kinds: BlockKind) -> list[str]:
    return [paper.text[block.start : block.end] for block in paper.blocks if block.kind in kinds]


def headings(paper: Paper) -> list[tuple[int, str]]:
    return [(block.level, paper.text[block.start : block.end]) for block in paper.blocks if block.kind is BlockKind.HEADING]  # fmt: skip


@pytest.mark.parametrize("notice", NOTICES, ids=lambda notice: notice.name)
def test_head_and_foot_of_a_notice(notice: Notice) -> None:
    paper = read_words(notice.text)
    found = (paper.title, paper.number, paper.issuer, paper.addressees, paper.dated, paper.attachments)
    assert found == (
        notice.title, notice.number, notice.issuer, notice.addressees, notice.dated, notice.attachments,
    )  # fmt: skip
    assert paper.text == notice.text


def test_a_heading_ends_after_its_stop_and_the_text_runs_on_as_a_paragraph() -> None:
    paper = read_words(
        "工作通知\n各村：\n（一）加强宣传。各村要每周宣传。\n（二）各村要每周报一次台账。\n1.严格检查，立行立改。立即整改。"
    )
    assert headings(paper) == [(2, "（一）加强宣传。"), (3, "1.严格检查，立行立改。")]
    assert said(paper, BlockKind.PARAGRAPH) == ["各村要每周宣传。", "（二）各村要每周报一次台账。", "立即整改。"]
    assert [block.level for block in paper.blocks if block.kind is BlockKind.PARAGRAPH] == [2, 2, 3]


def test_the_levels_of_numbers() -> None:
    lines = [
        "第一章 总则",
        "一、总体要求",
        "第二节 范围",
        "（二）工作目标",
        "(三)工作步骤",
        "3．宣传阶段",
        "４、整改阶段",
        "(1)自查",
        "（2）互查",
        "3）抽查",
        "①汇总",
    ]
    paper = paper_of_text("工作细则\n" + "\n".join(f"{line}\n如期完成。" for line in lines))
    assert [level for level, _words in headings(paper)] == [1, 1, 2, 2, 2, 3, 3, 4, 4, 4, 5]


def test_items_of_a_list_head_nothing() -> None:
    paper = read_words(
        "@各村书记\n明天检查，各村今天务必：\n1. 田间地头巡查一遍\n2. 拍照发群\n3. 垃圾清干净\n谁出问题谁负责！"
    )
    assert headings(paper) == []
    assert said(paper, BlockKind.PARAGRAPH)[1:4] == ["1. 田间地头巡查一遍", "2. 拍照发群", "3. 垃圾清干净"]


def test_what_only_looks_like_a_number_is_none() -> None:
    paper = paper_of_text("通报\n各村：\n2025年3月以来，成效明显。\n3.5万亩造林任务已完成。\n12345热线反映较多。")
    assert [block.level for block in paper.blocks if block.kind is BlockKind.PARAGRAPH] == [0, 0, 0]


def test_articles_of_a_regulation_are_paragraphs() -> None:
    paper = paper_of_text(
        "考核办法\n第一章 总则\n第一条 为了规范考核，制定本办法。\n第二条 各村应当每月报送台账。逾期扣分。"
    )
    assert headings(paper) == [(1, "第一章 总则")]
    assert len(said(paper, BlockKind.PARAGRAPH)) == 2


def test_several_attachments_open_on_lines_of_their_own_and_have_titles() -> None:
    text = (
        "关于报送材料的通知\n各村：\n请报送。\n附件：1.责任分解表\n2.承诺书\n镇安监办\n2025年3月1日\n"
        "附件1\n责任分解表\n各村每月报台账。\n镇环保办\n2025年2月1日\n附件2：\n承诺书\n我村承诺不焚烧秸秆。"
    )
    paper = read_words(text)
    assert said(paper, BlockKind.TITLE) == ["关于报送材料的通知", "责任分解表", "承诺书"]
    assert paper.attachments == ("责任分解表", "承诺书")
    assert (paper.issuer, paper.dated) == ("镇安监办", date(2025, 3, 1))
    assert said(paper, BlockKind.ATTACHMENT)[-2:] == ["附件1", "附件2："]


def test_copies_printing_lines_and_page_numbers_are_no_part_of_what_it_says() -> None:
    text = "通知\n各村：\n请落实。\n镇党政办\n2025年3月1日\n抄送：区委办。\n镇党政办 2025年3月1日印发\n— 2 —\n第3页\n（联系人：张三，电话：12345）"
    assert said(read_words(text), BlockKind.OTHER) == [
        "抄送：区委办。", "镇党政办 2025年3月1日印发", "— 2 —", "第3页", "（联系人：张三，电话：12345）",
    ]  # fmt: skip


def test_a_line_that_announces_a_list_addresses_nobody() -> None:
    for line in ("现将有关事项通知如下：", "各村要做好以下工作：", "为加强管理，制定如下方案：", "各村注意："):
        assert read_words(f"某某工作方案\n{line}\n一、宣传").addressees == ()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("二〇二五年三月一日", date(2025, 3, 1)), ("二○二五年十月二十一日", date(2025, 10, 21)), ("２０２５年１２月３１日", date(2025, 12, 31)),
        ("2025-03-01", date(2025, 3, 1)), ("2025/3/1", date(2025, 3, 1)), ("2025 年 3 月 1 日", date(2025, 3, 1)), ("二0二五年正月十日", date(2025, 1, 10)),
        ("2025年2月30日", None),
    ],
)  # fmt: skip
def test_dates_as_they_are_written(written: str, meant: date | None) -> None:
    paper = read_words(f"关于会议的通知\n各村：\n请参加。\n镇人民政府\n{written}")
    assert paper.dated == meant
    assert said(paper, BlockKind.DATE) == [written]


def test_rows_with_tabs_are_a_table_with_headings() -> None:
    paper = read_words("责任分解表\n序号\t任务\t责任单位\n1\t建台账\t各村委会\n2\t报照片\t各社区\n以上请落实。")
    assert said(paper, BlockKind.TABLE_HEAD) == ["序号\t任务\t责任单位"]
    row = next(block for block in paper.blocks if block.kind is BlockKind.ROW)
    assert [(cell.head, paper.text[cell.start : cell.end]) for cell in row.cells] == [("序号", "1"), ("任务", "建台账"), ("责任单位", "各村委会")]  # fmt: skip
    assert said(paper, BlockKind.PARAGRAPH) == ["以上请落实。"]


def test_rows_with_bars_are_a_table() -> None:
    paper = read_words("责任表\n| 任务 | 责任单位 |\n|---|---|\n| 建台账 | 各村 |\n| 巡查 | 各社区 |")
    row = next(block for block in paper.blocks if block.kind is BlockKind.ROW)
    assert [(cell.head, paper.text[cell.start : cell.end]) for cell in row.cells] == [("任务", "建台账"), ("责任单位", "各村")]  # fmt: skip


def rows(*lines: list[PieceCell], head: int = 0) -> Paper:
    pieces = [Piece(Sort.ROW, place=f"表 1 第 {place + 1} 行", table=1, head=place < head, cells=tuple(cells)) for place, cells in enumerate(lines)]  # fmt: skip
    return paper_of(*lines_of_pieces(pieces))


def cells(paper: Paper) -> list[list[tuple[str, str]]]:
    return [[(cell.head, paper.text[cell.start : cell.end]) for cell in block.cells] for block in paper.blocks if block.kind is BlockKind.ROW]  # fmt: skip


def test_headings_over_two_rows_are_joined_and_merged_cells_stand_in_every_row() -> None:
    paper = rows(
        [PieceCell("序号"), PieceCell("任务"), PieceCell("责任", 2)],
        [PieceCell("序号", above=True), PieceCell("任务", above=True), PieceCell("牵头"), PieceCell("配合")],
        [PieceCell("1"), PieceCell("建台账"), PieceCell("民政办"), PieceCell("各村")],
        [PieceCell("1", above=True), PieceCell("报照片"), PieceCell("民政办", above=True), PieceCell("各社区")],
    )
    assert cells(paper) == [
        [("序号", "1"), ("任务", "建台账"), ("责任/牵头", "民政办"), ("责任/配合", "各村")],
        [("序号", "1"), ("任务", "报照片"), ("责任/牵头", "民政办"), ("责任/配合", "各社区")],
    ]


def test_a_line_over_the_whole_table_is_a_heading_and_a_title_above_is_no_row() -> None:
    paper = rows(
        [PieceCell("2025年责任分解表", 2)],
        [PieceCell("任务"), PieceCell("责任单位")],
        [PieceCell("一、宣传教育", 2)],
        [PieceCell("入户宣传"), PieceCell("各村")],
    )
    assert said(paper, BlockKind.TABLE_HEAD) == ["2025年责任分解表", "任务\t责任单位"]
    assert headings(paper) == [(1, "一、宣传教育")]
    assert cells(paper) == [[("任务", "入户宣传"), ("责任单位", "各村")]]


def test_in_a_form_each_field_stands_under_the_label_before_it() -> None:
    paper = rows(
        [PieceCell("活动名称"), PieceCell("秸秆禁烧宣传", 3)],
        [PieceCell("活动时间"), PieceCell("每周五"), PieceCell("活 动 地 点"), PieceCell("各村广场")],
        [PieceCell("工作要求"), PieceCell("各村拍照上报", 3)],
    )
    assert cells(paper) == [
        [("", "活动名称"), ("活动名称", "秸秆禁烧宣传")],
        [("", "活动时间"), ("活动时间", "每周五"), ("", "活 动 地 点"), ("活动地点", "各村广场")],
        [("", "工作要求"), ("工作要求", "各村拍照上报")],
    ]


def test_a_table_without_a_heading_row_has_rows_only() -> None:
    paper = rows(
        [PieceCell("3月1日前"), PieceCell("各村完成排查。")], [PieceCell("3月10日前"), PieceCell("各村完成整改。")]
    )
    assert [head for row in cells(paper) for head, _words in row] == [""] * 4


def test_words_that_were_broken_at_a_fixed_width_are_paragraphs_again() -> None:
    text = (
        "关于做好秸秆禁烧工作的通知\n各行政村：\n为切实做好今年秋季秸秆禁烧工作，改善空气质量，经\n研究决定，在全镇范围内开展秸秆禁烧专项行动，\n现将有关事项通知如下。\n"
        "一、各村要成立巡查队伍，实行二十四小时值班，\n每天上报巡查照片，确保不着一把火、不冒一处\n烟，并由村干部带队入户发放告知书，每户都要\n签字。\n镇人民政府\n2025年9月1日"
    )
    paper = read_words(text)
    assert [words.replace("\n", "") for words in said(paper, BlockKind.PARAGRAPH)] == [
        "为切实做好今年秋季秸秆禁烧工作，改善空气质量，经研究决定，在全镇范围内开展秸秆禁烧专项行动，现将有关事项通知如下。",
        "一、各村要成立巡查队伍，实行二十四小时值班，每天上报巡查照片，确保不着一把火、不冒一处烟，并由村干部带队入户发放告知书，每户都要签字。",
    ]
    assert (paper.text, paper.issuer) == (text, "镇人民政府")


_WORDS = st.lists(
    st.sampled_from([
        "关于某事的通知", "各村：", "【通知】各村：请落实。", "一、要求", "（一）加强宣传。各村要报。", "1.落实", "附件1", "附件：1.表", "2.名单", "镇人民政府", "2025年3月1日", "镇政府 3月5日",
        "抄送：区委", "甲\t乙\t丙", "\t甲\t", "|甲|乙|", "|-|-|", "", " ", "　　各村每月报台账。", "宁民发〔2025〕3号", "某某文件", "（征求意见稿）", "的通知", "《某某", "》", "http://a.cn", "😊", "二〇二五年", "\u200b",
    ])
    | st.text(alphabet="各村。：、，一二（）()1.附件《》〔〕号年月日\t |　的关于通知", max_size=30),
    max_size=25,
)  # fmt: skip


@pytest.mark.property
@settings(deadline=None)
@given(_WORDS)
def test_blocks_stand_in_order_do_not_overlap_and_leave_no_word_out(lines: list[str]) -> None:
    text = "\n".join(lines)
    paper = paper_of_text(text)
    assert paper.text == text
    end = 0
    for block in paper.blocks:
        assert end <= block.start < block.end <= len(text)
        left_out = text[end : block.start]
        assert all(sign in " \t\n\u3000\u200b\xa0\ufeff|-:" for sign in left_out)
        inner = block.start
        for cell in block.cells:
            assert inner <= cell.start < cell.end <= block.end
            inner = cell.end
        end = block.end


_CELLS = st.lists(st.builds(PieceCell, st.sampled_from(["", "序号", "责任单位", "1", "各村每月报台账。", "一、宣传"]), st.integers(1, 4), st.booleans()), min_size=1, max_size=6)  # fmt: skip


@pytest.mark.property
@settings(deadline=None)
@given(st.lists(st.tuples(_CELLS, st.booleans()), min_size=1, max_size=6))
def test_cells_of_any_table_stand_in_order_and_say_what_was_in_them(table: list[tuple[list[PieceCell], bool]]) -> None:
    pieces = [Piece(Sort.ROW, table=1, head=head, cells=tuple(line)) for line, head in table]
    paper = paper_of(*lines_of_pieces(pieces))
    for block, (line, _head) in zip(paper.blocks, table, strict=True):
        assert all(block.start <= cell.start < cell.end <= block.end for cell in block.cells)
        if block.kind is BlockKind.ROW:
            assert [paper.text[cell.start : cell.end] for cell in block.cells] == [
                cell.words for cell in line if cell.words
            ]


def test_a_million_characters_are_structured_in_a_second_or_little_more() -> None:
    section = "（一）加强宣传引导。各村要充分利用大喇叭、微信群、宣传栏等载体，每周开展不少于两次宣传，并将照片报镇人居办，逾期未报的予以通报。\n一、工作要求\n1.建立台账。各村每月底前上报。\n"
    text = "关于某项工作的通知\n各村：\n" + section * (1_000_000 // len(section))
    best = min(_seconds(text) for _time in range(3))
    assert best < 2.5, f"{len(text) / best:,.0f} characters a second"


def _seconds(text: str) -> float:
    begin = time.perf_counter()
    paper_of_text(text)
    return time.perf_counter() - begin
