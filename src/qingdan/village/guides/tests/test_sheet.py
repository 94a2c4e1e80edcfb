"""A sheet of guides: what goes out comes back unchanged, what people write is understood or said to be wrong."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from qingdan.foundation.web.filled_sheets import read_filled
from qingdan.foundation.web.grids import BadTable
from qingdan.foundation.web.spreadsheets import excel
from qingdan.policy.packs.guide_specs import FieldSpec, GuideContent
from qingdan.village.guides.drafts import Draft
from qingdan.village.guides.sheet import judging
from qingdan.village.guides.sheet.cells import cells_of, changed, lines, plain
from qingdan.village.guides.sheet.columns import BY_HEADING, CHOICES, EXPLANATION, FILLED, HEADER, KNOWN
from qingdan.village.guides.tests.cast import content

words = st.text(max_size=300)
line = st.text(min_size=1, max_size=100).map(str.strip).filter(bool)
name = st.from_regex(r"[a-z][a-z0-9_]{0,9}", fullmatch=True)
label = st.text(alphabet="姓名住址日期从哪天Aa1 、，", min_size=1, max_size=20).map(str.strip).filter(bool)
gap = st.one_of(
    st.builds(FieldSpec, name=name, label=label, type=st.sampled_from(["text", "long", "date", "number"]), required=st.booleans()),
    st.builds(FieldSpec, name=name, label=label, type=st.just("choice"), required=st.booleans(), choices=st.lists(st.sampled_from(["自有", "租赁", "借住"]), min_size=1, unique=True)),
)  # fmt: skip
contents = st.builds(
    GuideContent, purpose=words, issuing_body=st.text(max_size=80), validity_days=st.none() | st.integers(1, 3650), validity_note=st.text(max_size=80),
    legal_basis=st.lists(line, max_size=5), model_text=words, fields=st.lists(gap, max_size=4), procedure=st.lists(line, max_size=5),
    operating_rule=words, materials=st.lists(line, max_size=5), simple=st.none() | st.booleans(), workdays=st.none() | st.integers(1, 250),
    public_interest=st.booleans(), legal_risk=st.booleans(), fee=st.text(max_size=40),
)  # fmt: skip
drafts = st.builds(
    Draft, contents, st.sampled_from(["department", "product"]), st.text(max_size=50), st.text(max_size=50), words
)


def workbook(*rows: Mapping[str, Any], head: tuple[str, ...] = HEADER) -> bytes:
    """A sheet as somebody else's program writes it."""
    return excel("表", head, ([row.get(name, "") for name in head] for row in rows))


def formed(write: Any) -> bytes:
    """A sheet that ``write`` fills in by hand."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        write(book.add_worksheet(), book)
    return out.getvalue()


def read_back(draft: Draft) -> Mapping[str, str]:
    [row] = judging.read("a.xlsx", workbook({"证明": "某证明", **cells_of(draft)})).rows
    return row.said


@pytest.mark.property
@given(draft=drafts)
def test_whatever_a_guide_says_comes_back_as_it_went_out(draft: Draft) -> None:
    now, said = cells_of(draft), read_back(draft)
    assert {heading: plain(said.get(heading, "")) for heading in now} == now


@pytest.mark.property
@given(said=st.dictionaries(st.sampled_from([column.heading for column in FILLED]), st.text(max_size=200)))
def test_whatever_people_write_is_a_draft_or_says_where_it_is_wrong(said: dict[str, str]) -> None:
    draft, faults = changed(Draft(content()), {heading: plain(cell) for heading, cell in said.items()})
    assert (draft is None) == bool(faults)
    assert all(where in BY_HEADING and what for where, what in faults)


def test_a_draft_is_what_its_cells_say() -> None:
    draft = Draft(content(simple=None, workdays=5), "department", "区民政局", "津民规〔2020〕6号", "简化")
    anew, faults = changed(Draft(), cells_of(draft))
    assert faults == [] and anew == draft


@pytest.mark.parametrize(
    ("heading", "cell", "field", "value"),
    [
        ("有效天数", "９０", "validity_days", 90), ("有效天数", "90天", "validity_days", 90), ("有效天数", "三十日内", "validity_days", 30),
        ("工作日", "5个工作日", "workdays", 5), ("工作日", "", "workdays", None), ("公共利益", "√", "public_interest", True),
        ("公共利益", "不涉及", "public_interest", False), ("法律风险", "", "legal_risk", False),
        ("材料", "户口簿、身份证\n 照片 ", "materials", ["户口簿、身份证", "照片"]), ("办理程序", "1.提出\n2、核对\n（3）出具", "procedure", ["提出", "核对", "出具"]),
        ("办理程序", "3.5米以内\n复核", "procedure", ["3.5米以内", "复核"]), ("政策法规依据", "《某法》第一条、第二条", "legal_basis", ["《某法》第一条、第二条"]),
    ],
)  # fmt: skip
def test_a_cell_is_understood_as_people_write_it(heading: str, cell: str, field: str, value: object) -> None:
    before = Draft(content(simple=None))
    draft, faults = changed(before, {heading: cell})
    assert draft is not None and faults == [] and getattr(draft.content, field) == value


@pytest.mark.parametrize(
    ("said", "where", "what"),
    [
        ({"有效天数": "长期"}, "有效天数", "有效期说明"), ({"有效天数": "0"}, "有效天数", "写成数字"), ({"有效天数": "9000"}, "有效天数", "3650"),
        ({"工作日": "当场"}, "工作日", "办得多快"), ({"工作日": "3"}, "证明内容范本", "当场办结"), ({"办得多快": "很快"}, "办得多快", "当场办结或者限时办结"),
        ({"公共利益": "也许"}, "公共利益", "写是或者否"), ({"证明内容范本": "兹证明{nobody}"}, "证明内容范本", "没有对应的栏目"),
        ({"范本里的空": "Address｜住址"}, "范本里的空", "代号要用小写字母"), ({"材料": "件\n" * 31}, "材料", "最多 30 行"),
        ({"办理程序": "步" * 301}, "办理程序", "第 1 行太长，最多 300 字"), ({"提供部门": "局" * 201}, "提供部门", "最多 200 字"),
        ({"证明内容范本": "字" * 5000}, "证明内容范本", "太长"), ({"范本来源": "网上"}, "范本来源", "部门提供或者系统建议范本"),
    ],
)  # fmt: skip
def test_a_cell_that_is_wrong_says_what_to_do(said: dict[str, str], where: str, what: str) -> None:
    draft, faults = changed(Draft(content()), said)
    assert draft is None and any(place == where and what in words for place, words in faults), faults


def test_numbers_in_front_go_only_where_they_count() -> None:
    assert lines("1.甲\n2.乙") == ["甲", "乙"]
    assert lines("2.甲\n1.乙") == ["2.甲", "1.乙"]
    assert lines("1.甲\n乙") == ["1.甲", "乙"]


def test_a_heading_row_may_stand_below_a_title_and_be_two_rows_with_merged_cells() -> None:
    def write(sheet: Any, _book: Any) -> None:
        sheet.merge_range(0, 0, 0, 3, "宁河区证明办事指南（2026年）")
        sheet.merge_range(1, 0, 2, 0, "证 明 名 称")
        sheet.merge_range(1, 1, 1, 2, "多久")
        sheet.write_row(2, 1, ["有效天数", "工作日"])
        sheet.merge_range(1, 3, 2, 3, "用途（必填）")
        sheet.write_row(3, 0, ["某证明", 90, 5, "入学"])
        sheet.write_row(5, 0, ["别的证明", "", "", "就业"])

    sheet = judging.read("a.xlsx", formed(write))
    assert [(row.place, dict(row.said)) for row in sheet.rows] == [
        ("第4行", {"证明": "某证明", "有效天数": "90", "工作日": "5", "办理用途": "入学"}),
        ("第6行", {"证明": "别的证明", "有效天数": "", "工作日": "", "办理用途": "就业"}),
    ]
    assert sheet.unknown == ("多久",)


def test_merged_cells_and_formulas_are_told() -> None:
    def write(sheet: Any, _book: Any) -> None:
        sheet.write_row(0, 0, ["证明", "开具单位", "提供部门", "收费", "颜色"])
        sheet.merge_range(1, 0, 2, 0, "某证明")
        sheet.merge_range(1, 1, 1, 2, "村委会")
        sheet.write_formula(1, 3, '="不收"&"费"', None, "不收费")
        sheet.write_formula(2, 3, "=A1", None, "")
        sheet.write_string(2, 4, "红")

    sheet = judging.read("a.xlsx", formed(write))
    first, second = sheet.rows
    assert "提供部门" not in first.said and ("提供部门", "和左边一格合并了，当作没有写") in first.warnings
    assert first.said["收费"] == "不收费" and any(where == "收费" for where, _what in first.warnings)
    assert "证明" in second.merged and any("没有算出" in what for _where, what in second.warnings)
    assert judging.unknown_of(sheet) == ["颜色"]


@pytest.mark.parametrize(
    ("file", "data", "said"),
    [
        ("a.xls", b"x", "另存为"), ("a.txt", b"x", "Excel"), ("a.xlsx", b"PK\x03\x04x", "损坏|打不开|不是"), ("a.xlsx", workbook(head=("姓名", "电话")), "没有找到表头"),
        ("a.xlsx", workbook(), "一行也没有填"), ("a.xlsx", workbook(*({"证明": f"第{n}种"} for n in range(501))), "最多读 500 行"),
    ],
    ids=["old", "text", "broken", "other columns", "empty", "long"],
)  # fmt: skip
def test_a_file_that_is_no_such_sheet_is_refused(file: str, data: bytes, said: str) -> None:
    with pytest.raises(BadTable, match=said):
        judging.read(file, data)


def test_the_template_explains_every_column_and_offers_its_words() -> None:
    explained = {heading for heading, _words in EXPLANATION}
    assert {column.heading for column in FILLED} <= explained
    assert all(heading in HEADER and choices for heading, choices in CHOICES.items())
    data = excel("表", HEADER, (), choices=CHOICES, explanation=EXPLANATION)
    with pytest.raises(BadTable):
        read_filled("a.xlsx", data, KNOWN, needed=(("没有",),), advice="")
