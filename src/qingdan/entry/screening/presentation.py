"""What the page of a screening shows: the paper's own parts with marked sentences, the findings beside them, its verdict."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from django.urls import reverse

from qingdan.entry.screening.cutting import ROWS, Cutter, cell_places
from qingdan.entry.screening.deciding import PaperVerdict
from qingdan.entry.screening.model import Block, BlockKind
from qingdan.entry.screening.models import FoundState, Screening, Side
from qingdan.entry.screening.showing import ShownDemand, ShownPaper, verdict_said
from qingdan.foundation.web.components import Stamp, Tone, VerdictCard
from qingdan.policy.gate.model import Outcome

LONGEST_WHOLE = 60_000
"""Characters: of a longer paper only what stands around the findings of the page is shown."""
AROUND = 2
"""So many blocks before and after a marked one are shown of a long paper."""
_TONES: dict[Outcome, Tone] = {
    Outcome.LISTED: "listed", Outcome.CONDITIONAL: "conditional", Outcome.UNLISTED: "unlisted", Outcome.UNDECIDED: "undecided", Outcome.FORBIDDEN: "forbidden",
}  # fmt: skip
_ADMISSIBLE = frozenset({Outcome.UNLISTED, Outcome.UNDECIDED})
STATE_TAGS = {
    FoundState.OPEN: "tag--amber", FoundState.ACCEPTED: "tag--done", FoundState.DISMISSED: "tag--wait", FoundState.LEAD: "tag--done",
}  # fmt: skip
VERDICT_TAGS = {
    PaperVerdict.MAY_SEND: "tag--done", PaperVerdict.MEND: "tag--red", PaperVerdict.ADMIT_FIRST: "tag--amber",
    PaperVerdict.NO_DEMAND: "tag--done", PaperVerdict.UNREADABLE: "tag--wait",
}  # fmt: skip
_STAMPS: dict[PaperVerdict, Stamp] = {
    PaperVerdict.MAY_SEND: Stamp("在", "listed"), PaperVerdict.ADMIT_FIRST: Stamp("待", "unlisted"),
    PaperVerdict.NO_DEMAND: Stamp("无", "listed"), PaperVerdict.UNREADABLE: Stamp("缺", "undecided"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of the paper; with ``place`` they belong to that finding. ``first``: they are its first, and carry the anchor."""

    text: str
    place: int = 0
    tone: str = ""
    word: str = ""
    first: bool = False
    done: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table."""

    cells: tuple[str, ...]
    head: bool = False
    mark: Piece | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph, a heading, a table, or a gap of what is not shown."""

    kind: str
    level: int = 0
    pieces: tuple[Piece, ...] = ()
    rows: tuple[Row, ...] = ()


def parts_of(paper: ShownPaper, shown: Sequence[ShownDemand]) -> list[Part]:
    """The paper as its blocks say, with the demands ``shown`` marked; of a long paper what stands around those."""
    blocks = paper.blocks
    if len(paper.text) > LONGEST_WHOLE:
        keep = _around(blocks, shown)
        runs = [(key, list(run)) for key, run in groupby(range(len(blocks)), lambda place: place in keep)]
        return [part for key, run in runs for part in (_parts(paper, [blocks[n] for n in run], shown) if key else [Part("gap")])]  # fmt: skip
    return _parts(paper, blocks, shown)


def _around(blocks: Sequence[Block], shown: Sequence[ShownDemand]) -> set[int]:
    """The places of blocks that are shown of a long paper: the first ones, and those around what is marked."""
    starts = [block.start for block in blocks]
    keep = set(range(min(4, len(blocks))))
    for demand in shown:
        here = bisect_right(starts, demand.start) - 1
        keep.update(range(max(0, here - AROUND), min(len(blocks), here + AROUND + 1)))
    return keep


def _parts(paper: ShownPaper, blocks: Sequence[Block], shown: Sequence[ShownDemand]) -> list[Part]:
    marks = _Marks(paper.text, shown)
    found = []
    for table, run in groupby(blocks, lambda block: block.kind in ROWS):
        if table:
            found.append(Part("table", rows=tuple(map(marks.row, run))))
        else:
            found += [Part(block.kind.value, block.level, tuple(marks.pieces(block.start, block.end))) for block in run]
    return found


class _Marks:
    """The words of a paper cut where findings begin and end, in the page's form."""

    def __init__(self, text: str, shown: Sequence[ShownDemand]) -> None:
        self._text = text
        self._cutter = Cutter(text, shown)
        self._seen: set[int] = set()

    def pieces(self, start: int, end: int) -> Iterator[Piece]:
        """What stands from ``start`` to ``end``, marked words apart."""
        for cut in self._cutter.cut(start, end):
            yield Piece(cut.text) if cut.demand is None else self._mark(cut.demand, cut.text)

    def row(self, block: Block) -> Row:
        """A table's row; one that asks something is marked as a whole."""
        cells = tuple(self._text[start:end] for start, end in cell_places(block, self._text))
        demand = next(iter(self._cutter.within(block.start, block.end)), None)
        mark = self._mark(demand, "") if demand is not None else None
        return Row(cells, block.kind is BlockKind.TABLE_HEAD, mark)

    def _mark(self, demand: ShownDemand, words: str) -> Piece:
        first = demand.place not in self._seen
        self._seen.add(demand.place)
        done = demand.state not in ("", FoundState.OPEN)
        return Piece(words, demand.place, _TONES[demand.outcome], demand.outcome.word, first, done)


@dataclass(frozen=True, slots=True)
class Finding:
    """A demand as the page shows it beside the paper."""

    demand: ShownDemand
    stamp: Stamp
    tag: str
    open: bool
    apply: str = ""
    """Where the office applies for the admission of what is on no list; empty where nothing is to be applied for."""


def findings(shown: Sequence[ShownDemand], *, applicant: int | None = None) -> list[Finding]:
    """The demands with their seals and where they stand; ``applicant``: the office that may apply for what is not admitted."""
    return [
        Finding(
            demand, stamp_of(demand.outcome), STATE_TAGS[FoundState(demand.state)], demand.state == FoundState.OPEN,
            _to_apply(demand, applicant) if applicant is not None and demand.outcome in _ADMISSIBLE else "",
        )
        for demand in shown
    ]  # fmt: skip


def _to_apply(demand: ShownDemand, body: int) -> str:
    """The application's form with what is known of the demand already."""
    title = dict(demand.details).get("要求什么") or demand.text
    said = {"body": str(body), "kind": demand.kinds[0], "title": title[:200], "content": demand.text[:1000]}
    return f"{reverse('admission:new')}?{urlencode(said)}"


def stamp_of(outcome: Outcome) -> Stamp:
    """The seal of a demand's outcome."""
    return Stamp(outcome.stamp, _TONES[outcome])


def verdict_word(screening: Screening) -> str:
    """The verdict as it is said to whose paper it is."""
    return verdict_said(PaperVerdict(screening.verdict), received=screening.side == Side.RECEIVED)


def verdict_of_paper(screening: Screening, *, hardest: Outcome | None, waiting: int) -> VerdictCard:
    """The banner: the verdict, how many demands, what they cost, and what to do now."""
    verdict = PaperVerdict(screening.verdict)
    stamp = _STAMPS.get(verdict) or (stamp_of(hardest) if hardest else Stamp("禁", "forbidden"))
    return VerdictCard(stamp, verdict_word(screening), _counts(screening), next_step=_next(screening, verdict, waiting))


def _counts(screening: Screening) -> str:
    if not screening.demands:
        return f"读了 {screening.sentences} 句，没有一句是向村（社区）提的要求。"
    if not screening.stopping:
        return f"{screening.demands} 处要求，都在清单上。"
    return f"{screening.demands} 处要求，{screening.stopping} 处不能照这样要。"


def _next(screening: Screening, verdict: PaperVerdict, waiting: int) -> str:
    if screening.side == Side.RECEIVED:
        return _next_of_received(verdict, waiting)
    if verdict is PaperVerdict.UNREADABLE:
        return "没有读出文字。请把文字复制出来，粘贴了再筛。"
    if not verdict.stops:
        return "这份可以发。"
    if not waiting:
        return "都处理过了。把改好的稿放进来再筛一遍，没有问题就可以发。"
    return "一处一处看：照建议改稿子，改了点“按建议改了”；确实不用改的写理由。改完把新稿再筛一遍。"


def _next_of_received(verdict: PaperVerdict, waiting: int) -> str:
    if verdict is PaperVerdict.UNREADABLE:
        return "没有读出文字。请把文字复制出来，粘贴了再筛。"
    if not verdict.stops:
        return "清单上有的，照清单规定的次数和办法办；要得比清单多的，点“反馈核实”。"
    if not waiting:
        return "都处理过了。报了线索的，等牵头单位核实。"
    return "不能照这样要的，一处一处看理由，点“报线索”。对方看不到是谁报的；核实以前可以先不办。"
