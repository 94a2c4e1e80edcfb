"""Every demand of a paper through the gate, and the paper's verdict. Writes nothing.

A demand of several kinds is asked once for each; its outcome is the hardest. Screening never states an emergency.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from qingdan.entry.screening.model import Paper, Understood
from qingdan.entry.screening.stated import facts_of_sentence, issuer_of, stated_facts
from qingdan.entry.screening.understanding import understand, understand_text
from qingdan.policy.gate.json_form import LONGEST_TEXT
from qingdan.policy.gate.model import FactValue, Kind, Outcome, Verdict
from qingdan.policy.packs.queries import OutsideEveryPack, governing_on
from qingdan.register.check.asking import matter
from qingdan.register.check.services import BadQuestion, Sources, ask_document

LONGEST_TITLE = 120


class PaperVerdict(StrEnum):
    """What a paper as a whole may do (design, contracts)."""

    MAY_SEND = "may_send"
    MEND = "mend"
    ADMIT_FIRST = "admit_first"
    NO_DEMAND = "no_demand"
    UNREADABLE = "unreadable"

    @property
    def word(self) -> str:
        """The verdict in words."""
        return _WORDS[self]

    @property
    def stops(self) -> bool:
        """Whether something must be done before the paper goes to villages."""
        return self in _STOPS


_WORDS = {
    PaperVerdict.MAY_SEND: "可以发",
    PaperVerdict.MEND: "改好再发",
    PaperVerdict.ADMIT_FIRST: "先准入再发",
    PaperVerdict.NO_DEMAND: "没有向村（社区）提要求",
    PaperVerdict.UNREADABLE: "没有读出文字",
}
_STOPS = frozenset({PaperVerdict.MEND, PaperVerdict.ADMIT_FIRST})


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and when a paper is judged, and who sends it (empty: as the paper says)."""

    division: str
    on: date
    issuer: str = ""


@dataclass(frozen=True, slots=True)
class KindVerdict:
    """The gate's answer for one kind of a demand, and the matter that was asked about."""

    kind: Kind
    title: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class JudgedDemand:
    """A sentence or row that asks something, with the gate's answers, hardest first."""

    said: Understood
    text: str
    answers: tuple[KindVerdict, ...]

    @property
    def hardest(self) -> KindVerdict:
        """The answer that decides."""
        return self.answers[0]

    @property
    def outcome(self) -> Outcome:
        """The hardest outcome over the kinds."""
        return self.hardest.verdict.outcome


@dataclass(frozen=True, slots=True)
class JudgedPaper:
    """A paper with what every sentence is and what became of its demands."""

    paper: Paper
    setting: Setting
    issuer: str
    sentences: tuple[Understood, ...]
    demands: tuple[JudgedDemand, ...]

    @property
    def verdict(self) -> PaperVerdict:
        """The paper's verdict, from the outcomes of its demands."""
        if not self.paper.text.strip():
            return PaperVerdict.UNREADABLE
        return verdict_of(demand.outcome for demand in self.demands)


def verdict_of(outcomes: Iterable[Outcome]) -> PaperVerdict:
    """What outcomes of demands make of a paper: what is forbidden goes out, what is not admitted comes in first."""
    found = set(outcomes)
    if not found:
        return PaperVerdict.NO_DEMAND
    if Outcome.FORBIDDEN in found:
        return PaperVerdict.MEND
    if found & {Outcome.UNLISTED, Outcome.UNDECIDED}:
        return PaperVerdict.ADMIT_FIRST
    return PaperVerdict.MEND if Outcome.CONDITIONAL in found else PaperVerdict.MAY_SEND


def judge_paper(paper: Paper, setting: Setting, sources: Sources | None = None) -> JudgedPaper:
    """Understand a paper and ask the gate of each demand. Raises ``BadQuestion`` for a place outside every pack."""
    demand_governed(setting)
    kept = sources or Sources.kept()
    sentences = understand(paper)
    issuer = issuer_of(paper, setting.issuer)
    known = stated_facts(paper, sentences)
    demands = tuple(
        _judged(each, paper.text[each.start : each.end], setting, issuer, known, kept)
        for each in sentences
        if each.demand
    )
    return JudgedPaper(paper, setting, issuer, sentences, demands)


def demand_governed(setting: Setting) -> None:
    """Raise ``BadQuestion`` for a place outside every pack, also where nothing would be asked about it."""
    try:
        governing_on(setting.division, setting.on)
    except OutsideEveryPack as error:
        raise BadQuestion("division", str(error)) from error


def judge_text(text: str, setting: Setting, sources: Sources | None = None) -> JudgedDemand | None:
    """A clause that stands alone, as one demand; None where it asks nothing of a village."""
    said = understand_text(text)
    if not said.demand:
        return None
    return _judged(said, text, setting, setting.issuer, {}, sources or Sources.kept())


def _judged(
    said: Understood,
    text: str,
    setting: Setting,
    issuer: str,
    known: Mapping[str, FactValue],
    sources: Sources,
) -> JudgedDemand:
    facts = facts_of_sentence(text, known)
    answers = [_answer(kind, said, text, setting, issuer, facts, sources) for kind in said.kinds]
    return JudgedDemand(said, text, hardest_first(answers))


def _answer(
    kind: Kind,
    said: Understood,
    text: str,
    setting: Setting,
    issuer: str,
    facts: Mapping[str, FactValue],
    sources: Sources,
) -> KindVerdict:
    title = matter(said.what or text, kind)[:LONGEST_TITLE] or text[:LONGEST_TITLE]
    verdict = ask_document(
        {
            "division": setting.division, "kind": kind, "title": title, "text": text[:LONGEST_TEXT], "issuer": issuer,
            "frequency": said.frequency, "on": setting.on, "attributes": facts,
        },
        sources,
    )  # fmt: skip
    return KindVerdict(kind, title, verdict)


def hardest_first(answers: Sequence[KindVerdict]) -> tuple[KindVerdict, ...]:
    """The answers by hardness; among equals in the order of the kinds."""
    return tuple(sorted(answers, key=lambda answer: -answer.verdict.outcome.hardness))
