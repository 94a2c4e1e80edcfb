"""Between receiving and issuing: the form, the investigation, safeguards on record, the head's signature; not issuing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.documents.evidence import Evidence
from qingdan.foundation.documents.services import attach_sealed
from qingdan.foundation.orgs.models import Account
from qingdan.village.certificates.access import people_of
from qingdan.village.certificates.choices import Need, State, Verb
from qingdan.village.certificates.filling import canonical, checked_values
from qingdan.village.certificates.forms_of import fields_of
from qingdan.village.certificates.models import Application, Explanation, Safeguard
from qingdan.village.certificates.problems import CertificateProblem
from qingdan.village.certificates.rules import meeting_carries
from qingdan.village.certificates.sealed import RECORD_SCAN, fields_digest, seal_parts, seal_record
from qingdan.village.certificates.services.stamping import approve_with_signature
from qingdan.village.certificates.services.writing import demand_step, locked, move

LONGEST_RECORD = 4000


@dataclass(frozen=True, slots=True)
class Entry:
    """What is put on record of one safeguard. A meeting has its three numbers; its result follows from them."""

    held_on: date
    method: str
    text: str
    favourable: bool
    entitled: int | None = None
    present: int | None = None
    in_favour: int | None = None
    scan: Evidence | None = None


@transaction.atomic
def fill(*, actor: Account, application: Application, values: Mapping[str, str]) -> Application:
    """Fill the fields of the kind's form; nothing beyond them is taken (KT-43). Raises :class:`CertificateProblem`."""
    kept = locked(application)
    demand_step(actor, Verb.FILL, kept)
    said = checked_values(fields_of(kept), values)
    digest = fields_digest(said)
    if digest == kept.fields_digest:
        return kept
    seal_parts(kept, {"fields": canonical(said)})
    kept.fields_digest = digest
    move(actor, kept, Verb.FILL, detail=digest)
    return kept


@transaction.atomic
def assign(*, actor: Account, application: Application, investigator: Account, due_on: date | None = None) -> Safeguard:
    """Open the verification task, or hand it to another (AS-58): who looks into it, until when."""
    kept = locked(application)
    demand_step(actor, Verb.ASSIGN, kept)
    if not people_of(kept.division_id).filter(pk=investigator.pk).exists() and investigator.pk != actor.pk:
        raise CertificateProblem("核实的人要是本村（社区）的人，请重新选。", "investigator")
    if due_on is not None and due_on < today():
        raise CertificateProblem("核实期限已经过了，请改一个日期。", "due_on")
    task, _fresh = Safeguard.objects.get_or_create(application=kept, need=Need.INVESTIGATION)
    if task.done_at is not None:
        raise CertificateProblem("已经核实过了。内容改过的，请直接再记一次核实结果。")
    task.asked_by, task.assigned_to, task.due_on = actor, investigator, due_on or task.due_on or kept.due_on
    task.save(update_fields=["asked_by", "assigned_to", "due_on"])
    move(actor, kept, Verb.ASSIGN, text=f"由{investigator}核实", detail=[task.pk, investigator.pk])
    return task


@transaction.atomic
def record_safeguard(*, actor: Account, application: Application, need: str, entry: Entry) -> Safeguard:
    """Put an investigation's finding, a deliberation, a meeting, an assessment or a measure on record.

    A record of what was not asked for is taken too (a clerk may look closer than the rules ask). A second record of the
    same replaces the first, which stays in the audit: a finding holds for the text that was found true. Raises
    :class:`CertificateProblem` for a record without its words, and for the head's signature, which the head gives.
    """
    kept = locked(application)
    verb = Verb.FIND if need == Need.INVESTIGATION else Verb.SAFEGUARD
    demand_step(actor, verb, kept)
    _demand_entry(need, entry)
    row, _fresh = Safeguard.objects.get_or_create(application=kept, need=need)
    row.application = kept
    row.held_on, row.method, row.favourable = entry.held_on, entry.method.strip()[:300], _result(need, entry)
    row.sealed = seal_record(row, entry.text.strip()[:LONGEST_RECORD])
    row.entitled, row.present, row.in_favour = entry.entitled, entry.present, entry.in_favour
    row.fields_digest = kept.fields_digest
    if entry.scan is not None:
        row.scan = attach_sealed(
            actor=actor, division=kept.division, subject=kept.subject, name=entry.scan.called("记录"), data=entry.scan.data, purpose=RECORD_SCAN
        )  # fmt: skip
    row.done_by, row.done_at = actor, now()
    row.save()
    detail = [row.pk, need, row.favourable, row.entitled, row.present, row.in_favour, row.fields_digest]
    move(
        actor,
        kept,
        verb,
        text=f"{Need(need).label}：{'通过、属实' if row.favourable else '没有通过、不属实'}",
        detail=detail,
    )
    return row


def _demand_entry(need: str, entry: Entry) -> None:
    if need not in Need.values or need == Need.HEAD_SIGNATURE:
        raise CertificateProblem("请选要记录什么。", "need")
    if not entry.text.strip():
        raise CertificateProblem("请写清楚结果。", "text")
    if not entry.method.strip():
        raise CertificateProblem("请写明怎么核实的、谁参加的。", "method")
    if entry.held_on > today():
        raise CertificateProblem("日期还没有到，请核对。", "held_on")
    if need == Need.MEETING and None in (entry.entitled, entry.present, entry.in_favour):
        raise CertificateProblem("会议要写应到、实到和同意的人数。", "entitled")


def _result(need: str, entry: Entry) -> bool:
    if need != Need.MEETING or entry.entitled is None or entry.present is None or entry.in_favour is None:
        return entry.favourable
    return entry.favourable and meeting_carries(entry.entitled, entry.present, entry.in_favour)


@transaction.atomic
def sign(*, actor: Account, application: Application) -> Safeguard:
    """The head signs for the text as it is filled now (AS-51); the seal may then be used on this approval.

    Whatever has to be on record before the signature is there; who filled the form in may not sign for it alone.
    """
    kept = locked(application)
    demand_step(actor, Verb.SIGN, kept)
    if not kept.fields_digest:
        raise CertificateProblem("证明还没有填好，先请经办人填写。")
    waits = kept.safeguards.exclude(need=Need.HEAD_SIGNATURE).filter(done_at=None)
    if waits.exists():
        raise CertificateProblem(f"还没有记录：{'、'.join(str(each) for each in waits)}。先补齐再签字。")
    row, _fresh = Safeguard.objects.get_or_create(application=kept, need=Need.HEAD_SIGNATURE)
    row.held_on, row.favourable, row.fields_digest, row.method = today(), True, kept.fields_digest, "在系统里签字"
    row.done_by, row.done_at = actor, now()
    row.save()
    approve_with_signature(actor, kept)
    move(actor, kept, Verb.SIGN, detail=[row.pk, kept.fields_digest])
    return row


@transaction.atomic
def ask_for(*, actor: Account, application: Application, need: str) -> Safeguard:
    """Say that more has to be on record than the rules ask: a meeting where it is necessary (CC-27a)."""
    kept = locked(application)
    demand_step(actor, Verb.SAFEGUARD, kept)
    if need not in Need.values:
        raise CertificateProblem("请选还要什么。", "need")
    row, fresh = Safeguard.objects.get_or_create(application=kept, need=need, defaults={"asked_by": actor})
    if fresh:
        move(actor, kept, Verb.SAFEGUARD, text=f"还要：{Need(need).label}", detail=[row.pk, need])
    return row


@transaction.atomic
def reject(*, actor: Account, application: Application, reason: str, instead: str = "") -> Application:
    """Issue nothing although the kind is kept: only with a reason, which the resident gets in writing (NH-72)."""
    kept = locked(application)
    demand_step(actor, Verb.REJECT, kept, reason)
    if len(reason.strip()) > 300:
        raise CertificateProblem("理由最多 300 个字。", "reason")
    kept.reason = reason.strip()
    said = {"reason": kept.reason, "instead": instead.strip()[:500], "item": "", "clause": kept.way_clause}
    Explanation.objects.update_or_create(application=kept, defaults=said)
    move(actor, kept, Verb.REJECT, target=State.TO_EXPLAIN, text="不予出具，理由见解释说明单", detail=kept.reason)
    return kept


@transaction.atomic
def refer(*, actor: Account, application: Application, text: str) -> Application:
    """领办: that a resident was taken to where the matter is done, when and with what result. No names in it."""
    kept = locked(application)
    demand_step(actor, Verb.REFER, kept, text)
    move(actor, kept, Verb.REFER, text=text)
    return kept


@transaction.atomic
def withdraw(*, actor: Account, application: Application, reason: str) -> Application:
    """The resident does not want it any more."""
    kept = locked(application)
    demand_step(actor, Verb.WITHDRAW, kept, reason)
    move(actor, kept, Verb.WITHDRAW, target=State.WITHDRAWN, text=reason)
    return kept
