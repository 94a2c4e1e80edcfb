"""A screened paper as one web page that needs nothing else: no script, nothing fetched, everything escaped; it prints."""

from __future__ import annotations

from dataclasses import dataclass

from django.template.loader import render_to_string

from qingdan.entry.screening.cutting import ROWS, Cut, Cutter, cell_places
from qingdan.entry.screening.faces.saying import REASONS, by_kind, by_outcome, cited, head, verdict
from qingdan.entry.screening.model import Block
from qingdan.entry.screening.showing import ShownPaper


@dataclass(frozen=True, slots=True)
class Part:
    """A block of the paper; of a row its cells, of everything else one stretch of words."""

    kind: str
    level: int
    cells: tuple[tuple[Cut, ...], ...]
    opens: bool = False
    """A table's first row, before which the table opens."""
    closes: bool = False


def marked_html(paper: ShownPaper, name: str = "") -> str:
    """The page. ``name``: the file's, where the paper has no title."""
    findings = [
        (demand, [cited(reason, quoted=True) for reason in demand.reasons[:REASONS]]) for demand in paper.demands
    ]
    context = {
        "title": paper.title or name or "筛查结果", "paper": paper, "verdict": verdict(paper), "head": list(head(paper)),
        "by_outcome": by_outcome(paper), "by_kind": by_kind(paper), "parts": _parts(paper), "findings": findings,
    }  # fmt: skip
    return render_to_string("screening/faces/marked.html", context)


def _parts(paper: ShownPaper) -> list[Part]:
    cutter = Cutter(paper.text, paper.demands)
    kinds = [block.kind in ROWS for block in paper.blocks]
    return [
        Part(
            block.kind.value, block.level, _cells(block, paper.text, cutter),
            opens=is_row and not (place and kinds[place - 1]), closes=is_row and not any(kinds[place + 1 : place + 2]),
        )
        for place, (block, is_row) in enumerate(zip(paper.blocks, kinds, strict=True))
    ]  # fmt: skip


def _cells(block: Block, text: str, cutter: Cutter) -> tuple[tuple[Cut, ...], ...]:
    return tuple(tuple(cutter.cut(start, end)) for start, end in cell_places(block, text))
