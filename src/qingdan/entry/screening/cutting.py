"""A paper's words cut where demands begin and end, so that they can be marked where they stand. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qingdan.entry.screening.model import Block, BlockKind
from qingdan.entry.screening.showing import ShownDemand

ROWS = (BlockKind.ROW, BlockKind.TABLE_HEAD)
"""What stands in a table."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Words that are marked as a whole or not at all. ``last``: the demand's words end here."""

    text: str
    demand: ShownDemand | None = None
    last: bool = False


class Cutter:
    """Cuts stretches of one text."""

    def __init__(self, text: str, demands: Sequence[ShownDemand]) -> None:
        self._text = text
        self._demands = sorted(demands, key=lambda demand: (demand.start, demand.end))
        self._ends = [demand.end for demand in self._demands]

    def cut(self, start: int, end: int) -> Iterator[Cut]:
        """The words from ``start`` to ``end``; a demand that reaches over them is marked as far as they go."""
        at = start
        for demand in self._demands[bisect_left(self._ends, start + 1) :]:
            if demand.start >= end:
                break
            begins, ends = max(at, demand.start), min(end, demand.end)
            if begins >= ends:
                continue
            if begins > at:
                yield Cut(self._text[at:begins])
            yield Cut(self._text[begins:ends], demand, last=demand.end <= end)
            at = ends
        if at < end:
            yield Cut(self._text[at:end])

    def within(self, start: int, end: int) -> list[ShownDemand]:
        """The demands of which some words stand there."""
        return [cut.demand for cut in self.cut(start, end) if cut.demand is not None]


def cell_places(block: Block, text: str) -> list[tuple[int, int]]:
    """Where the cells of a row stand; of a heading row, which has none of its own, between its tabs or bars.

    Of everything else the one place of its words.
    """
    if block.cells:
        return [(cell.start, cell.end) for cell in block.cells]
    if block.kind is not BlockKind.TABLE_HEAD:
        return [(block.start, block.end)]
    words = text[block.start : block.end]
    sign = "\t" if "\t" in words else "|"
    outer = len(words) - len(words.lstrip("|")) if sign == "|" else 0
    places, at = [], block.start + outer
    for part in words.strip("|" if sign == "|" else "").split(sign):
        places.append((at, at + len(part)))
        at += len(part) + 1
    return places
