"""What the services share: the audit, locking a seal, words that must be there, persons."""

from __future__ import annotations

from qingdan.foundation.audit.services import record
from qingdan.foundation.documents.secrecy import marked
from qingdan.foundation.orgs.models import Account
from qingdan.village.seals.choices import SealState
from qingdan.village.seals.models import Seal, SealApproval
from qingdan.village.seals.problems import SealProblem
from qingdan.village.seals.rules import Who


def note(actor: Account, verb: str, object_type: str, pk: int, division: str, detail: object) -> None:
    """One act in the audit of its county."""
    record(
        verb=verb, object_type=object_type, object_id=pk, detail=detail, stream=division[:6], actor_id=actor.pk,
        actor_name=str(actor),
    )  # fmt: skip


def locked(seal: Seal) -> Seal:
    """The seal's row, locked: uses, takeouts and handovers of one seal follow each other."""
    return Seal.objects.select_for_update(of=("self",)).get(pk=seal.pk)


def locked_approval(approval: SealApproval) -> SealApproval:
    """The approval and its seal, both locked, the seal first."""
    locked(approval.seal)
    return SealApproval.objects.select_for_update(of=("self",)).select_related("seal").get(pk=approval.pk)


def demand_in_use(seal: Seal) -> None:
    """Raise :class:`SealProblem` for a seal that is put away or destroyed."""
    if seal.state != SealState.IN_USE:
        raise SealProblem(f"“{seal}”{seal.get_state_display()}，不能用。", "seal")


def words(text: str, field: str, says: str, longest: int) -> str:
    """Words that must be there, without needless spaces; raises :class:`SealProblem` with ``says`` else.

    Words with a mark of a secret or internal paper are refused.
    """
    kept = " ".join(text.split())
    if not kept:
        raise SealProblem(says, field)
    if marked(text):
        raise SealProblem("里面有涉密或者内部资料的标记，没有收下。请删去以后再写。", field)
    if len(kept) > longest:
        raise SealProblem(f"最多写 {longest} 个字，现在有 {len(kept)} 个。", field)
    return kept


def named(who: Who, field: str, says: str) -> Who:
    """The person with a name that is there."""
    return Who(who.account, words(who.name, field, says, 60))


def self_of(actor: Account) -> Who:
    """An account as a person."""
    return Who(actor.pk, str(actor))


def keeper_of(seal: Seal) -> Who:
    """Who keeps a seal now."""
    return Who(seal.keeper_id, seal.keeper_name)


def applicant_of(approval: SealApproval) -> Who:
    """Who handles the document."""
    return Who(approval.applicant_id, approval.applicant_name)
