"""Emergencies on record: put there by an officer of a lead body, counted after a second person where from a paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from qingdan.entry.dispatch.access import DispatchAccess
from qingdan.entry.dispatch.models import Dispatch, DispatchState, Emergency, EmergencyBasis
from qingdan.entry.dispatch.problems import DispatchProblem
from qingdan.entry.dispatch.services.writing import note, tell_body
from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.documents.models import Attachment
from qingdan.foundation.jobs.models import Job
from qingdan.foundation.jobs.registry import job
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.divisions import contains
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.orgs.queries import may
from qingdan.ledger.services import record_lead

LONGEST_DAYS = 90
"""A product setting: an emergency that lasts longer is put on record anew, so that it does not become everyday."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """What is put on record."""

    title: str
    level: str
    divisions: Sequence[str]
    starts: date
    ends: date
    basis: str
    declared_by: str
    decided_on: date
    document: str = ""
    document_number: str = ""
    danger: str = ""
    kept_at: str = ""
    scan: Attachment | None = None


@transaction.atomic
def put_on_record(*, actor: Account, district: str, declared: Declaration) -> Emergency:
    """Put an emergency on record (an officer of a lead body there).

    Imminent danger that a duty officer decided on counts at once; one declared by a paper counts when a second
    person has compared the paper.
    """
    _demand_lead(actor, district)
    _demand_complete(district, declared)
    fields = {name: getattr(declared, name) for name in declared.__slots__}
    fields["divisions"] = list(declared.divisions)
    imminent = declared.basis == EmergencyBasis.IMMINENT
    made = Emergency.objects.create(
        district=district, recorded_by=actor, confirmed_at=now() if imminent else None, **fields
    )
    note(actor, "record_emergency", "emergency", made.pk, district, [made.title, made.level, made.divisions])
    return made


@transaction.atomic
def check(*, actor: Account, emergency: Emergency) -> Emergency:
    """Confirm it against its paper (a second person of a lead body): from then on a declared one counts."""
    kept = _locked(actor, emergency)
    if kept.recorded_by_id == actor.pk:
        raise NotAllowed("录入和核对要两个人，请另一位来核对。")
    if kept.checked_at is not None:
        raise DispatchProblem("已经核对过了。")
    kept.checked_by, kept.checked_at = actor, now()
    kept.confirmed_at = kept.confirmed_at or now()
    kept.save(update_fields=["checked_by", "checked_at", "confirmed_at"])
    note(actor, "check_emergency", "emergency", kept.pk, kept.district, None)
    return kept


@transaction.atomic
def close(*, actor: Account, emergency: Emergency, response: str) -> Emergency:
    """Close it with what was done. From then on it passes nothing."""
    kept = _locked(actor, emergency)
    if kept.closed_at is not None:
        raise DispatchProblem("已经结束了。")
    if not response.strip():
        raise DispatchProblem("请写处置结果。", "response")
    kept.closed_at, kept.closed_by, kept.response = now(), actor, response.strip()
    kept.save(update_fields=["closed_at", "closed_by", "response"])
    note(actor, "close_emergency", "emergency", kept.pk, kept.district, kept.response)
    return kept


@transaction.atomic
def file_afterwards(*, actor: Account, dispatch: Dispatch, filing: str) -> Dispatch:
    """File what passed as an emergency (its body): with whom, under which number, what came of it."""
    kept = Dispatch.objects.select_for_update(of=("self",)).select_related("issuer").get(pk=dispatch.pk)
    DispatchAccess(actor).demand_sender(kept.issuer)
    if kept.emergency_id is None or kept.state == DispatchState.DRAFT:
        raise DispatchProblem("这不是按紧急情况派的，不用补备案。")
    if kept.filed_at is not None:
        raise DispatchProblem("已经备案了。")
    if not filing.strip():
        raise DispatchProblem("请写备案号、备案单位和处置结果。", "filing")
    kept.filed_at, kept.filed_by, kept.filing = now(), actor, filing.strip()
    kept.save(update_fields=["filed_at", "filed_by", "filing"])
    note(actor, "file_emergency_dispatch", "dispatch", kept.pk, kept.issuer.division_id, kept.filing)
    return kept


@job("dispatch.remind_filing", every=timedelta(hours=12))
def remind_filing(_work: Job) -> None:
    """Remind bodies of what they have to file, and record a lead for what is overdue."""
    waiting = Dispatch.objects.filter(emergency__isnull=False, filed_at=None, filing_due__isnull=False)
    for dispatch in waiting.exclude(state=DispatchState.DRAFT).select_related("issuer", "emergency"):
        _remind(dispatch)


@transaction.atomic
def _remind(dispatch: Dispatch) -> None:
    due = dispatch.filing_due
    if due is None:
        return
    words = f"“{dispatch.title}”按紧急情况先办了，请在 {due} 前补备案。"
    tell_body(dispatch.issuer, "紧急派发要补备案", words, "/given/", f"filing-{dispatch.pk}-{today()}")
    if due < today():
        record_lead(
            actor=None, source="emergency_filing", reference=str(dispatch.pk), division=dispatch.issuer.division_id,
            title=f"紧急派发逾期没有备案：{dispatch.title}", text=f"期限 {due}，{dispatch.emergency}。", about=dispatch.issuer,
            kind=dispatch.kind, dispatched_before_filing=True,
        )  # fmt: skip


def _locked(actor: Account, emergency: Emergency) -> Emergency:
    kept = Emergency.objects.select_for_update(of=("self",)).get(pk=emergency.pk)
    _demand_lead(actor, kept.district)
    return kept


def _demand_lead(actor: Account, district: str) -> None:
    if not may(actor, Role.LEAD_OFFICER, district):
        raise NotAllowed("紧急情况由牵头单位经办人录入，您没有这个权限。")


def _demand_complete(district: str, declared: Declaration) -> None:
    if not declared.divisions or not all(contains(district, code) for code in declared.divisions):
        raise DispatchProblem("请选哪些地方，只能在本地范围内选。", "divisions")
    for name, words in (
        ("title", "请写是什么紧急情况。"),
        ("level", "请写级别。"),
        ("declared_by", "请写谁宣布、谁决定的。"),
    ):
        if not getattr(declared, name).strip():
            raise DispatchProblem(words, name)
    if declared.basis not in EmergencyBasis.values:
        raise DispatchProblem("请选凭什么。", "basis")
    if declared.basis == EmergencyBasis.DECLARED and not declared.document.strip():
        raise DispatchProblem("请写宣布的文件。", "document")
    if declared.basis == EmergencyBasis.IMMINENT and not declared.danger.strip():
        raise DispatchProblem("请写眼前有什么危险。", "danger")
    if not declared.starts <= declared.ends <= declared.starts + timedelta(days=LONGEST_DAYS):
        raise DispatchProblem(f"结束的日子要在开始以后，最长 {LONGEST_DAYS} 天，没有过去再续录。", "ends")
