"""A dispatch's own words, screened before they go out, where the pack asks for it."""

from __future__ import annotations

from dataclasses import dataclass

from qingdan.entry.dispatch.models import Dispatch
from qingdan.entry.dispatch.problems import DispatchProblem
from qingdan.entry.dispatch.services.drafting import pack_of
from qingdan.entry.screening.deciding import JudgedDemand, KindVerdict
from qingdan.entry.screening.models import Side
from qingdan.entry.screening.problems import ScreeningProblem
from qingdan.entry.screening.reading import Refused, read_words
from qingdan.entry.screening.services.screening import Asked, mended_paper
from qingdan.policy.gate.model import Kind, Outcome

_NAMED = 3


@dataclass(frozen=True, slots=True)
class Stopping:
    """A sentence of the words that may not go out, and the gate's answer that stops it."""

    text: str
    answer: KindVerdict

    @property
    def says(self) -> str:
        """The sentence and why, for the message."""
        reason = next((each.text for each in self.answer.verdict.reasons if not each.note), "")
        return f"“{self.text.strip()}”（{self.answer.verdict.outcome.word}：{reason}）"


def stopping_words(dispatch: Dispatch) -> list[Stopping]:
    """What stops a dispatch of a kind that its pack screens; nothing for other kinds and for emergencies.

    The matter itself was asked of the gate already: of its own kind only a red line stops, of any other kind whatever is
    not listed. Raises :class:`DispatchProblem` for words that are not read.
    """
    pack = pack_of(dispatch)
    if pack is None or dispatch.kind not in pack.screening.before_dispatch or dispatch.emergency_id is not None:
        return []
    if not dispatch.what.strip():
        return []
    try:
        paper = read_words(f"{dispatch.title}\n各村（社区）：\n{dispatch.what}")
        asked = Asked(division=dispatch.issuer.division_id, side=Side.DRAFT, body=dispatch.issuer, on=dispatch.begins, issuer=dispatch.issuer.name)  # fmt: skip
        judged = mended_paper(paper, asked).judged
    except (Refused, ScreeningProblem) as problem:
        raise DispatchProblem(str(problem), "what") from problem
    return [found for demand in judged.demands if (found := _stops(demand, Kind(dispatch.kind))) is not None]


def _stops(demand: JudgedDemand, own: Kind) -> Stopping | None:
    for answer in demand.answers:
        outcome = answer.verdict.outcome
        if outcome is Outcome.FORBIDDEN or (answer.kind is not own and outcome is not Outcome.LISTED):
            return Stopping(demand.text, answer)
    return None


def demand_clean_words(dispatch: Dispatch) -> None:
    """Raise :class:`DispatchProblem` that names what to change, where the words may not go out as they are."""
    found = stopping_words(dispatch)
    if found:
        named = "；".join(each.says for each in found[:_NAMED])
        more = f"等 {len(found)} 处" if len(found) > _NAMED else ""
        raise DispatchProblem(f"发出前筛查，说明里有话不能这样写：{named}{more}。请改好说明再派。", "what")


def told_beforehand(dispatch: Dispatch) -> list[str]:
    """The same for the page of a draft: what will stop it, in words; nothing where it may go."""
    try:
        return [each.says for each in stopping_words(dispatch)]
    except DispatchProblem as problem:
        return [str(problem)]
