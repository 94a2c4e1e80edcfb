"""Annexes of different shapes, built as offices build them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import groupby
from typing import Any

import docx
import openpyxl

from qingdan.register.lists.annexes.model import AnnexItem

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
