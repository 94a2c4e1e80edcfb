"""A table as an Excel file to take away: text stays text, so that nothing in it can act as a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import xlsxwriter
from django.http import HttpResponse

from qingdan.foundation.documents.downloads import file_response
from qingdan.foundation.documents.rules import XLSX

CONTENT_TYPE = XLSX.content_type
WIDEST, NARROWEST = 60, 8


def excel_response(title: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A download named after the title: one sheet, its heading row fixed and filterable."""
    return file_response(excel(title, header, rows), f"{title}.xlsx", CONTENT_TYPE)


EXPLANATION = "填写说明"
SPARE_ROWS = 500


def excel(
    title: str,
    header: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    choices: Mapping[str, Sequence[str]] | None = None,
    explanation: Sequence[tuple[str, str]] = (),
) -> bytes:
    """The file's bytes; numbers are numbers, everything else is text.

    ``choices``: by heading the words from which a cell is chosen, also in empty rows below; ``explanation``: by heading how a column
    is filled in, on a sheet of its own.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(_sheet_name(title))
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"})
        body = book.add_format({"text_wrap": True, "valign": "top"})
        widths = [len(name) * 2 for name in header]
        sheet.write_row(0, 0, header, head)
        last = 0
        for last, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                _write(sheet, last, column, value, body)
                widths[column] = max(widths[column], _width(value))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(max(width, NARROWEST), WIDEST))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(last, 1), len(header) - 1)
        sheet.set_landscape()
        sheet.repeat_rows(0)
        sheet.fit_to_pages(1, 0)
        for heading, words in (choices or {}).items():
            column = header.index(heading)
            rule = {
                "validate": "list",
                "source": list(words),
                "error_title": "填不进去",
                "error_message": "请从下拉里选。",
            }
            sheet.data_validation(1, column, last + SPARE_ROWS, column, rule)
        if explanation:
            explain(book, explanation)
    return out.getvalue()


def explain(book: Any, columns: Iterable[tuple[str, str]]) -> None:
    """A sheet that says of each column how it is filled in."""
    sheet = book.add_worksheet(EXPLANATION)
    head, body = book.add_format({"bold": True, "bottom": 1}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 70, body)
    sheet.write_row(0, 0, ("列", "怎么填"), head)
    for line, (heading, words) in enumerate(columns, start=1):
        sheet.write_string(line, 0, heading)
        sheet.write_string(line, 1, words)


def _width(value: object) -> int:
    """About as many characters as the longest line takes."""
    return max((len(line) for line in str(value).splitlines()), default=0) * 2


def _write(sheet: Any, row: int, column: int, value: object, style: object) -> None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(row, column, value, style)
    else:
        sheet.write_string(row, column, "" if value is None else str(value), style)


def _sheet_name(title: str) -> str:
    return "".join(" " if character in "[]:*?/\\'" else character for character in title)[:31].strip() or "表"
