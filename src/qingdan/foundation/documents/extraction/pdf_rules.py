"""Tables on a PDF's page: the ruled lines that are drawn give a grid, and the grid's cells the words within. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from qingdan.foundation.documents.extraction.pdf_lines import Line, Run, joined, lines_of
from qingdan.foundation.documents.extraction.pieces import PieceCell, cell_text

_NEAR = 3.0
"""Points within which two ruled lines are one."""
_THIN = 3.0
_FILLED = {b"f", b"F", b"f*"}
_PAINTED = _FILLED | {b"S", b"s", b"B", b"B*", b"b", b"b*"}
MOST_RULES = 4000
"""More drawn lines than this are a map or a chart."""
MOST_FIELDS = 20_000


@dataclass(slots=True)
class Rules:
    """The straight lines that a page draws: (where, from, to) in points."""

    across: list[tuple[float, float, float]] = field(default_factory=list)
    down: list[tuple[float, float, float]] = field(default_factory=list)

    def add_line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A drawn line, if it runs across or down."""
        if abs(y1 - y0) < _THIN and abs(x1 - x0) > _NEAR:
            self.across.append(((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif abs(x1 - x0) < _THIN and abs(y1 - y0) > _NEAR:
            self.down.append(((x0 + x1) / 2, min(y0, y1), max(y0, y1)))


def moved(matrix: Sequence[float], x: float, y: float) -> tuple[float, float]:
    """A place on the page, from one in the coordinates that a matrix describes."""
    return matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5]


@dataclass(slots=True)
class Drawing:
    """Follows what a page draws and keeps the straight lines of it; what only clips (and is not painted) is none."""

    rules: Rules = field(default_factory=Rules)
    lines: list[tuple[float, float, float, float]] = field(default_factory=list)
    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)
    at: tuple[float, float] = (0.0, 0.0)

    def take(self, operator: bytes, operands: Sequence[Any], matrix: Sequence[float]) -> None:
        """One operator of the page's content."""
        if operator == b"re":
            x, y, wide, high = map(float, operands)
            self.boxes.append((*moved(matrix, x, y), *moved(matrix, x + wide, y + high)))
        elif operator in (b"m", b"l"):
            to = moved(matrix, float(operands[0]), float(operands[1]))
            if operator == b"l":
                self.lines.append((*self.at, *to))
            self.at = to
        elif operator in _PAINTED:
            self._painted(stroked=operator not in _FILLED)
        elif operator == b"n":
            self._forget()

    def _painted(self, *, stroked: bool) -> None:
        for x0, y0, x1, y1 in self.boxes:
            if abs(x1 - x0) < _THIN or abs(y1 - y0) < _THIN:
                self.rules.add_line(x0, y0, x1, y1)
            elif stroked:
                for each in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
                    self.rules.add_line(*each)
        for line in self.lines:
            self.rules.add_line(*line)
        self._forget()

    def _forget(self) -> None:
        self.lines.clear()
        self.boxes.clear()


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's lines: ``xs`` from left to right, ``ys`` from top to bottom."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    rules: Rules

    def holds(self, run: Run) -> bool:
        """Whether words stand within the table."""
        middle = run.y + run.size * 0.3
        return self.xs[0] - 1 <= run.x <= self.xs[-1] and self.ys[-1] <= middle <= self.ys[0]

    def rows(self, runs: Sequence[Run]) -> list[tuple[PieceCell, ...]]:
        """The rows with their cells; merged cells are known by the lines that are not drawn."""
        owner = self._owners()
        held: dict[tuple[int, int], list[Run]] = {}
        for run in runs:
            row = _band([-y for y in self.ys], -(run.y + run.size * 0.3))
            held.setdefault(owner[row, _band(self.xs, run.x + 1)], []).append(run)
        words = {place: cell_text(_paragraphs(lines_of(inside))) for place, inside in held.items()}
        return [self._row(row, owner, words) for row in range(len(self.ys) - 1)]

    def _row(
        self, row: int, owner: dict[tuple[int, int], tuple[int, int]], words: dict[tuple[int, int], str]
    ) -> tuple[PieceCell, ...]:
        cells: list[PieceCell] = []
        before: tuple[int, int] | None = None
        for column in range(len(self.xs) - 1):
            own = owner[row, column]
            if own == before:
                cells[-1] = PieceCell(cells[-1].words, cells[-1].span + 1, cells[-1].above)
            else:
                cells.append(PieceCell(words.get(own, ""), 1, own[0] < row))
            before = own
        return tuple(cells)

    def _owners(self) -> dict[tuple[int, int], tuple[int, int]]:
        """For each field of the grid the upper left field of the cell that it belongs to."""
        owner: dict[tuple[int, int], tuple[int, int]] = {}
        for row in range(len(self.ys) - 1):
            for column in range(len(self.xs) - 1):
                place = (row, column)
                owner[place] = place
                if column and not _drawn(self.rules.down, self.xs[column], (self.ys[row] + self.ys[row + 1]) / 2):
                    owner[place] = owner[row, column - 1]
                elif row and not _drawn(self.rules.across, self.ys[row], (self.xs[column] + self.xs[column + 1]) / 2):
                    owner[place] = owner[row - 1, column]
        return owner


def grids_of(rules: Rules) -> list[Grid]:
    """The tables of a page from top to bottom: lines that touch, at least two rows or columns of fields each."""
    if len(rules.across) + len(rules.down) > MOST_RULES:
        return []
    found = []
    for group in _touching(rules):
        xs, ys = _merged(rule[0] for rule in group.down), _merged(rule[0] for rule in group.across)
        if len(xs) > 2 and len(ys) > 2 and len(xs) * len(ys) < MOST_FIELDS:
            found.append(Grid(tuple(xs), tuple(reversed(ys)), group))
    return sorted(found, key=lambda grid: -grid.ys[0])


def _touching(rules: Rules) -> list[Rules]:
    """Groups of lines that are connected, by bands of height: two tables stand one below the other."""
    groups: list[tuple[float, float, Rules]] = []
    for x, low, high in sorted(rules.down, key=lambda rule: -rule[2]):
        if groups and high >= groups[-1][0] - _NEAR:
            before = groups[-1]
            before[2].down.append((x, low, high))
            groups[-1] = (min(before[0], low), before[1], before[2])
        else:
            groups.append((low, high, Rules(down=[(x, low, high)])))
    for y, left, right in rules.across:
        for low, high, group in groups:
            if low - _NEAR <= y <= high + _NEAR:
                group.across.append((y, left, right))
                break
    return [group for _low, _high, group in groups]


def _merged(places: Iterable[float]) -> list[float]:
    out: list[float] = []
    for place in sorted(places):
        if not out or place - out[-1] > _NEAR:
            out.append(place)
    return out


def _drawn(lines: list[tuple[float, float, float]], where: float, at: float) -> bool:
    return any(abs(line[0] - where) <= _NEAR and line[1] - 1 <= at <= line[2] + 1 for line in lines)


def _band(edges: Sequence[float], place: float) -> int:
    return min(max(sum(1 for edge in edges if edge <= place) - 1, 0), len(edges) - 2)


def _paragraphs(lines: list[Line]) -> list[str]:
    """The lines of a cell; one that is as long as the longest goes on in the next."""
    longest = max((line.end for line in lines), default=0.0)
    out: list[str] = []
    full = False
    for line in lines:
        if full and out:
            out[-1] = joined(out[-1], line.words)
        else:
            out.append(line.words)
        full = line.end > longest - 1.2 * line.size
    return out
