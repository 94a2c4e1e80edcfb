"""Asking for a seal, and the answer of whoever approves in the system."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.orgs.models import Account
from qingdan.village.seals.access import SealAccess
from qingdan.village.seals.choices import ApprovalState, NoteSort, Sort
from qingdan.village.seals.models import Seal, SealApproval
from qingdan.village.seals.problems import SealProblem
from qingdan.village.seals.rules import Who, demand_counts, demand_different, demand_nobodys_data, demand_written
from qingdan.village.seals.services.writing import (
    applicant_of,
    demand_in_use,
    keeper_of,
    locked,
    locked_approval,
    named,
    note,
    self_of,
    words,
)
from qingdan.village.seals.settings import seal_rules


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a seal is wanted for.

    ``source`` and ``reference`` name a thing of another room (``"certificate"``, its key); without them ``kept_at`` says
    where the copy stays. ``complete``: the paper is fully written. ``applicant`` None is the actor.
    """

    document_title: str
    purpose: str
    pages: int = 1
    copies: int = 1
    source: str = ""
    reference: str = ""
    kept_at: str = ""
    complete: bool = True
    applicant: Who | None = None
    sort: str = Sort.USE


@transaction.atomic
def ask_approval(*, actor: Account, seal: Seal, wanted: Wanted) -> SealApproval:
    """Ask for a use (or to take the seal outside); a thing of another room that waits already is given back.

    Raises :class:`SealProblem` for what is blank, has no document, or where two parts must be different persons.
    """
    on_behalf = SealAccess(actor).demand_recorder(seal.division_id)
    kept = locked(seal)
    waiting = _waiting(kept, wanted)
    if waiting is not None:
        return waiting
    made = make_approval(actor, kept, wanted, on_behalf)
    note(actor, "ask_seal", "seal_approval", made.pk, kept.division_id, [made.document_title, made.pages, made.copies])
    return made


def make_approval(actor: Account, seal: Seal, wanted: Wanted, on_behalf: bool) -> SealApproval:
    """The checked row of what is asked for; the caller holds the seal's lock and writes the audit."""
    demand_in_use(seal)
    applicant = named(wanted.applicant or self_of(actor), "applicant", "请写经办人。")
    different = seal_rules(seal.division_id, today()).different
    demand_different({"keeper": keeper_of(seal), "applicant": applicant}, different)
    return SealApproval.objects.create(
        seal=seal, applicant_id=applicant.account, applicant_name=applicant.name, asked_by=actor, asked_at=now(),
        on_behalf=on_behalf, **_checked(wanted),
    )  # fmt: skip


def _waiting(seal: Seal, wanted: Wanted) -> SealApproval | None:
    if not wanted.source:
        return None
    rows = seal.approvals.filter(source=wanted.source, reference=wanted.reference, state=ApprovalState.ASKED)
    return rows.first()


def _checked(wanted: Wanted) -> dict[str, object]:
    title = words(wanted.document_title, "document_title", "请写什么材料要盖章。", 200)
    purpose = words(wanted.purpose, "purpose", "请写做什么用。", 300)
    demand_nobodys_data(title, purpose)
    if wanted.sort == Sort.TAKEOUT:
        return {"sort": Sort.TAKEOUT, "document_title": title, "purpose": purpose, "pages": 0, "copies": 0}
    demand_written(title, purpose, wanted.complete)
    demand_counts(wanted.pages, wanted.copies)
    if not (wanted.source and wanted.reference) and not wanted.kept_at.strip():
        raise SealProblem("没有对应材料的，不能用印。请写材料的留存件放在哪里（或存档编号）。", "kept_at")
    return {
        "document_title": title, "purpose": purpose, "pages": wanted.pages, "copies": wanted.copies, "source": wanted.source,
        "reference": wanted.reference, "kept_at": wanted.kept_at.strip()[:200],
    }  # fmt: skip


@transaction.atomic
def approve(*, actor: Account, approval: SealApproval) -> SealApproval:
    """Approve it, as the seal's approver; never what one handles oneself, nor of a seal that one keeps (by the pack)."""
    kept = _to_decide(actor, approval)
    demand_in_use(kept.seal)
    demand_another_approver(self_of(actor), kept)
    _decide(kept, actor, ApprovalState.APPROVED, "")
    note(actor, "approve_seal", "seal_approval", kept.pk, kept.seal.division_id, None)
    return kept


@transaction.atomic
def refuse(*, actor: Account, approval: SealApproval, reason: str) -> SealApproval:
    """Refuse it with a reason."""
    kept = _to_decide(actor, approval)
    _decide(kept, actor, ApprovalState.REFUSED, words(reason, "reason", "请写为什么不批。", 300))
    note(actor, "refuse_seal", "seal_approval", kept.pk, kept.seal.division_id, kept.remark)
    return kept


def demand_another_approver(approver: Who, approval: SealApproval) -> None:
    """Raise :class:`SealProblem` where the approver is the applicant, or another part that the pack keeps apart."""
    people = {"approver": approver, "keeper": keeper_of(approval.seal), "applicant": applicant_of(approval)}
    different = seal_rules(approval.seal.division_id, today()).different
    demand_different(people, [*different, ("applicant", "approver")])


def _to_decide(actor: Account, approval: SealApproval) -> SealApproval:
    kept = locked_approval(approval)
    SealAccess(actor).demand_approver(kept.seal)
    if kept.state != ApprovalState.ASKED:
        raise SealProblem(f"这一件已经是“{kept.get_state_display()}”，不用再批。")
    return kept


def _decide(kept: SealApproval, actor: Account, state: ApprovalState, remark: str) -> None:
    kept.state, kept.approver, kept.approver_name, kept.decided_at = state, actor, str(actor)[:60], now()
    kept.remark = remark
    kept.save(update_fields=["state", "approver", "approver_name", "decided_at", "remark"])


@transaction.atomic
def withdraw(*, actor: Account, approval: SealApproval) -> SealApproval:
    """Say that it will not be pressed: by who keeps the register, as long as nothing good was pressed on it."""
    kept = locked_approval(approval)
    SealAccess(actor).demand_recorder(kept.seal.division_id)
    if kept.state not in (ApprovalState.ASKED, ApprovalState.APPROVED):
        raise SealProblem("这一件已经办结，不用撤回。")
    if kept.uses.exclude(notes__sort=NoteSort.SPOILED).exists() or hasattr(kept, "takeout"):
        raise SealProblem("已经按它用过印了，不能撤回。盖错的，请登记作废。")
    kept.state, kept.closed_by, kept.closed_at = ApprovalState.WITHDRAWN, actor, now()
    kept.save(update_fields=["state", "closed_by", "closed_at"])
    note(actor, "withdraw_seal", "seal_approval", kept.pk, kept.seal.division_id, None)
    return kept
