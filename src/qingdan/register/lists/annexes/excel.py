"""The Excel template: the columns that import reads, with a sheet that explains them; text stays text."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from operator import attrgetter
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from qingdan.foundation.documents.packages import escaped, put_before, with_part
from qingdan.foundation.web.spreadsheets import EXPLANATION, explain
from qingdan.policy.gate.labels import LIST_KIND_LABELS
from qingdan.policy.gate.model import ListKind
from qingdan.register.lists.annexes.columns import COLUMNS, FREQUENCY_WORDS, LOCATION_WORDS, PARTY_WORDS, UNIT_WORDS
from qingdan.register.lists.annexes.model import AnnexItem
from qingdan.register.lists.annexes.values import joined

_SPARE_ROWS = 500
_LISTS = {
    "frequency": [words[0] for words in FREQUENCY_WORDS.values()],
    "location": [words[0] for words in LOCATION_WORDS.values()],
    "party": [PARTY_WORDS["village"][1], PARTY_WORDS["street"][0]],
}
_WRITTEN = {
    "frequency": {value: words[0] for value, words in FREQUENCY_WORDS.items()},
    "location": {value: words[0] for value, words in LOCATION_WORDS.items()},
    "party": {"village": PARTY_WORDS["village"][1], "street": PARTY_WORDS["street"][0]},
}


def _word(words: Mapping[str, str], value: str) -> str:
    return words.get(value, value)


_WRITERS: dict[str, Callable[[Any], str]] = {
    **{name: partial(_word, words) for name, words in _WRITTEN.items()},
    **dict.fromkeys(("aliases", "supporting_bodies"), joined), "basis": "\n".join,
    **dict.fromkeys(("valid_from", "valid_to", "review_on"), date.isoformat),
    "units": lambda units: "、".join(UNIT_WORDS[unit][0] for unit in units),
}  # fmt: skip
"""How the fields that are no plain words are written."""
_PLACES = tuple((xl_col_to_name(place), column.field) for place, column in enumerate(COLUMNS))
_LAST = _PLACES[-1][0]
_NOTHING = (None, "", ())
_COLUMN_STYLE = re.compile(r'<col [^>]*style="(\d+)"')
_HEAD_ONLY = f'"A1:{_LAST}1"'


def write_excel(title: str, items: Iterable[AnnexItem]) -> bytes:
    """A workbook with the items, which import reads back without loss."""
    listed = list(items)
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet(_sheet_name(title))
        head = book.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter", "bg_color": "#EFEDE6"}
        )
        body = book.add_format({"text_wrap": True, "valign": "top"})
        for place, column in enumerate(COLUMNS):
            sheet.set_column(place, place, column.width, body)
            sheet.write_string(0, place, column.heading, head)
        _finish(sheet, len(listed))
        explain(book, [(column.heading, column.help or "没有就空着。") for column in COLUMNS])
    return with_part(out.getvalue(), "xl/worksheets/sheet1.xml", lambda xml: _with_rows(xml, listed))


def empty_template(kind: str) -> bytes:
    """The template without items."""
    return write_excel(LIST_KIND_LABELS[ListKind(kind)], ())


def _with_rows(xml: str, items: Sequence[AnnexItem]) -> str:
    """The sheet with a row for each item below its heading, in the style of its columns."""
    style = _COLUMN_STYLE.search(xml)
    if style is None:
        raise ValueError("the columns have no style")
    rows = (_row(line, item, style[1]) for line, item in enumerate(items, start=2))
    return put_before(xml.replace(_HEAD_ONLY, f'"A1:{_LAST}{len(items) + 1}"', 1), "</sheetData>", rows)


def _row(line: int, item: AnnexItem, style: str) -> str:
    """A row as XML."""
    cells = []
    for letter, field in _PLACES:
        value = getattr(item, field)
        if isinstance(value, int):
            cells.append(f'<c r="{letter}{line}" s="{style}"><v>{value}</v></c>')
        elif value not in _NOTHING:
            words = escaped(written(field, value))
            cells.append(
                f'<c r="{letter}{line}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{words}</t></is></c>'
            )
    return f'<row r="{line}">{"".join(cells)}</row>'


def written(field: str, value: Any) -> str:
    """A field's value as a cell has it."""
    return "" if value in _NOTHING else _WRITERS.get(field, str)(value)


def written_column(field: str, items: Iterable[AnnexItem]) -> list[str]:
    """A field of every item as a cell has it."""
    writer = _WRITERS.get(field, str)
    return ["" if value in _NOTHING else writer(value) for value in map(attrgetter(field), items)]


def _finish(sheet: Any, last: int) -> None:
    sheet.freeze_panes(1, 3)
    sheet.autofilter(0, 0, max(last, 1), len(COLUMNS) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)
    for place, column in enumerate(COLUMNS):
        if column.field in _LISTS:
            rule = {
                "validate": "list",
                "source": _LISTS[column.field],
                "error_title": "填不进去",
                "error_message": "请从下拉里选。",
            }
            sheet.data_validation(1, place, last + _SPARE_ROWS, place, rule)


def _sheet_name(title: str) -> str:
    name = "".join(" " if character in "[]:*?/\\'" else character for character in title)[:31].strip()
    return name if name and name != EXPLANATION else "清单"
