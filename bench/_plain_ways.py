"""The plain ways beside which ours are measured: openpyxl, python-docx, LIKE, and holding every item against every other."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import docx
import openpyxl
from django.db.models import Q

from qingdan.register.lists.annexes.columns import COLUMNS
from qingdan.register.lists.annexes.excel import written
from qingdan.register.lists.annexes.model import AnnexItem
from qingdan.register.lists.models import Edition
from qingdan.register.search.models import Entry


def rows(items: Sequence[AnnexItem]) -> list[list[str]]:
    """The cells of a table."""
    return [[written(column.field, getattr(item, column.field)) for column in COLUMNS] for item in items]


def write_openpyxl(items: Sequence[AnnexItem]) -> bytes:
    """The workbook by openpyxl, in its quick write-only form and without any format."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("清单")
    for row in rows(items):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read_openpyxl(data: bytes) -> int:
    """The rows of a workbook by openpyxl, in its quick read-only form."""
    sheet = openpyxl.load_workbook(io.BytesIO(data), read_only=True).active
    return sum(1 for _row in sheet.iter_rows(values_only=True)) if sheet else 0


def write_python_docx(items: Sequence[AnnexItem]) -> bytes:
    """The table by python-docx, row after row."""
    document = docx.Document()
    table = document.add_table(rows=0, cols=len(COLUMNS))
    for row in rows(items):
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def difference(old: Edition, new: Edition) -> list[str]:
    """The codes that differ, with every field of every item read and compared."""
    before: dict[str, Any] = {item.code: item.spec for item in old.items.all()}
    after = {item.code: item.spec for item in new.items.all()}
    return [code for code in before | after if before.get(code) != after.get(code)]


def like(words: str) -> list[Entry]:
    """Entries by LIKE in title and text."""
    found = Entry.objects.filter(Q(title__contains=words) | Q(words__text__contains=words))
    return list(found.order_by("pk")[:200])
