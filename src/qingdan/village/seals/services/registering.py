"""Registering seals, putting them away, taking them up again, destroying them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from qingdan.foundation.clock.moments import now
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.models import Account, Division
from qingdan.village.seals.access import SealAccess
from qingdan.village.seals.choices import ChangeSort, SealKind, SealState
from qingdan.village.seals.models import Custody, Seal, SealChange
from qingdan.village.seals.problems import SealProblem
from qingdan.village.seals.rules import Who
from qingdan.village.seals.services.writing import locked, named, note, words

_STEPS = {
    ChangeSort.PUT_AWAY: ({SealState.IN_USE}, SealState.PUT_AWAY),
    ChangeSort.TAKEN_UP: ({SealState.PUT_AWAY}, SealState.IN_USE),
    ChangeSort.DESTROYED: ({SealState.IN_USE, SealState.PUT_AWAY}, SealState.DESTROYED),
}
"""What happens to a seal: from which states, and what it is then."""


@dataclass(frozen=True, slots=True)
class NewSeal:
    """A seal as it is put on the register. ``approver_role``: empty where it is approved on paper only."""

    kind: str
    name: str
    keeper: Who
    approver_title: str
    approver_role: str = Role.VILLAGE_HEAD
    kept_where: str = ""


@transaction.atomic
def register_seal(*, actor: Account, division: Division, new: NewSeal) -> Seal:
    """Put a village's seal on the register, with its keeper (the village's people; the town on its behalf)."""
    on_behalf = SealAccess(actor).demand_recorder(division.pk)
    if new.kind not in SealKind.values:
        raise SealProblem("请选是哪一种印章。", "kind")
    if new.approver_role not in ("", Role.VILLAGE_HEAD):
        raise SealProblem("请选怎么批准。", "approver_role")
    name = words(new.name, "name", "请照印文写全称。", 100)
    Division.objects.select_for_update().get(pk=division.pk)
    if Seal.objects.filter(division=division, name=name).exclude(state=SealState.DESTROYED).exists():
        raise SealProblem("这枚印章已经登记过了。", "name")
    keeper = named(new.keeper, "keeper", "请写谁保管。")
    made = Seal.objects.create(
        division=division, kind=new.kind, name=name, keeper_id=keeper.account, keeper_name=keeper.name,
        approver_title=words(new.approver_title, "approver_title", "请写由谁批准。", 60), approver_role=new.approver_role,
        kept_where=new.kept_where.strip()[:100], registered_by=actor, registered_at=now(), on_behalf=on_behalf,
    )  # fmt: skip
    Custody.objects.create(seal=made, keeper_id=keeper.account, keeper_name=keeper.name, since=now())
    note(actor, "register_seal", "seal", made.pk, division.pk, [made.kind, made.name, made.keeper_name])
    return made


@transaction.atomic
def change_seal(*, actor: Account, seal: Seal, sort: str, reason: str, receipt: str = "") -> SealChange:
    """Put a seal away, take it up again, or destroy it; one that is outside must come back first.

    Destroying needs the town's receipt.
    """
    on_behalf = SealAccess(actor).demand_recorder(seal.division_id)
    kept = locked(seal)
    before, after = _STEPS[ChangeSort(sort)]
    if SealState(kept.state) not in before:
        raise SealProblem(f"这枚印章现在是{kept.get_state_display()}，不能{ChangeSort(sort).label}。")
    if kept.takeouts.filter(back_at=None).exists():
        raise SealProblem("印章还在外面，带回来登记了再办。")
    why = words(reason, "reason", "请写原因。", 200)
    if sort == ChangeSort.DESTROYED and not receipt.strip():
        raise SealProblem("印章要交镇街收缴销毁，请写镇街回执的编号、日期。", "receipt")
    kept.state = after
    kept.save(update_fields=["state"])
    made = SealChange.objects.create(
        seal=kept, sort=sort, reason=why, receipt=receipt.strip()[:200], by=actor, at=now(), on_behalf=on_behalf
    )
    note(actor, f"seal_{sort}", "seal", kept.pk, kept.division_id, [why, made.receipt])
    return made
