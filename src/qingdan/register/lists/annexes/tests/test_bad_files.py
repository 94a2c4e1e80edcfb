"""Files that are not what they say, too large, or odd: a clear message, or a place in the preview; nothing lost."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from qingdan.register.lists.annexes.excel import write_excel
from qingdan.register.lists.annexes.json_form import items_from_json
from qingdan.register.lists.annexes.model import AnnexItem, BadAnnex
from qingdan.register.lists.annexes.reading import read_annex
from qingdan.register.lists.annexes.tests.shapes import document, workbook

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64
HEAD = ["序号", "事项名称", "依据", "备注"]


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<x/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)
    return out.getvalue()


def with_macro() -> bytes:
    out = io.BytesIO(workbook([HEAD, [1, "事", "", ""]]))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("清单.xlsx", PNG, "内容却是PNG 图片"),
        ("清单.xlsx", b"", "文件是空的"),
        ("清单.xlsx", b"PK\x03\x04 broken", "看不出这是什么文件"),
        ("清单.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "看不出这是什么文件"),
        ("清单.xlsx", bomb(), "大得不正常"),
        ("清单.xlsx", with_macro(), "有宏"),
        ("清单.et", b"x", "WPS 表格格式，请在 WPS 或 Office 里点“文件—另存为”，类型选 .xlsx"),
        ("清单.doc", b"x", "另存为”，类型选 .docx"),
        ("清单.pdf", b"%PDF-1.7", "只能从 Excel"),
        ("清单.exe", b"MZ", "不收这种文件"),
        ("清单.csv", b"\x00\x01", "不是 CSV"),
        ("清单.csv", b"\xff\xfe\xff\xff\xff", "编码"),
        ("清单.docx", workbook([HEAD]), "文件名写的是Word 文档"),
        ("清单.docx", document([]), "没有找到表格"),
        ("清单.xlsx", workbook([]), "没有找到表格"),
        ("清单.xlsx", workbook([["姓名", "电话"], ["张三", "1"]]), "没有认出“事项名称”这一列（读到的第一行是：“姓名”、“电话”）"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_is_no_list_is_refused_with_what_to_do(name: str, data: bytes, said: str) -> None:
    with pytest.raises(BadAnnex) as refused:
        read_annex(name, data)
    assert said in str(refused.value)


def test_fifty_thousand_rows_are_refused() -> None:
    data = write_excel("长", [AnnexItem(title=f"事项{number}") for number in range(50_000)])
    with pytest.raises(BadAnnex, match="一次最多读 20000 行"):
        read_annex("长.xlsx", data)


def test_a_million_empty_formatted_rows_are_no_rows() -> None:
    def format_(book: Any) -> None:
        for line in (10, 500_000, 1_048_576):
            book.active.row_dimensions[line].height = 20

    reading = read_annex("a.xlsx", workbook([HEAD, [1, "事项一", "", ""]], more=format_))
    assert [item.title for item in reading.items] == ["事项一"]


def test_a_formula_gives_its_result_or_says_that_it_has_none() -> None:
    reading = read_annex(
        "a.xlsx", workbook([HEAD, [1, '=CONCATENATE("a","b")', "", "=1+1"], [2, "事项二", "", "=1+1"]])
    )
    [first, second] = reading.tables[0].rows
    assert (first.status, first.message) == ("fault", "没有事项名称")
    assert any("公式没有算出结果" in words for words in (*first.warnings, *second.warnings))
    assert second.item is not None and second.item.note == ""


def test_words_that_look_like_formulas_stay_words() -> None:
    evil = '=HYPERLINK("http://x","y")'
    items = [AnnexItem(title=evil, note="@SUM(A1)", lead_body="+1")]
    data = write_excel("清单", items)
    assert [i.title for i in read_annex("a.xlsx", data).items] == [evil]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    ("written", "minutes"), [("３０分钟", 30), ("1，000", 1000), ("二十", 20), ("约30", 30), ("2小时", 120), ("一百二十", 120)]
)  # fmt: skip
def test_numbers_as_people_write_them(written: str, minutes: int) -> None:
    reading = read_annex("a.xlsx", workbook([["事项名称", "每次用时"], ["登记", written]]))
    assert reading.items[0].minutes == minutes


def test_what_a_field_cannot_take_goes_into_the_remarks_with_a_warning() -> None:
    rows = [["事项名称", "每次用时", "频次", "施行日期", "填表人"], ["登记", "看情况", "三天打鱼", "明年", "老王"]]
    [row] = read_annex("a.xlsx", workbook(rows)).tables[0].rows
    assert row.item is not None and row.item.minutes is None and row.item.frequency is None
    assert len(row.warnings) == 3
    for words in ("看情况", "三天打鱼", "明年", "填表人：老王"):
        assert words in row.item.note


def test_hidden_sheets_and_rows_are_read_and_said() -> None:
    def hide(book: Any) -> None:
        book.active.row_dimensions[2].hidden = True
        other = book.create_sheet("藏着的")
        other.append(HEAD)
        other.append([1, "藏着的事", "", ""])
        other.sheet_state = "hidden"

    reading = read_annex("a.xlsx", workbook([HEAD, [1, "事项一", "", ""]], more=hide))
    assert [item.title for item in reading.items] == ["事项一", "藏着的事"]
    first, second = (row for table in reading.tables for row in table.rows)
    assert first.warnings == ("有隐藏的行，也读了",) and second.warnings == ("这张表是隐藏的，也读了",)


def test_a_too_long_title_has_its_place_in_the_preview() -> None:
    [row] = read_annex("a.xlsx", workbook([HEAD, [1, "长" * 201, "", ""]])).tables[0].rows
    assert (row.status, row.place) == ("fault", "“Sheet1” 第2行") and "最多 200 字" in row.message


def _tracked(kind: str, words: str) -> Any:
    change = OxmlElement(f"w:{kind}")
    run = OxmlElement("w:r")
    text = OxmlElement("w:t" if kind == "ins" else "w:delText")
    text.text = words
    run.append(text)
    change.append(run)
    return change


def test_tracked_changes_count_as_accepted() -> None:
    def track(made: Any) -> None:
        paragraph = made.tables[0].cell(1, 1).paragraphs[0]._p
        paragraph.append(_tracked("del", "旧话"))
        paragraph.append(_tracked("ins", "新话"))

    reading = read_annex("a.docx", document([[HEAD, ["1", "事项", "", ""]]], more=track))
    [row] = reading.tables[0].rows
    assert row.item is not None and row.item.title == "事项新话"
    assert "文件里有修订痕迹：插入的算，删除的不算" in row.warnings


def test_a_table_in_a_table_is_read_by_itself() -> None:
    def nest(made: Any) -> None:
        inner = made.tables[0].cell(1, 3).add_table(rows=2, cols=2)
        for cell, words in zip(
            [*inner.rows[0].cells, *inner.rows[1].cells], ["事项名称", "牵头单位", "里面的事", "区民政局"], strict=True
        ):
            cell.text = words

    reading = read_annex("a.docx", document([[HEAD, ["1", "外面的事", "", ""]]], more=nest))
    assert [item.title for item in reading.items] == ["外面的事", "里面的事"]
    assert reading.tables[1].rows[0].warnings == ("表里套着表，单独读了",)


def test_entities_of_a_hostile_document_are_not_expanded() -> None:
    made = io.BytesIO(document([[HEAD, ["1", "事项", "", ""]]]))
    hostile = io.BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(hostile, "w") as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename == "word/document.xml":
                laughs = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
                entities = b'<!DOCTYPE w [<!ENTITY l0 "ha"><!ENTITY x SYSTEM "file:///etc/passwd">' + laughs + b"]>"
                data = data.replace(b"<w:document", entities + b"<w:document", 1).replace(
                    "事项</w:t>".encode(), "事项&x;&l9;</w:t>".encode(), 1
                )
            new.writestr(part, data)
    try:
        titles = [item.title for item in read_annex("a.docx", hostile.getvalue()).items]
    except BadAnnex as refused:
        assert "打不开" in str(refused)
    else:
        assert all("root:" not in title and "haha" not in title for title in titles)


def test_a_vertical_merge_in_word_keeps_the_category_and_joins_rows_of_one_item() -> None:
    def merge(made: Any) -> None:
        table = made.tables[0]
        for column in (0, 1):
            table.cell(1, column).merge(table.cell(2, column))

    rows = [
        ["类别", "事项名称", "依据"],
        ["党建", "换届", "《甲法》第一条"],
        ["", "", "《乙条例》第二条"],
        ["党建", "发展党员", ""],
    ]
    reading = read_annex("a.docx", document([rows], more=merge))
    assert [(i.title, i.basis) for i in reading.items] == [
        ("换届", ("《甲法》第一条", "《乙条例》第二条")),
        ("发展党员", ()),
    ]


def test_a_text_box_is_told() -> None:
    def box(made: Any) -> None:
        run = made.add_paragraph().add_run()._r
        content = OxmlElement("w:txbxContent")
        content.append(docx.Document().add_paragraph("框里的字")._p)
        run.append(content)

    reading = read_annex("a.docx", document([[HEAD, ["1", "事项", "", ""]]], more=box))
    assert "文本框里的字没有读" in reading.tables[0].rows[0].warnings
    assert qn("w:t")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "要有 items"),
        ([1], "第 1 项不是对象"),
        ([{"title": "a", "minute": 1}], "不认识的字段：minute"),
        ([{"note": "a"}], "没有事项名称"),
        ([{"title": "a", "units": ["town"]}], "适用"),
        ([{"title": "a", "minutes": True}], "整数"),
        ([{"title": "a", "valid_from": "去年"}], "2026-01-31"),
        ([{"title": "a", "frequency": "often"}], "能用的有"),
        ([{"title": 1}], "要是文字"),
        ([{"title": "a", "basis": "x"}], "列表"),
    ],
    ids=str,
)  # fmt: skip
def test_json_that_does_not_fit_is_refused_with_its_place(given: object, said: str) -> None:
    with pytest.raises(BadAnnex) as refused:
        items_from_json(given)
    assert said in str(refused.value)
