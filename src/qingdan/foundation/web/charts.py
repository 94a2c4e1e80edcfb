"""Charts as plain SVG made on the server: bars and columns with their numbers beside them. Pure geometry.

They show at first paint, without scripts, and print; the numbers stand in words too, so that nobody has to measure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

Number = int | float
TONES = ("bamboo", "slate", "amber", "cinnabar")
"""The colours of parts in their order; a legend names each."""

COLUMN_HEIGHT, COLUMN_WIDTH, COLUMN_GAP = 120, 28, 14
"""Units of the drawing, not of the screen: it is scaled to its place."""
_LABEL_SPACE = 34


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar or column: where it begins and how long it is, in units of the drawing."""

    start: float
    length: float
    tone: str
    name: str
    value: Number


@dataclass(frozen=True, slots=True)
class Row:
    """A label with one value for each name of the chart; ``url`` leads to what is counted."""

    label: str
    values: Sequence[Number]
    url: str = ""

    @property
    def total(self) -> Number:
        """All values together."""
        return sum(self.values)


@dataclass(frozen=True, slots=True)
class Bar:
    """A row as a bar of 100 units."""

    label: str
    total: Number
    segments: tuple[Segment, ...]
    url: str


@dataclass(frozen=True)
class BarChart:
    """Rows as bars beside each other, the longest fills its place. ``names`` are the parts, in the order of values."""

    names: Sequence[str]
    rows: Sequence[Row]
    unit: str = ""
    tones: Sequence[str] = TONES

    @cached_property
    def bars(self) -> tuple[Bar, ...]:
        """The rows as they are drawn."""
        most = max((row.total for row in self.rows), default=0)
        return tuple(
            Bar(row.label, row.total, _segments(self, row.values, 100 / most if most else 0), row.url)
            for row in self.rows
        )

    @property
    def legend(self) -> tuple[tuple[str, str], ...]:
        """The tone of each part; none where there is only one."""
        return tuple(zip(self.tones, self.names, strict=False)) if len(self.names) > 1 else ()


@dataclass(frozen=True, slots=True)
class Column:
    """A row as a column; ``x`` is its left edge, segments begin at the top."""

    label: str
    total: Number
    x: float
    top: float
    segments: tuple[Segment, ...]

    @property
    def middle(self) -> float:
        """Where its words stand."""
        return self.x + COLUMN_WIDTH / 2


@dataclass(frozen=True)
class ColumnChart(BarChart):
    """Rows as columns from left to right, as for months."""

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The rows as they are drawn."""
        most = max((row.total for row in self.rows), default=0)
        scale = COLUMN_HEIGHT / most if most else 0
        drawn = []
        for place, row in enumerate(self.rows):
            height = row.total * scale
            top = _LABEL_SPACE / 2 + COLUMN_HEIGHT - height
            stacked = tuple(
                Segment(top + height - part.start - part.length, part.length, part.tone, part.name, part.value)
                for part in _segments(self, row.values, scale)
            )
            drawn.append(Column(row.label, row.total, place * (COLUMN_WIDTH + COLUMN_GAP), top, stacked))
        return tuple(drawn)

    @property
    def width(self) -> int:
        """Of the drawing."""
        return max(len(self.rows) * (COLUMN_WIDTH + COLUMN_GAP) - COLUMN_GAP, 1)

    @property
    def height(self) -> int:
        """Of the drawing."""
        return COLUMN_HEIGHT + _LABEL_SPACE

    @property
    def ground(self) -> float:
        """Where the columns stand."""
        return COLUMN_HEIGHT + _LABEL_SPACE / 2

    @property
    def column_width(self) -> int:
        """Of each column."""
        return COLUMN_WIDTH

    @property
    def spoken(self) -> str:
        """The chart in words, for who does not see it."""
        return "；".join(f"{row.label} {row.total}{self.unit}" for row in self.rows)


def _segments(chart: BarChart, values: Sequence[Number], scale: float) -> tuple[Segment, ...]:
    """The parts of a row one behind the other; what is nothing is not drawn."""
    drawn, start = [], 0.0
    for name, value, tone in zip(chart.names, values, chart.tones, strict=False):
        if value < 0:
            raise ValueError("a chart of parts shows no negative number")
        length = value * scale
        if value:
            drawn.append(Segment(round(start, 2), round(length, 2), tone, name, value))
        start += length
    return tuple(drawn)
