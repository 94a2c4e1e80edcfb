"""The papers of the procedure, read back from the Word file: layout of official documents, and nothing official faked."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from hypothesis import given
from hypothesis import strategies as st

from qingdan.foundation.documents.downloads import word_response
from qingdan.foundation.documents.papers import (
    Cell,
    FormPaper,
    LetterPaper,
    Paper,
    Picture,
    SignatureCell,
    TablePaper,
    to_docx,
)
from qingdan.foundation.documents.qr import qr_png
from qingdan.foundation.documents.rules import DOCX, check

FORM = FormPaper(
    "工作事务准入\n申请审批表",
    [[Cell("申请单位", "区残联"), Cell("申请日期", "2026年3月5日")], [Cell("类别", "报表"), Cell("编号"), Cell("频次", "每季度")], [Cell("依据", "第一条\n第二条")]],
    subtitle="申请编号：7",
    signature_cells=[SignatureCell("申请单位意见", "同意申请。", "周敏", date(2026, 3, 5)), SignatureCell("初审意见", sealed=False)],
    note="一式四份。",
)  # fmt: skip
LETTER = LetterPaper(
    "关于核查准入情况的函",
    "区残联",
    ["现函告如下。", "一、情况", "（一）来源", "1. 村里反映。"],
    "区民政局",
    date(2026, 4, 9),
    attachments=["准入事项单", "比对情况"],
    remark="准入编号：7K3F-M2QA",
)
LEDGER = TablePaper("自查台账", ["序号", "问题"], [["1", "未准入的月报"], ["2", "牌子"]], subtitle="第一季度")


def _read(paper: Paper) -> Any:
    return docx.Document(io.BytesIO(to_docx(paper)))


def _lines(document: Any) -> list[str]:
    return [line.text for line in document.paragraphs]


def _line(document: Any, words: str) -> Any:
    return next(line for line in document.paragraphs if line.text == words)


def _font(line: Any) -> tuple[str, float]:
    run = line.runs[0]
    return run._element.rPr.rFonts.get(qn("w:eastAsia")), run.font.size.pt


@pytest.mark.parametrize("paper", [FORM, LETTER, LEDGER], ids=["form", "letter", "ledger"])
def test_every_paper_is_a_word_file_on_a4_with_the_margins_of_official_documents(paper: Paper) -> None:
    assert check("x.docx", to_docx(paper)) is DOCX
    section = _read(paper).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    edges = section.top_margin, section.bottom_margin, section.left_margin, section.right_margin
    assert [round(edge.mm) for edge in edges] == [37, 35, 28, 26]


class TestForms:
    def test_fields_stand_in_one_table_in_their_order(self) -> None:
        (table,) = _read(FORM).tables
        rows = [list(dict.fromkeys(cell.text for cell in row.cells)) for row in table.rows]
        assert rows[:3] == [
            ["申请单位", "区残联", "申请日期", "2026年3月5日"],
            ["类别", "报表", "编号", "", "频次", "每季度"],
            ["依据", "第一条\n第二条"],
        ]

    def test_every_row_is_as_wide_as_the_type_area(self) -> None:
        (table,) = _read(FORM).tables
        for row in table._tbl.tr_lst:
            widths = [int(cell.tcPr.find(qn("w:tcW")).get(qn("w:w"))) for cell in row.tc_lst]
            assert sum(widths) == pytest.approx(Mm(156) // 635, abs=3)

    def test_a_signature_cell_has_room_to_sign_and_seal_and_shows_what_is_on_record(self) -> None:
        signed, empty = _read(FORM).tables[0].rows[-2:]
        assert [line for line in signed.cells[-1].text.split("\n") if line] == [
            "同意申请。",
            "签字：周敏　　（盖章）",
            "2026年3月5日",
        ]
        assert "（盖章）" not in empty.cells[-1].text
        assert empty.cells[-1].text.endswith("　　　　年　　月　　日")
        assert empty.height >= Mm(30)

    def test_title_and_note_stand_around_the_table(self) -> None:
        document = _read(FORM)
        assert _lines(document) == ["工作事务准入", "申请审批表", "申请编号：7", "注：一式四份。"]
        assert _font(document.paragraphs[0]) == ("方正小标宋简体", 22)

    def test_a_row_has_one_to_three_fields(self) -> None:
        for cells in ([], [Cell("x")] * 4):
            with pytest.raises(ValueError, match="one to three"):
                to_docx(FormPaper("x", [cells]))

    def test_a_picture_stands_in_a_row_of_its_own(self) -> None:
        document = _read(FormPaper("x", [[Cell("a", "b")]], picture=Picture(qr_png("https://x"), words="扫一扫")))
        assert len(document.inline_shapes) == 1
        assert document.tables[0].rows[-1].cells[0].text == "扫码核验"


class TestLetters:
    def test_a_letter_is_a_draft_without_number_head_or_seal(self) -> None:
        document = _read(LETTER)
        assert _lines(document)[:2] == ["代拟稿", "〔　　　　〕　　号"]
        assert len(document.inline_shapes) == 0
        colours = {run.font.color.rgb for line in document.paragraphs for run in line.runs}
        assert colours == {None}

    def test_its_parts_stand_in_the_order_of_the_standard(self) -> None:
        written = [line for line in _lines(_read(LETTER)) if line]
        assert written[2:] == [
            "关于核查准入情况的函", "区残联：", "现函告如下。", "一、情况", "（一）来源", "1. 村里反映。",
            "附件：1. 准入事项单", "　　　2. 比对情况", "区民政局", "2026年4月9日", "（准入编号：7K3F-M2QA）",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("words", "font"),
        [
            ("现函告如下。", ("仿宋_GB2312", 16)),
            ("一、情况", ("黑体", 16)),
            ("（一）来源", ("楷体_GB2312", 16)),
            ("1. 村里反映。", ("仿宋_GB2312", 16)),
            ("关于核查准入情况的函", ("方正小标宋简体", 22)),
        ],
    )
    def test_fonts_and_sizes_are_those_of_the_standard(self, words: str, font: tuple[str, float]) -> None:
        assert _font(_line(_read(LETTER), words)) == font

    def test_body_lines_are_28_points_apart_and_begin_two_characters_in(self) -> None:
        layout = _line(_read(LETTER), "现函告如下。").paragraph_format
        assert (layout.line_spacing, layout.first_line_indent) == (Pt(28), Pt(32))

    @pytest.mark.parametrize("signer", ["区委", "宁河区民政局", "天津市宁河区村社区组织减负增效工作专班办公室"])
    def test_the_signer_stands_centred_above_the_date(self, signer: str) -> None:
        document = _read(LetterPaper("x", "y", ["z"], signer, date(2026, 4, 9)))
        above, below = _line(document, signer), _line(document, "2026年4月9日")
        assert above.alignment == below.alignment == WD_ALIGN_PARAGRAPH.RIGHT
        middle = [
            line.paragraph_format.right_indent.pt / 16 + width / 2 for line, width in ((above, len(signer)), (below, 6))
        ]
        assert middle[0] == pytest.approx(middle[1], abs=0.1)
        assert below.paragraph_format.right_indent >= Pt(64)

    def test_an_unknown_day_is_left_empty(self) -> None:
        assert "　　　　年　　月　　日" in _lines(_read(LetterPaper("x", "y", ["z"], "区民政局")))

    def test_pages_are_numbered_outside(self) -> None:
        document = _read(LETTER)
        section = document.sections[0]
        assert document.settings.odd_and_even_pages_header_footer
        for footer, side in ((section.footer, WD_ALIGN_PARAGRAPH.RIGHT), (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)):  # fmt: skip
            (line,) = footer.paragraphs
            assert line.alignment == side
            assert [part.text for part in line._element.iter(qn("w:instrText"))] == ["PAGE"]


class TestLedgers:
    def test_a_ledger_has_its_rows_and_its_signature_block(self) -> None:
        document = _read(LEDGER)
        rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
        assert rows == [["序号", "问题"], ["1", "未准入的月报"], ["2", "牌子"]]
        signed = next(line for line in _lines(document) if line.startswith("填表人："))
        assert "审核人：" in signed and "主要负责人：" in signed
        assert any(line.startswith("（盖章）") for line in _lines(document))

    def test_the_heading_comes_again_on_each_page_and_signatures_never_stand_alone(self) -> None:
        head, *_, last = _read(LEDGER).tables[0].rows
        assert head._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(cell.paragraphs[0].paragraph_format.keep_with_next for cell in last.cells)

    def test_an_empty_ledger_is_a_zero_report(self) -> None:
        table = _read(TablePaper("台账", ["序号", "问题"], [])).tables[0]
        assert [cell.text for cell in table.rows[1].cells] == ["无", ""]

    def test_many_columns_turn_the_page(self) -> None:
        section = _read(TablePaper("台账", [str(n) for n in range(8)], [["x"] * 8])).sections[0]
        assert section.page_width > section.page_height


@given(st.text(max_size=60))
def test_any_words_can_be_written(words: str) -> None:
    papers = (
        FormPaper(words, [[Cell(words, words)]], signature_cells=[SignatureCell(words, words, words)], note=words),
        LetterPaper(words, words, [words], words, remark=words, attachments=[words]),
        TablePaper(words, [words], [[words]], note=words),
    )
    for paper in papers:
        assert _read(paper).paragraphs


def test_a_paper_is_downloaded_under_its_chinese_name() -> None:
    response = word_response(to_docx(LEDGER), "自查台账")
    assert response["Content-Type"] == DOCX.content_type
    assert response["Content-Disposition"] == ("attachment; filename*=UTF-8''%E8%87%AA%E6%9F%A5%E5%8F%B0%E8%B4%A6.docx")
