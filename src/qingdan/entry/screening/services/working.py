"""What people do with what was found: mend it, dismiss it with a reason, file it as a lead, correct the machine."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from qingdan.entry.screening.access import ScreeningAccess
from qingdan.entry.screening.model import NotDemand
from qingdan.entry.screening.models import Correction, FoundDemand, FoundState, Screening
from qingdan.entry.screening.problems import ScreeningProblem
from qingdan.entry.screening.services.writing import note
from qingdan.foundation.clock.moments import now
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.models import Account
from qingdan.ledger.choices import FindingKind
from qingdan.ledger.services import record_lead
from qingdan.policy.gate.model import Kind, Outcome

SOURCE = "screening"
LONGEST = 500


@transaction.atomic
def accept(*, actor: Account, found: FoundDemand) -> FoundDemand:
    """Say that it is mended as advised; said twice it is said once."""
    kept = _to_decide(actor, found)
    if kept.state == FoundState.ACCEPTED:
        return kept
    return _decided(actor, kept, FoundState.ACCEPTED, "")


@transaction.atomic
def dismiss(*, actor: Account, found: FoundDemand, reason: str) -> FoundDemand:
    """Leave it as it stands, with the reason; said twice it is said once. Raises :class:`ScreeningProblem` without one."""
    words = reason.strip()[:LONGEST]
    if not words:
        raise ScreeningProblem("请写为什么不用改。", "reason")
    kept = _to_decide(actor, found)
    if (kept.state, kept.reason) == (FoundState.DISMISSED, words):
        return kept
    return _decided(actor, kept, FoundState.DISMISSED, words)


@transaction.atomic
def reopen(*, actor: Account, found: FoundDemand) -> FoundDemand:
    """Take a decision back. Raises :class:`ScreeningProblem` for what was filed as a lead: a person decides it there."""
    kept = _to_decide(actor, found)
    if kept.state == FoundState.OPEN:
        return kept
    return _decided(actor, kept, FoundState.OPEN, "")


@transaction.atomic
def file_lead(*, actor: Account, found: FoundDemand) -> FoundDemand:
    """File a demand of a paper that came to a village as a lead; filed twice it is one.

    Who received the paper is protected as an informant: the office that sent it learns of the matter later and bundled.
    """
    kept = _locked(found)
    if not ScreeningAccess(actor).files_leads(kept.screening):
        raise NotAllowed("收到通知的村（社区）和它的镇街才能报线索；自己要发的通知，请直接改。")
    if kept.state == FoundState.LEAD:
        return kept
    if kept.outcome == Outcome.LISTED:
        raise ScreeningProblem("这一处在清单内，不用报线索。要得比清单规定的多，请在“反馈核实”里报。")
    hardest = kept.answers[0]
    screening = kept.screening
    kept.lead = record_lead(
        actor=None, source=SOURCE, reference=str(kept.pk), division=screening.division_id,
        title=(kept.what or kept.text)[:200], text=_words(kept), about=screening.issuer, about_name=screening.issuer_name,
        kind=hardest["kind"], finding_kind=_finding_kind(kept), clause=_clause(hardest), outcome=kept.outcome,
        verdict={name: value for name, value in hardest.items() if name not in ("kind", "title", "matched", "missing")},
        confidential=True,
    )  # fmt: skip
    return _decided(actor, kept, FoundState.LEAD, "")


def _words(found: FoundDemand) -> str:
    screening = found.screening
    paper = "".join(part for part in (f"《{screening.title}》" if screening.title else "", screening.number) if part)
    return f"{paper}：{found.text}" if paper else found.text


def _finding_kind(found: FoundDemand) -> FindingKind:
    return FindingKind.FORBIDDEN if found.outcome == Outcome.FORBIDDEN else FindingKind.OUTSIDE_LIST


def _clause(answer: dict[str, list[dict[str, str | bool | None]]]) -> str:
    cited = (reason["clause"] for reason in answer["reasons"] if not reason["note"] and reason["clause"])
    return str(next(cited, ""))


@dataclass(frozen=True, slots=True)
class Right:
    """What a person says that a sentence is."""

    demand: bool
    kinds: tuple[str, ...] = ()
    not_demand: str = ""
    note: str = ""


@transaction.atomic
def correct(*, actor: Account, screening: Screening, start: int, text: str, right: Right) -> Correction:
    """Keep what a sentence really is, beside what the machine said; a second time the newer counts.

    The sentence must stand in the paper at ``start`` (or be one that was found). Raises :class:`ScreeningProblem`.
    """
    kept = Screening.objects.select_for_update(of=("self",)).get(pk=screening.pk)
    if not ScreeningAccess(actor).acts_on(kept):
        raise NotAllowed("只有本单位（本村、本镇街）的人能改正。")
    found = kept.found.filter(start=start).first()
    words = found.text if found is not None else text
    if found is None and (not words.strip() or kept.text[start : start + len(words)] != words):
        raise ScreeningProblem("原文里没有这一句，请刷新页面再选。", "text")
    _demand_right(right)
    made, _new = Correction.objects.update_or_create(
        screening=kept,
        start=start,
        defaults={
            "division_id": kept.division_id, "text": words, "by": actor, "at": now(), "said_demand": found is not None,
            "said_kinds": found.kinds if found is not None else [], "demand": right.demand, "kinds": list(right.kinds),
            "not_demand": right.not_demand, "note": right.note.strip()[:LONGEST],
        },
    )  # fmt: skip
    note(actor, "correct_sentence", kept, [start, right.demand, list(right.kinds), right.not_demand])
    return made


def _demand_right(right: Right) -> None:
    if right.demand and (not right.kinds or not set(right.kinds) <= set(Kind)):
        raise ScreeningProblem("请选这一句要求的是哪几类。", "kinds")
    if not right.demand and right.not_demand not in set(NotDemand):
        raise ScreeningProblem("请选它不是要求，是什么。", "not_demand")


def _locked(found: FoundDemand) -> FoundDemand:
    return FoundDemand.objects.select_for_update(of=("self",)).select_related("screening__issuer").get(pk=found.pk)


def _to_decide(actor: Account, found: FoundDemand) -> FoundDemand:
    kept = _locked(found)
    if not ScreeningAccess(actor).acts_on(kept.screening):
        raise NotAllowed("只有本单位（本村、本镇街）的人能处理这份文件。")
    if kept.state == FoundState.LEAD:
        raise ScreeningProblem("这一处已经报成线索，由牵头单位处理，这里不能再改。")
    return kept


def _decided(actor: Account, kept: FoundDemand, state: FoundState, reason: str) -> FoundDemand:
    kept.state, kept.reason, kept.decided_by, kept.decided_at = state, reason, actor, now()
    kept.save(update_fields=["state", "reason", "decided_by", "decided_at", "lead"])
    note(actor, f"found_{state.value}", kept.screening, [kept.place, reason])
    return kept
