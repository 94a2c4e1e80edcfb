"""What is written is read back as it was, whatever stands in it."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingdan.foundation.web.grids import heading_key
from qingdan.register.lists.annexes import columns
from qingdan.register.lists.annexes.excel import empty_template, write_excel
from qingdan.register.lists.annexes.json_form import items_from_json, items_to_json
from qingdan.register.lists.annexes.model import AnnexItem
from qingdan.register.lists.annexes.reading import read_annex
from qingdan.register.lists.annexes.values import NotUnderstood, bases, day, frequency, units
from qingdan.register.lists.annexes.word import AnnexHeading, ChangeLine, write_difference_word, write_word

LETTERS = "<&>{}\"'村社区事项登记上报合民政局一二三甲乙丙《》第条abcXYZ019=+@（）"
WORDS = st.text(st.sampled_from(LETTERS), min_size=1, max_size=30).filter(
    lambda words: not words.startswith(("合计", "总计", "小计", "注", "备注", "说明"))
)
NAMES = st.lists(
    st.text(st.sampled_from("民政局委办公室甲乙丙"), min_size=2, max_size=8)
    | st.sampled_from(["防火、防盗宣传", "甲，乙；丙", "“四议两法”", "党建/群团", "“三资”、工程"]),
    max_size=3,
    unique=True,
).map(tuple)
BASES = st.lists(
    st.sampled_from(["《甲法》第一条", "《乙条例》第二条第三款", "津政发〔2012〕1号", "《丙办法》（某令第3号）"]),
    max_size=3,
    unique=True,
).map(tuple)
DAYS = st.none() | st.dates(date(2000, 1, 1), date(2099, 12, 31))
ITEMS = st.builds(
    AnnexItem,
    title=WORDS,
    number=st.integers(1, 999).map(str),
    code=st.from_regex(r"[A-Z]{2}-[A-Z0-9]{2}-[0-9]{2}[0-9A-Z]", fullmatch=True) | st.just(""),
    aliases=NAMES,
    category=st.just("") | WORDS,
    units=st.sampled_from(
        [(), ("village",), ("community",), ("rural_community",), ("converted",), ("rural_community", "converted")]
    ),
    basis=BASES,
    lead_body=st.just("") | WORDS,
    supporting_bodies=NAMES,
    frequency=st.none() | st.sampled_from(sorted(columns.FREQUENCY_WORDS)),
    funding=st.just("") | WORDS,
    flow_chart=st.just("") | WORDS,
    training=st.just("") | WORDS,
    minutes=st.none() | st.integers(1, 100_000),
    valid_from=DAYS,
    valid_to=DAYS,
    review_on=DAYS,
    handled_by=st.just("") | WORDS,
    location=st.none() | st.sampled_from(["outside", "inside"]),
    party=st.none() | st.sampled_from(["village", "street"]),
    note=st.just("") | WORDS,
    conflict=st.just("") | WORDS,
    reason=st.just("") | WORDS,
)
LISTS = st.lists(ITEMS, min_size=1, max_size=6)


@pytest.mark.property
class TestRoundTrip:
    @given(LISTS)
    @settings(deadline=None, max_examples=60)
    def test_excel(self, items: list[AnnexItem]) -> None:
        assert list(read_annex("清单.xlsx", write_excel("清单", items)).items) == items

    @given(LISTS)
    @settings(deadline=None, max_examples=40)
    def test_word(self, items: list[AnnexItem]) -> None:
        assert list(read_annex("清单.docx", write_word(AnnexHeading("某某清单"), items)).items) == items

    @given(LISTS)
    @settings(deadline=None)
    def test_json(self, items: list[AnnexItem]) -> None:
        assert items_from_json(items_to_json(items)) == items


def test_a_character_that_no_file_can_have_is_left_out_and_the_rest_stays() -> None:
    items = [AnnexItem(title="登记\x01\ud800表\uffff", note="一行\n二行")]
    for name, data in (
        ("清单.xlsx", write_excel("清单", items)),
        ("清单.docx", write_word(AnnexHeading("清单"), items)),
    ):
        [item] = read_annex(name, data).items
        assert (item.title, item.note) == ("登记表", "一行\n二行")


def test_other_programs_find_every_row_of_the_workbook() -> None:
    data = write_excel("清单", [AnnexItem(title=f"事项{number}", minutes=number) for number in range(1, 8)])
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet.dimensions == "A1:W8" and sheet["C8"].value == "事项7" and sheet["N8"].value == 7
    assert all(cell.alignment.wrap_text for cell in sheet["C"])


@pytest.mark.parametrize("kind", ["duty", "certificate_barred", "plaque"])
def test_the_empty_template_is_read_as_a_list_without_items(kind: str) -> None:
    [table] = read_annex("模板.xlsx", empty_template(kind)).tables
    assert table.rows == () and len(table.header) == len(columns.COLUMNS)


def test_every_heading_means_one_field_only() -> None:
    named: dict[str, str] = {}
    for column in columns.COLUMNS:
        for name in (column.heading, *column.others):
            assert named.setdefault(heading_key(name), column.field) == column.field, name
            assert columns.field_of(name) == column.field


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("《甲法》第一条；《乙法》第二条", ("《甲法》第一条", "《乙法》第二条")),
        ("《甲法》第一条《乙法》第二条", ("《甲法》第一条", "《乙法》第二条")),
        ("1.《甲法》第一条\n2.《乙法》第二条", ("《甲法》第一条", "《乙法》第二条")),
        ("《甲法》第一条；第三条", ("《甲法》第一条第三条",)),
        ("某政发〔2012〕1号", ("某政发〔2012〕1号",)),
        ("", ()),
    ],
)  # fmt: skip
def test_several_bases_in_one_cell(words: str, found: tuple[str, ...]) -> None:
    assert bases(words) == found


@pytest.mark.parametrize(
    ("words", "found"),
    [("村、社区", ()), ("仅社区", ("community",)), ("村", ("village",)), ("村（社区）", ()), ("农村社区、村改居", ("rural_community", "converted"))],
)  # fmt: skip
def test_whom_an_item_is_for(words: str, found: tuple[str, ...]) -> None:
    assert units(words) == found
    with pytest.raises(NotUnderstood):
        units("企业")


def test_dates_and_frequencies_in_words() -> None:
    assert {day(words) for words in ("2026年1月1日", "2026.1.1", "2026/01/01", "46023", "2026-01-01 00:00:00")} == {
        date(2026, 1, 1)
    }
    assert day("2026年2月", last=True) == date(2026, 2, 28)
    assert [frequency(words) for words in ("月报", "每季度一次", "每半年", "随时", "年度")] == [
        "monthly",
        "quarterly",
        "half_yearly",
        "on_event",
        "yearly",
    ]
    with pytest.raises(NotUnderstood):
        frequency("每年2次")


def test_a_difference_is_a_table_that_word_opens() -> None:
    lines = [ChangeLine("修改", "NH-AA-01X", "事项", "频次：每月", "频次：每年", "减负")]
    data = write_difference_word(AnnexHeading("某清单"), lines)
    reading = read_annex("变动.docx", data)
    assert reading.items[0].title == "事项" and "减负" in reading.items[0].reason
