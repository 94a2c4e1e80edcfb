"""Files of every sort become papers: what stands in them is found, what is beside is told apart, nothing is made up."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import qingdan
from qingdan.entry.screening.model import Block, BlockKind, Paper
from qingdan.entry.screening.reading import Refused, read_files, read_paper, read_words
from qingdan.entry.screening.reading.tests import made_files as made


def said(paper: Paper, *kinds: BlockKind) -> list[str]:
    return [paper.text[block.start : block.end] for block in paper.blocks if block.kind in kinds]


def cells(paper: Paper) -> list[list[tuple[str, str]]]:
    return [
        [(cell.head, paper.text[cell.start : cell.end]) for cell in block.cells]
        for block in paper.blocks
        if block.kind is BlockKind.ROW
    ]


def block_of(paper: Paper, words: str) -> Block:
    return next(block for block in paper.blocks if words in paper.text[block.start : block.end])


MEASURED = """
import resource, sys
sys.path.insert(0, sys.argv[1])
from qingdan.entry.screening.reading import read_paper
read_paper("a.docx", sys.stdin.buffer.read())
own = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
HTML = "<html><head><meta charset='{0}'><title>t</title><style>p{{}}</style><script>var a='各村要上报';</script></head><body>{1}</body></html>"
PARAGRAPHS = "".join(f"<p>{line}</p>" for line in made.LINES)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("通知.docx", made.saved(made.word())),
        ("通知.txt", made.WORDS.encode()),
        ("通知.txt", made.WORDS.encode("utf-8-sig")),
        ("通知.txt", made.WORDS.encode("gb18030")),
        ("通知.txt", made.WORDS.replace("\n", "\r\n").encode("utf-16")),
        ("通知.html", HTML.format("utf-8", PARAGRAPHS).encode()),
        ("通知.htm", HTML.format("gb2312", PARAGRAPHS).encode("gbk")),
        ("通知.html", HTML.format("utf-8", "<br>".join(made.LINES)).encode()),
        ("通知.pdf", made.pdf([[(100, 780 - 30 * place, 16, line) for place, line in enumerate(made.LINES)]])),
        ("通知.zip", made.bundle({"收到/通知.docx": made.saved(made.word())})),
    ],
    ids=["docx", "utf-8", "utf-8-sig", "gb18030", "utf-16", "html", "gb2312 html", "br html", "pdf", "zip"],
)
def test_the_same_notice_in_every_format_is_the_same_paper(name: str, data: bytes) -> None:
    paper = read_paper(name, data)
    assert paper.title == "关于开展农村人居环境整治的通知"
    assert (paper.number, paper.issuer) == ("青政发〔2025〕8号", "青山镇人民政府")
    assert (paper.addressees, paper.dated) == (("各行政村",), date(2025, 3, 1))
    assert said(paper, BlockKind.HEADING) == ["一、工作要求", "（一）加强宣传。"]
    assert said(paper, BlockKind.PARAGRAPH) == ["现将有关事项通知如下。", "各村要每周宣传两次，并将照片报镇人居办。"]
    assert paper.text == made.WORDS
    assert not paper.notes and not paper.recognised


def test_pasted_words_have_the_places_that_they_were_pasted_with() -> None:
    text = "  关于会议的通知  \r\n\r\n各村：\r\n　　请参加。"
    paper = read_words(text)
    assert paper.text == text.replace("\r\n", "\n")
    assert said(paper, BlockKind.TITLE, BlockKind.PARAGRAPH) == ["关于会议的通知", "请参加。"]


class TestWord:
    def test_paragraphs_and_tables_stand_in_the_order_of_the_document(self) -> None:
        document = made.word(["责任分工", "各村：", "分工如下。"])
        made.duty_table(document)
        document.add_paragraph("以上请落实。")
        paper = read_paper("a.docx", made.saved(document))
        assert [block.kind for block in paper.blocks] == [
            BlockKind.TITLE, BlockKind.ADDRESSEES, BlockKind.PARAGRAPH, BlockKind.TABLE_HEAD, BlockKind.ROW, BlockKind.ROW, BlockKind.ROW,
            BlockKind.TABLE_HEAD, BlockKind.ROW, BlockKind.PARAGRAPH,
        ]  # fmt: skip

    def test_cells_stand_under_their_headings_also_merged_and_nested_ones(self) -> None:
        document = made.word(["责任分工", "各村："])
        made.duty_table(document)
        paper = read_paper("a.docx", made.saved(document))
        assert cells(paper) == [
            [("序号", "1"), ("工作任务", "建立整治台账 每月更新"), ("责任单位", "各村委会"), ("完成时限", "3月10日前")],
            [("序号", "1"), ("工作任务", "每周上报照片"), ("责任单位", "各社区"), ("完成时限", "长期")],
            [("序号", "2"), ("工作任务", "检查验收"), ("责任单位", "镇人居办"), ("完成时限", "年底")],
            [("项目", "台账"), ("分值", "10分")],
        ]
        assert block_of(paper, "每周上报照片").place == "表 1 第 3 行"
        assert paper.text.splitlines()[3] == "1\t建立整治台账 每月更新\t各村委会\t3月10日前"

    def test_numbers_that_word_counts_stand_before_their_lines(self) -> None:
        document = made.word(["工作方案", "各村："])
        made.numbered(
            document,
            [
                (0, "工作要求"),
                (1, "加强宣传。各村要宣传。"),
                (1, "全面排查。各村要排查。"),
                (2, "自查"),
                (0, "工作纪律"),
                (1, "严肃纪律"),
            ],
        )
        document.add_paragraph("不得迟到。")
        paper = read_paper("a.docx", made.saved(document))
        assert [(block.level, paper.text[block.start : block.end]) for block in paper.blocks if block.kind is BlockKind.HEADING] == [
            (1, "一、工作要求"), (2, "（一）加强宣传。"), (2, "（二）全面排查。"), (3, "1.自查"), (1, "二、工作纪律"), (2, "（一）严肃纪律"),
        ]  # fmt: skip

    def test_numbers_that_styles_bring_with_them(self) -> None:
        document = made.word(["工作方案", "各村："])
        made.numbered_by_style(document, [("Heading 1", "工作要求"), ("Heading 2", "加强宣传"), ("Normal", "各村要宣传。"), ("Heading 2", "全面排查"), ("Normal", "各村要排查。")])  # fmt: skip
        paper = read_paper("a.docx", made.saved(document))
        assert said(paper, BlockKind.HEADING) == ["一、工作要求", "（一）加强宣传", "（二）全面排查"]

    def test_headings_are_known_by_their_style(self) -> None:
        document = made.word(["工作方案", "各村："])
        document.add_heading("宣传发动", level=2)
        document.add_paragraph("各村要宣传。")
        assert block_of(read_paper("a.docx", made.saved(document)), "宣传发动").level == 2

    def test_what_would_stand_if_all_changes_were_accepted(self) -> None:
        document = made.word(["关于报送的通知", "各村："])
        made.tracked(document.add_paragraph(), "各村", "每月", "每日报送台账")
        paper = read_paper("a.docx", made.saved(document))
        assert "各村每月" in paper.text and "每日" not in paper.text
        assert any("修订" in note for note in paper.notes)

    def test_text_boxes_once_headers_and_footers_beside_footnotes_as_text(self) -> None:
        document = made.word(["关于报送的通知", "各村：", "请落实。"])
        made.text_box(document.paragraphs[2], "各村每周报送照片。")
        document.sections[0].header.paragraphs[0].text = "青山镇文件"
        document.sections[0].footer.paragraphs[0].text = "第 1 页"
        paper = read_paper("a.docx", made.saved(document))
        assert paper.text.count("各村每周报送照片。") == 1
        assert block_of(paper, "各村每周报送照片。").kind is BlockKind.PARAGRAPH
        assert block_of(paper, "各村每周报送照片。").place == "文本框 1"
        assert said(paper, BlockKind.OTHER) == ["第 1 页", "青山镇文件"]

    def test_a_frame_around_words_is_no_table(self) -> None:
        document = made.word(["工作方案"])
        document.add_table(rows=1, cols=1).cell(0, 0).text = "一、工作要求"
        document.add_paragraph("各村要宣传。")
        kinds = [block.kind for block in read_paper("a.docx", made.saved(document)).blocks]
        assert kinds == [BlockKind.TITLE, BlockKind.HEADING, BlockKind.PARAGRAPH]

    def test_pictures_and_outside_content_are_told(self) -> None:
        import io

        from PIL import Image

        document = made.word()
        picture = io.BytesIO()
        Image.new("RGB", (8, 8)).save(picture, "PNG")
        document.add_picture(io.BytesIO(picture.getvalue()))
        data = made.saved(document)
        rels = b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="http://example.com/a.dotm" TargetMode="External"/></Relationships>'
        notes = read_paper("a.docx", made.with_part(data, {"word/_rels/settings.xml.rels": rels})).notes
        assert [sum(word in note for note in notes) for word in ("1 张图片", "没有去取")] == [1, 1]

    def test_the_strict_form_of_word_files_is_read(self) -> None:
        import io
        import zipfile

        data = made.saved(made.word())
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = {name: package.read(name) for name in ("word/document.xml", "word/styles.xml")}
        strict = {
            name: part.replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
            for name, part in parts.items()
        }
        assert read_paper("a.docx", made.with_part(data, strict)).text == made.WORDS

    def test_fifty_pages_take_three_seconds_at_most_and_little_memory(self) -> None:
        document = made.word()
        for number in range(50 * 16):
            document.add_paragraph(
                f"（{'一二三四五六七八九'[number % 9]}）加强宣传引导。各村要充分利用大喇叭、微信群、宣传栏等载体开展宣传，每周不少于两次，照片报镇人居办。"
            )
        for _table in range(10):
            made.duty_table(document)
        data = made.saved(document)
        begin = time.perf_counter()
        paper = read_paper("a.docx", data)
        assert time.perf_counter() - begin < 3
        assert len(paper.text) > 40_000
        done = subprocess.run(
            [sys.executable, "-c", MEASURED, str(Path(qingdan.__file__).parents[1])],
            input=data,
            capture_output=True,
            check=True,
        )
        assert max(map(int, done.stdout.split())) < 300 * 1024


class TestExcel:
    def test_rows_with_merged_cells_stand_under_their_headings(self) -> None:
        paper = read_paper("任务.xlsx", made.excel())
        assert paper.title == "青山镇2025年重点任务责任分解表"
        assert cells(paper) == [
            [("序号", "1"), ("任务", "建立台账"), ("责任单位", "各村"), ("完成时限", "每月底前")],
            [("序号", "1"), ("任务", "报送照片"), ("责任单位", "各社区"), ("完成时限", "每周五")],
            [("序号", "2"), ("任务", "验收"), ("责任单位", "镇人居办"), ("完成时限", "年底")],
        ]
        assert block_of(paper, "报送照片").place == "工作表“任务分解”第 4 行"

    def test_hidden_sheets_are_not_read_and_that_is_said(self) -> None:
        paper = read_paper("任务.xlsx", made.excel())
        assert "草稿" not in paper.text and any("底稿" in note for note in paper.notes)


class TestWebPages:
    TABLE = (
        "<h1>责任分解表</h1><table><tr><th>任务</th><th>责任单位</th></tr><tr><td rowspan=2>宣传</td><td>各村</td></tr>"
        "<tr><td>各社区</td></tr><tr><td colspan=2>二、整改</td></tr></table><p>请<b>各村</b>落实。</p><p style='display:none'>看不见</p>"
    )

    def test_tables_with_cells_over_several_rows(self) -> None:
        paper = read_paper("a.html", HTML.format("utf-8", self.TABLE).encode())
        assert cells(paper) == [[("任务", "宣传"), ("责任单位", "各村")], [("任务", "宣传"), ("责任单位", "各社区")]]
        assert said(paper, BlockKind.HEADING) == ["二、整改"]

    def test_what_is_not_shown_is_not_read_and_marks_within_a_line_do_not_part_it(self) -> None:
        paper = read_paper("a.html", HTML.format("utf-8", self.TABLE).encode())
        assert "请各村落实。" in paper.text.splitlines()
        assert "看不见" not in paper.text and "var" not in paper.text


class TestPdf:
    def lines(self, *lines: tuple[float, str]) -> list[tuple[float, float, float, str]]:
        return [(x, 700 - 28 * place, 16, words) for place, (x, words) in enumerate(lines)]

    def test_lines_that_the_layout_broke_are_one_paragraph(self) -> None:
        page = self.lines(
            (120, "各村要在三月十日以前完成本辖区垃圾污水的全面排查"), (88, "并将排查情况登记造册于每周五下午五时前报送到镇人居办"),
            (88, "公室。"), (120, "各村要明确专人。"),
        )  # fmt: skip
        assert said(read_paper("a.pdf", made.pdf([page])), BlockKind.PARAGRAPH) == [
            "各村要在三月十日以前完成本辖区垃圾污水的全面排查并将排查情况登记造册于每周五下午五时前报送到镇人居办公室。", "各村要明确专人。",
        ]  # fmt: skip

    def test_where_no_paragraph_is_indented_one_ends_with_its_stop(self) -> None:
        words = (
            "各村要在三月十日以前完成辖区垃圾污水的全面排查工作。",
            "各村要将排查情况登记造册并于每周五下午五时前报送镇里。",
        )
        paper = read_paper("a.pdf", made.pdf([self.lines(*((88, each) for each in words))]))
        assert said(paper, BlockKind.PARAGRAPH) == list(words)

    def test_a_paragraph_goes_on_over_the_page_and_running_heads_stand_beside(self) -> None:
        full = "各村要在三月十日以前完成本辖区垃圾污水的全面排查并登记"
        pages = [
            [(88, 800, 10, "青山镇文件"), (88, 100, 16, full), (280, 40, 10, "- 1 -")],
            [(88, 800, 10, "青山镇文件"), (88, 740, 16, "造册上报。"), (88, 700, 16, full), (280, 40, 10, "- 2 -")],
        ]
        paper = read_paper("a.pdf", made.pdf(pages))
        assert said(paper, BlockKind.PARAGRAPH)[0] == f"{full}造册上报。"
        assert said(paper, BlockKind.OTHER) == ["青山镇文件", "- 1 -", "青山镇文件", "- 2 -"]
        assert (paper.pages, block_of(paper, "造册上报").place) == (2, "第 1 页")

    def test_ruled_lines_make_a_table_and_a_missing_one_a_merged_cell(self) -> None:
        across = "".join(f"{x0} {y} m 400 {y} l S\n" for y, x0 in ((500, 100), (470, 100), (440, 200), (410, 100)))
        rules = across + "".join(f"{x} 410 m {x} 500 l S\n" for x in (100, 200, 300, 400)) + "0 0 595 842 re W n\n"
        page = [
            (110, 480, 12, "序号"), (210, 480, 12, "任务"), (310, 480, 12, "责任单位"), (110, 436, 12, "1"),
            (210, 450, 12, "建立台账"), (310, 450, 12, "各村"), (210, 420, 12, "报送照片"), (310, 420, 12, "各社区"), (100, 560, 22, "责任分解表"),
        ]  # fmt: skip
        paper = read_paper("a.pdf", made.pdf([page], rules))
        assert cells(paper) == [
            [("序号", "1"), ("任务", "建立台账"), ("责任单位", "各村")],
            [("序号", "1"), ("任务", "报送照片"), ("责任单位", "各社区")],
        ]
        assert paper.title == "责任分解表"

    def test_a_table_goes_on_over_the_page_under_the_same_headings(self) -> None:
        rules = "".join(f"100 {y} m 300 {y} l S\n" for y in (500, 470, 440)) + "".join(f"{x} 440 m {x} 500 l S\n" for x in (100, 200, 300))  # fmt: skip
        head = [(110, 480, 12, "任务"), (210, 480, 12, "责任单位")]
        pages = [
            [*head, (110, 450, 12, "建台账"), (210, 450, 12, "各村")],
            [*head, (110, 450, 12, "报照片"), (210, 450, 12, "各社区")],
        ]
        paper = read_paper("a.pdf", made.pdf(pages, rules))
        assert cells(paper) == [
            [("任务", "建台账"), ("责任单位", "各村")],
            [("任务", "报照片"), ("责任单位", "各社区")],
        ]
        assert said(paper, BlockKind.TABLE_HEAD) == ["任务\t责任单位"]

    def test_a_row_that_the_page_broke_off_is_one_row(self) -> None:
        rules = "".join(f"100 {y} m 300 {y} l S\n" for y in (500, 470, 440)) + "".join(f"{x} 440 m {x} 500 l S\n" for x in (100, 200, 300))  # fmt: skip
        pages = [
            [(110, 480, 12, "序号"), (210, 480, 12, "任务"), (110, 450, 12, "1"), (210, 450, 12, "各村每周上报")],
            [(210, 480, 12, "照片。"), (110, 450, 12, "2"), (210, 450, 12, "验收")],
        ]
        paper = read_paper("a.pdf", made.pdf(pages, rules))
        assert cells(paper) == [[("序号", "1"), ("任务", "各村每周上报照片。")], [("序号", "2"), ("任务", "验收")]]

    def test_look_alikes_of_a_font_are_ordinary_characters(self) -> None:
        page = self.lines((100, "各⾏政村⼈⺠⽇报⻓"))
        assert read_paper("a.pdf", made.pdf([page])).text == "各行政村人民日报长"


class TestBundles:
    def test_each_file_is_read_or_refused_for_itself(self) -> None:
        data = made.bundle({
            "通知.docx": made.saved(made.word()), "附件/表.xlsx": made.excel(), "照片.png": b"\x89PNG\r\n\x1a\nxx",
            "坏.pdf": b"%PDF-1.4 broken", "__MACOSX/._a": b"x", "内.zip": made.bundle({"a.txt": b"a"}),
        })  # fmt: skip
        found = dict(read_files("收到的.zip", data))
        assert list(found) == ["通知.docx", "附件/表.xlsx", "照片.png", "坏.pdf", "内.zip"]
        assert [isinstance(each, Paper) for each in found.values()] == [True, True, False, False, False]
        table = found["附件/表.xlsx"]
        assert isinstance(table, Paper) and table.blocks[0].place.startswith("附件/表.xlsx ")
        assert "压缩包里又有压缩包" in str(found["内.zip"])

    def test_names_as_chinese_windows_writes_them(self) -> None:
        data = made.bundle({"xxxx.txt": made.WORDS.encode()}).replace(b"xxxx", "通知".encode("gbk"))
        assert [name for name, _paper in read_files("a.zip", data)] == ["通知.txt"]

    def test_one_paper_is_asked_for_and_several_are_there(self) -> None:
        with pytest.raises(Refused, match="2 个文件"):
            read_paper("a.zip", made.bundle({"a.txt": b"a b", "b.txt": b"c d"}))


@pytest.mark.parametrize(
    ("name", "data", "said_in_note"),
    [
        ("通知.pdf", made.saved(made.word()), "后缀是 .pdf，内容却是Word 文档"),
        ("通知.doc", made.saved(made.word()), "后缀是 .doc，内容却是Word 文档"),
        ("通知.doc", HTML.format("utf-8", PARAGRAPHS).encode(), "内容却是网页"),
        ("通知.xls", made.excel(), "内容却是Excel 表格"),
    ],
    ids=["docx as pdf", "docx as doc", "html as doc", "xlsx as xls"],
)
def test_wrongly_named_files_are_read_by_their_content(name: str, data: bytes, said_in_note: str) -> None:
    paper: Any = read_paper(name, data)
    assert any(said_in_note in note for note in paper.notes)
