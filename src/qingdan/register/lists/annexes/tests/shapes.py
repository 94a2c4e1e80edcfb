"""Annexes of different shapes, built as offices build them."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

import docx
import openpyxl
from openpyxl.utils import get_column_letter

from qingdan.register.lists.annexes.model import AnnexItem

Column = tuple[str, Callable[[AnnexItem], str]]
"""A heading as some office writes it, and what stands under it."""
NUMERALS = [*"一二三四五六七八九十", "十一", "十二", "十三", "十四"]


def workbook(
    rows: Sequence[Sequence[Any]], *, merged: Sequence[str] = (), name: str = "Sheet1", more: Any = None
) -> bytes:
    """An Excel file with these rows; ``more`` may change the book before it is saved."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)
    if more:
        more(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def document(tables: Sequence[Sequence[Sequence[str]]], *, above: Sequence[str] = (), more: Any = None) -> bytes:
    """A Word file with words and tables; ``more`` may change the document before it is saved."""
    made = docx.Document()
    for words in above:
        made.add_paragraph(words)
    for rows in tables:
        table = made.add_table(rows=0, cols=max(map(len, rows)))
        for row in rows:
            for cell, words in zip(table.add_row().cells, row, strict=False):
                cell.text = words
        made.add_paragraph("")
    if more:
        more(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def plaque_sheet(title: str, items: Sequence[AnnexItem]) -> bytes:
    """Excel: a merged title, the issuer and date under it, two heading rows with 村 | 社区, the category merged down."""
    rows: list[list[Any]] = [
        ["附件7", None, None, None, None, None],
        [title, None, None, None, None, None],
        ["填报单位：区民政局", None, None, None, "2023年8月31日", None],
        ["序　号", "类 别", "牌子名称", "适用对象", None, "备  注"],
        [None, None, None, "村", "社区", None],
    ]
    merged = ["A2:F2", "A4:A5", "B4:B5", "C4:C5", "D4:E4", "F4:F5"]
    line = 6
    for category, group in groupby(items, key=lambda item: item.category):
        members = list(group)
        for place, item in enumerate(members):
            village = "√" if not item.units or "village" in item.units else None
            community = "√" if not item.units or "community" in item.units else None
            rows.append(
                [line - 5 + place, category if place == 0 else None, item.title, village, community, item.note or None]
            )
        if len(members) > 1:
            merged.append(f"B{line}:B{line + len(members) - 1}")
        line += len(members)
    rows += [
        ["合计", None, f"{len(items)}块", None, None, None],
        ["注：以上牌子由区里统一制作。", None, None, None, None, None],
    ]
    return workbook(rows, merged=merged)


def duty_document(title: str, items: Sequence[AnnexItem]) -> bytes:
    """Word: a table for each category with a group row, serial numbers （一）, and the heading repeated."""
    head = ["序号", "工作事项", "法律法规依据", "责任单位"]
    tables = []
    for number, (category, group) in enumerate(groupby(items, key=lambda item: item.category)):
        members = list(group)
        rows = [head, [f"{NUMERALS[number]}、{category}（{len(members)}项）", "", "", ""]]
        for place, item in enumerate(members):
            rows.append([f"（{NUMERALS[place % 10]}）", item.title, "；".join(item.basis), item.lead_body])
        tables.append(rows)
    return document(tables, above=["附件1", title, "某委发〔2020〕15号"])


def certificate_sheet(title: str, items: Sequence[AnnexItem]) -> bytes:
    """Excel: group rows across the whole table, full-width serial numbers, bases on lines of one cell, a line break."""
    rows: list[list[Any]] = [[title], [None], ["序号", "证明名称", "设定依据", "取消后的办理方式", "备注"]]
    merged = ["A1:E1"]
    for category, group in groupby(items, key=lambda item: item.category):
        rows.append([f"{category}（类）" if category else "未分类", None, None, None, None])
        merged.append(f"A{len(rows)}:E{len(rows)}")
        for place, item in enumerate(group, start=1):
            number = str(place).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
            rows.append([number, item.title, "\n".join(item.basis) or None, item.handled_by or None, item.note or None])
    return workbook(rows, merged=merged)


NOTE: Column = ("备　注", lambda item: item.note)
ALIASES: Column = ("也叫", lambda item: "、".join(item.aliases))
BASES: Column = ("法律法规和政策依据", lambda item: "\n".join(item.basis))
NUMBERED_BASES: Column = ("设定依据", lambda item: "；\n".join(f"{n}.{text}" for n, text in enumerate(item.basis, 1)))
WHO: Column = ("责任部门", lambda item: item.lead_body)
HANDLED: Column = ("取消后的办理方式", lambda item: item.handled_by)
CONFLICT: Column = ("与之不一致的规定", lambda item: item.conflict)
UNTIL: Column = ("有效期至", lambda item: f"{item.valid_to:%Y年%m月%d日}" if item.valid_to else "")
WHERE: Column = ("挂牌位置", lambda item: {"outside": "外墙", "inside": "屋里", None: ""}[item.location])
FOR_WHOM: Column = (
    "适用范围",
    lambda item: {(): "村（社区）", ("village",): "仅限村", ("community",): "社区"}[item.units],
)


def groups_of(items: Sequence[AnnexItem]) -> list[tuple[str, list[AnnexItem]]]:
    """Items that stand together under one category."""
    return [(category, list(group)) for category, group in groupby(items, key=lambda item: item.category)]


def grouped_sheet(title: str, items: Sequence[AnnexItem], columns: Sequence[Column]) -> bytes:
    """Excel: a merged title, a row across the table for each category, serial numbers that begin again."""
    width = len(columns) + 2
    rows: list[list[Any]] = [
        [title],
        ["填报单位：", None, "2026年1月"],
        ["序号", "事项名称", *(head for head, _ in columns)],
    ]
    merged = [f"A1:{_letter(width)}1"]
    for number, (category, members) in enumerate(groups_of(items)):
        if category:
            rows.append([f"{_chinese(number)}、{category}（共{len(members)}项）"])
            merged.append(f"A{len(rows)}:{_letter(width)}{len(rows)}")
        rows += [
            [place, item.title, *(say(item) or None for _, say in columns)] for place, item in enumerate(members, 1)
        ]
    return workbook(rows, merged=merged)


def marked_sheet(title: str, items: Sequence[AnnexItem], columns: Sequence[Column]) -> bytes:
    """Excel: two heading rows with 村 | 社区 under 适用对象, √ in the cells, the category merged down, a total."""
    heads = ["序 号", "类 别", "牌 子 名 称", "适用对象", None, *(head for head, _ in columns)]
    rows: list[list[Any]] = [["附件4"], [title], heads, [None, None, None, "村", "社区"]]
    merged = [f"A2:{_letter(len(heads))}2", "D3:E3"]
    merged += [f"{_letter(place)}3:{_letter(place)}4" for place, head in enumerate(heads, 1) if place not in (4, 5)]
    for category, members in groups_of(items):
        first = len(rows) + 1
        for item in members:
            marks = ["√" if not item.units or unit in item.units else "×" for unit in ("village", "community")]
            rows.append([len(rows) - 3, None, item.title, *marks, *(say(item) or None for _, say in columns)])
        rows[first - 1][1] = category
        if len(members) > 1:
            merged.append(f"B{first}:B{len(rows)}")
    rows.append(["合　计", None, f"{len(items)}块"])
    return workbook(rows, merged=merged)


def merged_document(title: str, items: Sequence[AnnexItem], columns: Sequence[Column]) -> bytes:
    """Word: one table whose first row is its title across, the category merged down where it goes on."""
    heads = ["序号", "分类", "具体事项", *(head for head, _ in columns)]
    rows = [[title], heads]
    rows += [
        [f"{place}．", item.category, item.title, *(say(item) for _, say in columns)]
        for place, item in enumerate(items, 1)
    ]

    def merge(made: Any) -> None:
        table = made.tables[0]
        table.cell(0, 0).merge(table.cell(0, len(heads) - 1))
        line = 2
        for category, members in groups_of(items):
            if len(members) > 1:
                whole = table.cell(line, 1).merge(table.cell(line + len(members) - 1, 1))
                whole.text = category
            line += len(members)

    return document([rows], above=["附件2"], more=merge)


def several_tables(title: str, items: Sequence[AnnexItem], columns: Sequence[Column], size: int = 10) -> bytes:
    """Word: several tables, one for each category or for so many items, each with the heading, serial （一）."""
    heads = ["序号", "证明事项名称", *(head for head, _ in columns)]
    parts = groups_of(items)
    if len(parts) == 1:
        parts = [("", list(items[first : first + size])) for first in range(0, len(items), size)]
    tables = []
    for number, (category, members) in enumerate(parts):
        group = [[f"（{_chinese(number)}）{category}", *[""] * (len(heads) - 1)]] if category else []
        body = [[_chinese(place), item.title, *(say(item) for _, say in columns)] for place, item in enumerate(members)]
        tables.append([heads, *group, *body])
    return document(tables, above=["附件", title, "民发〔2020〕20号"])


def _chinese(number: int) -> str:
    """The numeral of a place counted from 0."""
    tens, ones = divmod(number + 1, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{NUMERALS[tens - 1]}十") + (
        NUMERALS[ones - 1] if ones else ""
    )


def _letter(column: int) -> str:
    return str(get_column_letter(column))
