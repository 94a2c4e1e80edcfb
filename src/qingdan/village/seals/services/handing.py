"""Handing seals and registers over from one keeper to another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.db import transaction

from qingdan.foundation.clock.moments import now
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.models import Account, Division
from qingdan.village.seals.access import SealAccess
from qingdan.village.seals.choices import SealState
from qingdan.village.seals.models import Custody, Handover, Seal
from qingdan.village.seals.problems import SealProblem
from qingdan.village.seals.rules import Who, demand_nobodys_data
from qingdan.village.seals.services.writing import keeper_of, named, note, words

Side = Literal["given", "taken"]
LONGEST_INVENTORY = 2000


@dataclass(frozen=True, slots=True)
class HandoverPlan:
    """Which seals, to whom, before whom, why, and everything that is handed over with them, one thing a line."""

    seals: Sequence[Seal]
    taker: Who
    witness: str
    reason: str
    inventory: str


@transaction.atomic
def begin_handover(*, actor: Account, division: Division, plan: HandoverPlan) -> Handover:
    """Write down what is to be handed over; it counts when both sides have confirmed."""
    on_behalf = SealAccess(actor).demand_recorder(division.pk)
    seals = _locked(division, plan.seals)
    giver, taker = _giver(seals), named(plan.taker, "taker", "请写谁接收。")
    witness = words(plan.witness, "witness", "请写监交人。", 60)
    _demand_three(giver, taker, Who(None, witness))
    demand_nobodys_data(plan.inventory, plan.reason)
    made = Handover.objects.create(
        division=division, giver_id=giver.account, giver_name=giver.name, taker_id=taker.account, taker_name=taker.name,
        witness_name=witness, reason=words(plan.reason, "reason", "请写为什么移交。", 200), begun_by=actor, begun_at=now(),
        inventory=_inventory(plan.inventory), on_behalf=on_behalf,
    )  # fmt: skip
    made.seals.set(seals)
    note(actor, "begin_seal_handover", "seal_handover", made.pk, division.pk, [seal.pk for seal in seals])
    return made


def _demand_three(giver: Who, taker: Who, witness: Who) -> None:
    if giver.is_same(taker):
        raise SealProblem("接收人和移交人不能是同一个人。", "taker")
    if witness.is_same(giver) or witness.is_same(taker):
        raise SealProblem("监交人要是移交人、接收人以外的人。", "witness")


def _inventory(text: str) -> str:
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    if not lines:
        raise SealProblem("请写移交清单：印章几枚、登记簿几本、登记到第几号。", "inventory")
    kept = "\n".join(lines)
    if len(kept) > LONGEST_INVENTORY:
        raise SealProblem(f"移交清单最多写 {LONGEST_INVENTORY} 个字。", "inventory")
    return kept


def _locked(division: Division, seals: Sequence[Seal]) -> list[Seal]:
    rows = Seal.objects.select_for_update(of=("self",)).filter(division=division, pk__in=[seal.pk for seal in seals])
    found = list(rows.exclude(state=SealState.DESTROYED).order_by("pk"))
    if not found:
        raise SealProblem("请选移交哪几枚印章。", "seals")
    begun = Handover.objects.filter(seals__in=found, called_off_at=None)
    if begun.exclude(given_at__isnull=False, taken_at__isnull=False).exists():
        raise SealProblem("有印章正在移交，办完或取消了再移交。", "seals")
    return found


def _giver(seals: Sequence[Seal]) -> Who:
    keepers = [keeper_of(seal) for seal in seals]
    if not all(keeper.is_same(keepers[0]) for keeper in keepers):
        raise SealProblem("选的印章不是同一个人保管，请分开移交。", "seals")
    return keepers[0]


@transaction.atomic
def confirm_handover(*, actor: Account, handover: Handover, side: Side, paper: str = "") -> Handover:
    """Confirm one side: with its own account, or, where it has none, by the signed paper (``paper``: where it is kept).

    When both have confirmed, the seals are kept by the taker.
    """
    kept = _open(actor, handover)
    account, name = (kept.giver_id, kept.giver_name) if side == "given" else (kept.taker_id, kept.taker_name)
    if getattr(kept, f"{side}_at") is not None:
        raise SealProblem(f"{name}已经确认过了。")
    if account is not None and account != actor.pk:
        raise NotAllowed(f"要由{name}本人登录确认。")
    on_paper = "" if account is not None else words(paper, "paper", f"请写{name}签字的移交清单放在哪里。", 200)
    confirmed = {f"{side}_at": now(), f"{side}_by": actor, f"{side}_paper": on_paper}
    for field, value in confirmed.items():
        setattr(kept, field, value)
    kept.save(update_fields=list(confirmed))
    if kept.done:
        _move(kept)
    note(actor, f"confirm_seal_handover_{side}", "seal_handover", kept.pk, kept.division_id, on_paper)
    return kept


def _open(actor: Account, handover: Handover) -> Handover:
    kept = Handover.objects.select_for_update(of=("self",)).get(pk=handover.pk)
    SealAccess(actor).demand_recorder(kept.division_id)
    if not kept.open:
        raise SealProblem(f"这次移交{kept.standing}。")
    return kept


def _move(handover: Handover) -> None:
    moment = now()
    for seal in handover.seals.select_for_update(of=("self",)).order_by("pk"):
        seal.custodies.filter(until=None).update(until=moment)
        Custody.objects.create(
            seal=seal, keeper_id=handover.taker_id, keeper_name=handover.taker_name, since=moment, handover=handover
        )
        seal.keeper_id, seal.keeper_name = handover.taker_id, handover.taker_name
        seal.save(update_fields=["keeper", "keeper_name"])


@transaction.atomic
def call_off_handover(*, actor: Account, handover: Handover) -> Handover:
    """Call off a handover that is not done."""
    kept = _open(actor, handover)
    kept.called_off_at, kept.called_off_by = now(), actor
    kept.save(update_fields=["called_off_at", "called_off_by"])
    note(actor, "call_off_seal_handover", "seal_handover", kept.pk, kept.division_id, None)
    return kept
