"""An Excel ledger comes back: it is read and shown; what it says is done when its owner confirms, all of it or nothing."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from qingdan.foundation.clock.moments import now
from qingdan.foundation.jobs.models import Job
from qingdan.foundation.jobs.registry import job
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.web.text import clean_words
from qingdan.ledger.access import Powers
from qingdan.ledger.models import Finding, PendingLedger
from qingdan.ledger.reading import judge, read
from qingdan.ledger.roles import OFFICERS
from qingdan.ledger.services.leads import record_lead
from qingdan.ledger.services.mending import plan, report_mended
from qingdan.ledger.services.problems import LedgerProblem

KEPT = timedelta(days=1)
MOST_CHANGES = 1000
DOING = ("plan", "report", "add")
"""What a row may do; the others do nothing."""


@transaction.atomic
def prepare_import(*, actor: Account, name: str, data: bytes) -> PendingLedger:
    """Read a file and keep what was understood for its owner's word; raises ``BadTable``."""
    powers = _powers(actor)
    rows = judge(powers, read(name, data))
    PendingLedger.objects.filter(owner=actor).delete()
    return PendingLedger.objects.create(owner=actor, name=clean_words(name, longest=150), rows=rows)


@transaction.atomic
def confirm_import(*, actor: Account, pending: PendingLedger) -> dict[str, int]:
    """Do what the rows say; raises :class:`LedgerProblem` where something has changed since they were shown.

    Whoever calls shows them again then: :func:`judge_again`.
    """
    kept = PendingLedger.objects.select_for_update().filter(pk=pending.pk, owner=actor).first()
    if kept is None:
        raise LedgerProblem("这个文件已经处理过了。")
    rows = judge(_powers(actor), kept.rows)
    if changed := sum(fresh["effect"] != shown["effect"] for fresh, shown in zip(rows, kept.rows, strict=True)):
        raise LedgerProblem(f"您核对的时候有 {changed} 行又变了，请再看一遍。")
    doing = [row for row in rows if row["effect"] in DOING]
    if len(doing) > MOST_CHANGES:
        raise LedgerProblem(f"一次最多改 {MOST_CHANGES} 行，这个文件要改 {len(doing)} 行。请分成几个文件。")
    for row in doing:
        _do(actor, row)
    kept.delete()
    return dict(Counter(row["effect"] for row in doing))


def _do(actor: Account, row: dict[str, Any]) -> None:
    if row["effect"] == "add":
        said = row["lead"]
        due = date.fromisoformat(said["due"]) if said["due"] else None
        record_lead(actor=actor, **(said | {"due": due}))
        return
    finding, steps = Finding.objects.get(pk=row["finding"]), row["steps"]
    if "plan" in steps:
        due = date.fromisoformat(steps["plan"]["due"])
        plan(actor=actor, finding=finding, measure=steps["plan"]["measure"], due=due)
    if "report" in steps:
        report_mended(actor=actor, finding=finding, result=steps["report"])


@transaction.atomic
def judge_again(*, actor: Account, pending: PendingLedger) -> None:
    """Hold the kept rows against the ledger as it is now."""
    kept = PendingLedger.objects.select_for_update().filter(pk=pending.pk, owner=actor).first()
    if kept is not None:
        kept.rows = judge(_powers(actor), kept.rows)
        kept.save(update_fields=["rows"])


@transaction.atomic
def cancel_import(*, actor: Account, pending: PendingLedger) -> None:
    """Throw a file away that waits."""
    PendingLedger.objects.filter(pk=pending.pk, owner=actor).delete()


def _powers(actor: Account) -> Powers:
    powers = Powers(actor)
    if not powers.scopes(OFFICERS):
        raise NotAllowed("台账文件由部门、镇街和牵头单位的人导入，您没有这个权限。")
    return powers


@job("ledger.forget_files", every=timedelta(hours=6))
def forget_files(_job: Job) -> None:
    """Throw away files that nobody confirmed within a day."""
    PendingLedger.objects.filter(at__lt=now() - KEPT).delete()
