"""Approvals that were given on paper or in another room: entered with number, date and place of the original."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.models import Account
from qingdan.village.seals.access import SealAccess
from qingdan.village.seals.choices import ApprovalState
from qingdan.village.seals.models import Seal, SealApproval
from qingdan.village.seals.problems import SealProblem
from qingdan.village.seals.rules import Who, days_late
from qingdan.village.seals.services.asking import Wanted, demand_another_approver, make_approval
from qingdan.village.seals.services.writing import locked, locked_approval, named, note, self_of, words
from qingdan.village.seals.settings import seal_rules


@dataclass(frozen=True, slots=True)
class Paper:
    """An approval on paper. ``number`` as it stands on the sheet, ``on`` its date."""

    number: str
    on: date
    kept_at: str
    approver: Who


@transaction.atomic
def record_approval(*, actor: Account, seal: Seal, wanted: Wanted, paper: Paper | None = None) -> SealApproval:
    """Record an approval that is already given, in one step.

    Without a paper the actor is the one who approves (the head signs a certificate in its own room). With a paper it is
    entered by the village's people or, on its behalf, by the town; one of an earlier day is marked late, and one older
    than the pack's days only the town may enter. It counts at once and waits for a second person to compare it.
    """
    kept = locked(seal)
    if paper is None:
        return _given_by(actor, kept, wanted)
    on_behalf = SealAccess(actor).demand_recorder(kept.division_id)
    late = _days_late(kept, paper, on_behalf)
    number = words(paper.number, "paper_number", "请写纸质批准的编号。", 100)
    original = words(paper.kept_at, "paper_kept_at", "请写原件放在哪里。", 200)
    approver = named(paper.approver, "approver", "请写纸上是谁批准的。")
    made = make_approval(actor, kept, wanted, on_behalf)
    made.paper_number, made.paper_on, made.paper_kept_at = number, paper.on, original
    made.late, made.late_days = late > 0, late
    _approved(made, approver)
    note(actor, "record_paper_approval", "seal_approval", made.pk, kept.division_id, [number, late])
    return made


def _given_by(actor: Account, seal: Seal, wanted: Wanted) -> SealApproval:
    SealAccess(actor).demand_approver(seal)
    if wanted.applicant is None:
        raise SealProblem("请写经办人。", "applicant")
    made = make_approval(actor, seal, wanted, on_behalf=False)
    _approved(made, self_of(actor))
    note(actor, "approve_seal", "seal_approval", made.pk, seal.division_id, [made.source, made.reference])
    return made


def _approved(made: SealApproval, approver: Who) -> None:
    demand_another_approver(approver, made)
    made.state, made.approver_id, made.approver_name = ApprovalState.APPROVED, approver.account, approver.name
    made.decided_at = now()
    made.save()


def _days_late(seal: Seal, paper: Paper, on_behalf: bool) -> int:
    late, most = days_late(paper.on, today()), seal_rules(seal.division_id, today()).late_days
    if late > most and not on_behalf:
        told = f"纸质批准超过 {most} 天，村（社区）不能再补录。请把原件交镇街核实，由镇街代录。"
        raise SealProblem(told, "paper_on")
    return late


@transaction.atomic
def check_paper(*, actor: Account, approval: SealApproval) -> SealApproval:
    """Say that the entry agrees with the original (a second person of the village or the town); once."""
    kept = locked_approval(approval)
    SealAccess(actor).demand_recorder(kept.seal.division_id)
    if not kept.on_paper:
        raise SealProblem("这一件不是纸质批准，不用核对。")
    if kept.asked_by_id == actor.pk:
        raise NotAllowed("录入和核对要两个人，请另一位来核对。")
    if kept.checked_at is not None:
        raise SealProblem("已经核对过了。")
    kept.checked_by, kept.checked_at = actor, now()
    kept.save(update_fields=["checked_by", "checked_at"])
    note(actor, "check_paper_approval", "seal_approval", kept.pk, kept.seal.division_id, None)
    return kept
