"""The sheet of guides that goes out: the catalogue with all columns, and the template with its explanations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from qingdan.foundation.web.spreadsheets import excel
from qingdan.village.guides.queries.catalogue import Row
from qingdan.village.guides.queries.known import Known
from qingdan.village.guides.sheet.cells import cells_of
from qingdan.village.guides.sheet.columns import BY_HEADING, CHOICES, EXPLANATION, HEADER

_NUMBERS = frozenset(heading for heading, column in BY_HEADING.items() if column.field in {"validity_days", "workdays"})


def write(title: str, rows: Iterable[Row], known: Mapping[str, Known]) -> bytes:
    """A workbook with a row for each kind, which import reads back without loss."""
    cells = (_cells(row, known.get(row.kind.code, Known())) for row in rows)
    return excel(title, HEADER, cells, choices=CHOICES, explanation=EXPLANATION)


def _cells(row: Row, known: Known) -> list[object]:
    kind = row.kind
    filled = [int(words) if name in _NUMBERS and words else words for name, words in cells_of(known.draft).items()]
    return [
        kind.code, kind.title, kind.regime_label, *filled, known.stamp, kind.list_title, "；".join(kind.every_basis),
        kind.handled_by, kind.lead_body, f"第{kind.guide.number}版" if kind.guide else "",
        "、".join(state.title for state in row.channels if state.on), row.gap_words, kind.flag,
    ]  # fmt: skip
