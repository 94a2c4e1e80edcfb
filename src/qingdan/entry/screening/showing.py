"""A screened paper as people are shown it, from what was just judged or from what is on record: one form for all faces."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from qingdan.entry.screening.deciding import PaperVerdict
from qingdan.entry.screening.json_form import demand_to_json
from qingdan.entry.screening.mending import Mended
from qingdan.entry.screening.model import Block
from qingdan.entry.screening.models import FoundDemand, Screening, Side
from qingdan.entry.screening.services.screening import blocks_of
from qingdan.policy.gate.facts import FREQUENCIES
from qingdan.policy.gate.labels import KIND_LABELS
from qingdan.policy.gate.model import Kind, Outcome


@dataclass(frozen=True, slots=True)
class ShownReason:
    """Why: one sentence, its source, and the clause's own words."""

    text: str
    source: str = ""
    quote: str = ""
    clause: str = ""


@dataclass(frozen=True, slots=True)
class ShownDemand:
    """A demand with everything that is said of it. ``pk`` and ``state`` only of what is on record."""

    place: int
    start: int
    end: int
    text: str
    kinds: tuple[str, ...]
    outcome: Outcome
    reasons: tuple[ShownReason, ...]
    advice: tuple[str, ...]
    suggestion: str
    details: tuple[tuple[str, str], ...]
    because: tuple[str, ...] = ()
    pk: int | None = None
    state: str = ""
    state_word: str = ""
    state_reason: str = ""

    @property
    def kind_words(self) -> str:
        """The kinds as words."""
        return "、".join(KIND_LABELS[Kind(kind)] for kind in self.kinds)


@dataclass(frozen=True, slots=True)
class ShownPaper:
    """A screened paper. ``text`` and ``blocks`` are empty where the text was not kept."""

    title: str
    number: str
    issuer: str
    addressees: tuple[str, ...]
    dated: date | None
    division: str
    on: date
    verdict: PaperVerdict
    cost: str
    notes: tuple[str, ...]
    text: str
    blocks: tuple[Block, ...]
    demands: tuple[ShownDemand, ...]
    received: bool = False
    """A village or town received it: it reads the verdict otherwise than the office that is about to send it."""

    @property
    def verdict_word(self) -> str:
        """The verdict as it is said to whose paper it is."""
        return verdict_said(self.verdict, received=self.received)


_RECEIVED_WORDS = {
    PaperVerdict.MAY_SEND: "都在清单上", PaperVerdict.MEND: "有不该要的", PaperVerdict.ADMIT_FIRST: "有没准入的",
}  # fmt: skip


def verdict_said(verdict: PaperVerdict, *, received: bool) -> str:
    """A verdict in words: to an office what it must do, to whom the paper came what it is."""
    return _RECEIVED_WORDS.get(verdict, verdict.word) if received else verdict.word


def shown_mended(mended: Mended) -> ShownPaper:
    """What was just judged."""
    judged, paper = mended.judged, mended.judged.paper
    said = [demand_to_json(demand, advice) for demand, advice in zip(judged.demands, mended.advice, strict=True)]
    return ShownPaper(
        paper.title, paper.number, judged.issuer, paper.addressees, paper.dated, judged.setting.division, judged.setting.on,
        judged.verdict, mended.cost.in_words, paper.notes, paper.text, paper.blocks,
        tuple(_demand(place, each, each["amendments"]) for place, each in enumerate(said, start=1)),
    )  # fmt: skip


def shown_screening(screening: Screening, found: Sequence[FoundDemand]) -> ShownPaper:
    """What is on record; ``found`` are its demands in order."""
    return ShownPaper(
        screening.title, screening.number, screening.issuer_name, tuple(screening.addressees), screening.dated,
        screening.division_id, screening.on, PaperVerdict(screening.verdict), screening.cost, tuple(screening.notes),
        screening.text, tuple(blocks_of(screening)), tuple(_recorded(each) for each in found),
        received=screening.side == Side.RECEIVED,
    )  # fmt: skip


def _recorded(found: FoundDemand) -> ShownDemand:
    said = {
        name: getattr(found, name)
        for name in ("start", "end", "text", "kinds", "outcome", "answers", "suggestion", "who", "what", "frequency",
                     "deadline", "quantity", "evidence", "sanction", "because")
    }  # fmt: skip
    return _demand(
        found.place, said, found.advice, pk=found.pk, state=found.state,
        state_word=str(found.get_state_display()), state_reason=found.reason,
    )  # fmt: skip


def _demand(place: int, said: Mapping[str, Any], advice: Sequence[Mapping[str, Any]], **record: Any) -> ShownDemand:
    return ShownDemand(
        place, said["start"], said["end"], said["text"], tuple(said["kinds"]), Outcome(said["outcome"]),
        _reasons(said), tuple(each["says"] for each in advice), said["suggestion"], _details(said), tuple(said["because"]),
        **record,
    )  # fmt: skip


def _reasons(said: Mapping[str, Any]) -> tuple[ShownReason, ...]:
    """The reasons of the answers that decide, each once, without notes."""
    found: dict[str, ShownReason] = {}
    for answer in said["answers"]:
        if answer["outcome"] == said["outcome"]:
            for reason in answer["reasons"]:
                if not reason["note"]:
                    source = " ".join(part for part in (reason["document"], reason["clause"] or "") if part)
                    shown = ShownReason(reason["text"], source, reason["quote"], reason["clause"] or "")
                    found.setdefault(reason["text"], shown)
    return tuple(found.values())


FREQUENCY_WORDS = dict(FREQUENCIES)


def _details(said: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    pairs = (
        ("要求谁", said["who"]), ("要求什么", said["what"]), ("多久一次", FREQUENCY_WORDS.get(said["frequency"] or "", "")),
        ("什么时候要", said["deadline"]), ("多少", said["quantity"]), ("要什么凭证", "、".join(said["evidence"])),
        ("不做会怎样", said["sanction"]),
    )  # fmt: skip
    return tuple((label, words) for label, words in pairs if words)
