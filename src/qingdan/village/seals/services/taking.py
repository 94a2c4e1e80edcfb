"""Taking a seal outside, and its return."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.orgs.models import Account
from qingdan.village.seals.access import SealAccess
from qingdan.village.seals.choices import ApprovalState, Sort
from qingdan.village.seals.models import SealApproval, Takeout
from qingdan.village.seals.problems import SealProblem
from qingdan.village.seals.rules import Who
from qingdan.village.seals.services.writing import demand_in_use, locked, locked_approval, named, note, words

LONGEST_DAYS = 30
"""A product setting: a seal that is outside longer is asked for anew."""


@transaction.atomic
def take_out(*, actor: Account, approval: SealApproval, taker: Who, where: str, due_back: date) -> Takeout:
    """Enter that a seal leaves its place, on an approval for it, until a day."""
    kept = locked_approval(approval)
    on_behalf = SealAccess(actor).demand_recorder(kept.seal.division_id)
    demand_in_use(kept.seal)
    if kept.state != ApprovalState.APPROVED or kept.sort != Sort.TAKEOUT:
        raise SealProblem("带出印章要先批准。")
    if hasattr(kept, "takeout"):
        raise SealProblem("这一件已经带出过了，再带出请另外申请。")
    if kept.seal.takeouts.filter(back_at=None).exists():
        raise SealProblem("印章还在外面，带回来登记了才能再带出。")
    if not today() <= due_back <= today() + timedelta(days=LONGEST_DAYS):
        raise SealProblem(f"带回的日子要在今天起 {LONGEST_DAYS} 天以内。", "due_back")
    person = named(taker, "taker", "请写谁带出。")
    made = Takeout.objects.create(
        seal=kept.seal, approval=kept, taker_id=person.account, taker_name=person.name, due_back=due_back,
        where=words(where, "where", "请写带到哪里。", 120), out_at=now(), out_by=actor, on_behalf=on_behalf,
    )  # fmt: skip
    note(actor, "take_seal_out", "seal_takeout", made.pk, kept.seal.division_id, [made.where, str(due_back)])
    return made


@transaction.atomic
def bring_back(*, actor: Account, takeout: Takeout, remark: str = "") -> Takeout:
    """Enter that the seal is back in its place; once."""
    seal = locked(takeout.seal)
    SealAccess(actor).demand_recorder(seal.division_id)
    kept = Takeout.objects.select_for_update(of=("self",)).get(pk=takeout.pk)
    if kept.back_at is not None:
        raise SealProblem("已经登记带回了。")
    kept.back_at, kept.back_by, kept.back_note = now(), actor, remark.strip()[:200]
    kept.save(update_fields=["back_at", "back_by", "back_note"])
    note(actor, "bring_seal_back", "seal_takeout", kept.pk, seal.division_id, None)
    return kept
