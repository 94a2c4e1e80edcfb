"""What a screened paper goes out as, read again: marks where the words stand, remarks with grounds, nothing unescaped."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from lxml import html
from pytest_django import DjangoDbBlocker
from tests.kept import installed_for_module

from qingdan.entry.screening.deciding import Setting, judge_paper
from qingdan.entry.screening.faces.marked_docx import COLOURS, CannotMark, marked_anew, marked_docx, marked_original
from qingdan.entry.screening.faces.marked_html import marked_html
from qingdan.entry.screening.mending import mend
from qingdan.entry.screening.reading import read_paper, read_words
from qingdan.entry.screening.reading.tests.made_files import duty_table, numbered, saved, text_box, tracked, with_part
from qingdan.entry.screening.showing import ShownPaper, shown_mended
from qingdan.entry.screening.tests.notices import FORMS, MENDED
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.lists.services import install_pack_lists

pytestmark = pytest.mark.django_db
SHADES = set(COLOURS.values())


@pytest.fixture(autouse=True, scope="module")
def packs(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Packs and lists."""
    yield from installed_for_module(django_db_blocker, install_library_packs, install_pack_lists)


def shown(paper: Any) -> ShownPaper:
    return shown_mended(mend(judge_paper(paper, Setting("120117", date(2026, 11, 20)))))


def of_words(text: str = FORMS) -> ShownPaper:
    return shown(read_words(text))


def broken(lines: Sequence[str], length: int = 3) -> Any:
    """A Word document of which every few characters are a run of their own, as after much editing."""
    document = docx.Document()
    for line in lines:
        paragraph = document.add_paragraph()
        for start in range(0, len(line), length):
            paragraph.add_run(line[start : start + length]).bold = start % 2 == 0
    return document


def shaded(document: Any) -> str:
    """The shaded words of a document."""
    runs = document.element.body.iter(qn("w:r"))
    return "".join(
        "".join(part.text or "" for part in run.iter(qn("w:t")))
        for run in runs
        if run.rPr is not None and any(shade.get(qn("w:fill")) in SHADES for shade in run.rPr.iter(qn("w:shd")))
    )


def commented(document: Any) -> list[str]:
    """For every comment in order the words between its marks."""
    found: dict[str, str] = {}
    open_: set[str] = set()
    for each in document.element.body.iter():
        if each.tag == qn("w:commentRangeStart"):
            open_.add(each.get(qn("w:id")))
        elif each.tag == qn("w:commentRangeEnd"):
            open_.discard(each.get(qn("w:id")))
        elif each.tag == qn("w:t"):
            found |= {key: found.get(key, "") + (each.text or "") for key in open_}
    return [found[key] for key in sorted(found, key=int)]


def marked(document: Any) -> tuple[ShownPaper, Any]:
    """A document screened and marked in itself."""
    data = saved(document)
    paper = shown(read_paper("通知.docx", data))
    return paper, docx.Document(io.BytesIO(marked_original(paper, data)))


class TestOriginal:
    def test_comments_stand_on_the_sentences_over_all_runs_and_the_words_stay(self) -> None:
        original = broken(FORMS.splitlines())
        before = [paragraph.text for paragraph in original.paragraphs]
        paper, out = marked(original)
        assert [paragraph.text for paragraph in out.paragraphs] == before
        demands = [demand.text for demand in paper.demands]
        assert len(demands) == 3 and commented(out) == [paper.title, *demands]
        assert shaded(out) == "".join(demands)

    def test_a_comment_says_outcome_kinds_reason_with_source_and_how_to_mend(self) -> None:
        paper, out = marked(broken(FORMS.splitlines()))
        remarks = list(out.comments)
        assert remarks[0].text.startswith("【改好再发】共 3 处要求，3 处不能照这样要。")
        assert "测算值" in remarks[0].text
        assert {remark.author for remark in remarks} == {"清单"}
        for demand, remark in zip(paper.demands, remarks[1:], strict=True):
            assert remark.text.startswith(f"第 {demand.place} 处　【{demand.outcome.stamp}】{demand.outcome.word}")
            assert demand.kind_words in remark.text and f"怎么改：{demand.suggestion}" in remark.text
            assert demand.reasons[0].text in remark.text and demand.reasons[0].source in remark.text

    def test_a_run_that_holds_two_sentences_and_other_things_is_split_and_keeps_its_look(self) -> None:
        document = docx.Document()
        run = document.add_paragraph().add_run("请支持。各村每月上报台账。谢谢。")
        run.italic = True
        run.add_break()
        run.add_text("各村要签订责任书。以上")
        _paper, out = marked(document)
        assert commented(out) == ["各村每月上报台账。", "各村要签订责任书。"]
        assert out.paragraphs[0].text == "请支持。各村每月上报台账。谢谢。\n各村要签订责任书。以上"
        assert all(run.italic for run in out.paragraphs[0].runs if run.text)

    def test_blanks_at_the_edges_of_what_was_split_stay(self) -> None:
        document = broken(("关于报表的通知", "各村："))
        document.add_paragraph().add_run("各村每月上报台账。 以上。")
        _paper, out = marked(document)
        kept = [part.get(qn("xml:space")) for part in out.paragraphs[2]._p.iter(qn("w:t"))]
        assert kept == ["preserve", "preserve"]
        assert out.paragraphs[2].text == "各村每月上报台账。 以上。"

    def test_rows_of_a_table_with_merged_cells_are_marked_in_the_row(self) -> None:
        document = broken(("关于明确职责的通知", "各村："))
        duty_table(document)
        paper, out = marked(document)
        assert paper.demands
        cells = "".join(shaded(out).split())
        for demand in paper.demands:
            longest = max(demand.text.split("\t"), key=len)
            assert "".join(longest.split()) in cells
        assert len(list(out.comments)) >= len(paper.demands)

    def test_numbers_that_word_counts_itself_do_not_hide_a_sentence(self) -> None:
        document = broken(("关于报表的通知", "各村："))
        numbered(document, [(0, "各村每月上报台账。"), (0, "各村要签订责任书。")])
        paper, out = marked(document)
        assert len(paper.demands) == 2
        assert shaded(out) == "各村每月上报台账。各村要签订责任书。"

    def test_a_sentence_that_stands_twice_is_marked_twice(self) -> None:
        lines = ("关于报表的通知", "各村：", "各村每月上报台账。", "各村每月上报台账。")
        paper, out = marked(broken(lines))
        assert len(paper.demands) == 2
        assert shaded(out) == "各村每月上报台账。" * 2

    def test_inserted_words_are_marked_and_deleted_ones_are_not(self) -> None:
        document = broken(("关于报表的通知", "各村："))
        tracked(document.add_paragraph(), "各村每", "月上报台账。", "年上报总结。")
        _paper, out = marked(document)
        assert shaded(out) == "各村每月上报台账。"

    def test_what_stands_in_a_text_box_is_listed_on_a_last_page(self) -> None:
        document = broken(("关于报表的通知", "各村：", "各村每月上报台账。"))
        text_box(document.add_paragraph("图示："), "各村每周上传巡查照片。")
        paper, out = marked(document)
        assert len(paper.demands) == 2 and len(list(out.comments)) == 2
        last = [paragraph.text for paragraph in out.paragraphs]
        assert "各村每周上传巡查照片。" in last and any("没有对上位置" in words for words in last)

    def test_comments_that_were_there_stay(self) -> None:
        document = broken(FORMS.splitlines())
        document.add_comment(document.paragraphs[-1].runs, "请科长看", author="张三")
        _paper, out = marked(document)
        assert [remark.author for remark in out.comments].count("张三") == 1
        assert len(list(out.comments)) == 5

    @pytest.mark.parametrize(
        "data",
        [
            b"", b"PK\x03\x04 broken", saved(docx.Document())[:800],
            with_part(saved(docx.Document()), {"word/extra.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
            with_part(saved(docx.Document()), {"word/document.xml": b"<a/>"}),
            with_part(saved(docx.Document()), {"word/styles.xml": b"no xml"}),
        ],
        ids=["empty", "no zip", "cut off", "entities", "no body", "broken styles"],
    )  # fmt: skip
    def test_an_original_that_cannot_be_written_into_gives_a_new_file(self, data: bytes) -> None:
        paper = of_words()
        with pytest.raises(CannotMark):
            marked_original(paper, data)
        out = docx.Document(io.BytesIO(marked_docx(paper, data)))
        assert len(list(out.comments)) == 3


class TestAnew:
    def test_the_papers_words_are_there_with_marks_numbers_and_the_result(self) -> None:
        paper = of_words()
        out = docx.Document(io.BytesIO(marked_anew(paper)))
        assert commented(out) == [demand.text for demand in paper.demands]
        words = [paragraph.text for paragraph in out.paragraphs]
        assert words[0] == paper.title
        for demand in paper.demands:
            assert f"{demand.text}［{demand.place}{demand.outcome.stamp}］" in words
        assert "筛查结果" in words and "【改好再发】共 3 处要求，3 处不能照这样要。" in words

    def test_a_table_keeps_its_cells_and_repeats_its_heading(self) -> None:
        paper = of_words(
            "关于职责的通知\n各村：\n单位\t任务\t时限\n各村\t每周上报巡查照片和台账\t周五\n民政局\t汇总\t月底\n"
        )
        out = docx.Document(io.BytesIO(marked_anew(paper)))
        [table] = out.tables
        assert [cell.text for cell in table.rows[0].cells] == ["单位", "任务", "时限"]
        assert table.rows[0]._tr.findall(f".//{qn('w:tblHeader')}")
        assert "每周上报巡查照片和台账" in shaded(out)

    def test_a_paper_that_asks_nothing_says_so(self) -> None:
        out = docx.Document(io.BytesIO(marked_anew(of_words(MENDED))))
        assert not list(out.comments)
        assert "【没有向村（社区）提要求】" in [paragraph.text for paragraph in out.paragraphs]

    def test_characters_that_a_word_file_cannot_hold_do_not_break_it(self) -> None:
        paper = of_words("各村每月上报\x0c台账\x00。<&>")
        assert docx.Document(io.BytesIO(marked_anew(paper))).paragraphs

    def test_parts_of_the_file_are_whole_xml(self) -> None:
        with zipfile.ZipFile(io.BytesIO(marked_anew(of_words()))) as package:
            assert package.testzip() is None
            assert "word/comments.xml" in package.namelist()


class TestPage:
    def test_every_demand_is_marked_with_its_number_and_found_beside(self) -> None:
        paper = of_words()
        page = html.fromstring(marked_html(paper))
        assert [mark.text for mark in page.iter("mark")] == [demand.text for demand in paper.demands]
        assert [link.text for link in page.xpath("//mark//a")] == [
            f"［{d.place}{d.outcome.stamp}］" for d in paper.demands
        ]
        for demand in paper.demands:
            [beside] = page.xpath(f"//section[@id='found-{demand.place}']")
            said = beside.text_content()
            assert demand.outcome.word in said and demand.suggestion in said and demand.reasons[0].source in said

    def test_it_needs_nothing_else_and_runs_nothing(self) -> None:
        page = marked_html(of_words())
        assert not re.search(r"<script|<link|<img|<iframe|\ssrc=|@import|url\(|https?:", page)
        assert "default-src 'none'" in page

    def test_everything_is_escaped(self) -> None:
        evil = "<script>alert(1)</script>\"'&"
        paper = of_words(f"关于{evil}的通知\n各村：\n各村每月上报{evil}台账。\n")
        paper = replace(paper, notes=(evil,), issuer=evil, cost=evil, number=evil)
        page = marked_html(paper, evil)
        assert "<script" not in page
        assert html.fromstring(page).text_content().count("<script>alert(1)</script>") >= 5

    def test_tables_are_tables(self) -> None:
        paper = of_words("关于职责的通知\n各村：\n单位\t任务\t时限\n各村\t每周上报巡查照片和台账\t周五\n\n以上。")
        [table] = html.fromstring(marked_html(paper)).iter("table")
        assert [cell.text for cell in table.iter("th")] == ["单位", "任务", "时限"]
        assert "每周上报巡查照片和台账" in [mark.text for mark in table.iter("mark")]
