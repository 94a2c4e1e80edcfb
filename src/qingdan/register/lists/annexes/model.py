"""What is read from a file, row by row, and what is written to one. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from qingdan.foundation.web.grids import BadTable

Status = Literal["item", "heading", "skipped", "fault"]


BadAnnex = BadTable
"""A file that cannot be read as a list; the message is Chinese and says what to do."""


@dataclass(frozen=True, slots=True)
class AnnexItem:
    """One item as an annex has it. ``number`` is the serial number as printed, ``reason`` why it is new or changed."""

    title: str
    number: str = ""
    code: str = ""
    aliases: tuple[str, ...] = ()
    category: str = ""
    units: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    lead_body: str = ""
    supporting_bodies: tuple[str, ...] = ()
    frequency: str | None = None
    funding: str = ""
    flow_chart: str = ""
    training: str = ""
    minutes: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    review_on: date | None = None
    handled_by: str = ""
    location: str | None = None
    party: str | None = None
    note: str = ""
    conflict: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One row of a file: where it stands, how it was taken, and why. Nothing is silently lost."""

    place: str
    line: int
    status: Status
    item: AnnexItem | None = None
    cells: tuple[str, ...] = ()
    message: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableReading:
    """One table. ``columns`` says in which column (or columns) each field was found."""

    place: str
    header: tuple[str, ...] = ()
    columns: Mapping[str, int | tuple[int, ...]] = field(default_factory=dict)
    unknown_columns: tuple[str, ...] = ()
    kind_guess: str | None = None
    rows: tuple[PreviewRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as it was understood."""

    title: str = ""
    document_number: str = ""
    tables: tuple[TableReading, ...] = ()

    @property
    def items(self) -> tuple[AnnexItem, ...]:
        """Every item, in order."""
        return tuple(row.item for table in self.tables for row in table.rows if row.item is not None)

    @property
    def faults(self) -> tuple[PreviewRow, ...]:
        """Rows that were not understood."""
        return tuple(row for table in self.tables for row in table.rows if row.status == "fault")

    @property
    def skipped(self) -> tuple[PreviewRow, ...]:
        """Rows that are no items: empty, repeated headings, totals, footnotes."""
        return tuple(row for table in self.tables for row in table.rows if row.status == "skipped")
