"""Rectification: measure, report, verification, and what may go another way. Each verb is a row of ``rules``."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.documents.models import Attachment
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.models import Account, Body
from qingdan.ledger.access import Powers
from qingdan.ledger.choices import ExtensionState, FindingState, Verb
from qingdan.ledger.events import finding_closed
from qingdan.ledger.jurisdiction import demand_answerable
from qingdan.ledger.models import Finding
from qingdan.ledger.rules import TRANSITIONS, shown_from, transition
from qingdan.ledger.services.problems import LedgerProblem
from qingdan.ledger.services.telling import tell_body
from qingdan.ledger.services.writing import move

LONGEST_WORDS = 4000
"""Measure and result fit into a cell of a table."""


@transaction.atomic
def plan(*, actor: Account, finding: Finding, measure: str, due: date | None = None) -> Finding:
    """State the measure (the responsible body), and if it likes an earlier date; a later one is an extension."""
    kept = locked(actor, finding, Verb.PLAN)
    words = _words(measure, "请写整改措施：做什么、谁来做。", "measure")
    day = due or kept.due
    if day > kept.due:
        raise LedgerProblem(f"时限不能晚于 {kept.due}，要晚请申请延期。", "due")
    if day < kept.due and day < today():
        raise LedgerProblem("时限不能改到今天以前。", "due")
    details = {"measure": words, "due": str(day), "due_before": str(kept.due)}
    kept.measure, kept.due = words, day
    move(kept, Verb.PLAN, actor, after=FindingState.MENDING, text=words, details=details)
    return kept


@transaction.atomic
def report_mended(*, actor: Account, finding: Finding, result: str, attachments: Iterable[Attachment] = ()) -> Finding:
    """Report that it is mended, with what was done and evidence (the responsible body); somebody else verifies."""
    kept = locked(actor, finding, Verb.REPORT)
    kept.result = _words(result, "请写做了什么、现在怎样。", "result")
    kept.mended_by, kept.mended_at = actor, now()
    _lapse_extension(kept)
    move(kept, Verb.REPORT, actor, after=FindingState.REPORTED, text=kept.result, attachments=attachments)
    return kept


@transaction.atomic
def verify(*, actor: Account, finding: Finding, words: str = "", attachments: Iterable[Attachment] = ()) -> Finding:
    """Say that the mending holds and close the finding; never the mender, nor anybody of that body."""
    kept = locked(actor, finding, Verb.VERIFY)
    if kept.mended_by_id == actor.pk:
        raise NotAllowed("整改是您报告的，要由别人来核验。")
    kept.verified_by, kept.closed_on = actor, today()
    move(kept, Verb.VERIFY, actor, after=FindingState.CLOSED, text=words, attachments=attachments)
    finding_closed.send(sender=Finding, finding=kept)
    return kept


@transaction.atomic
def send_back(
    *, actor: Account, finding: Finding, reason: str, due: date | None = None, attachments: Iterable[Attachment] = ()
) -> Finding:
    """Say what is not yet mended; what was reported stays in the history."""
    kept = locked(actor, finding, Verb.SEND_BACK)
    words = _words(reason, "请写哪里还没有改好。", "reason")
    details = _new_due(kept, due)
    _take_back_report(kept)
    move(kept, Verb.SEND_BACK, actor, after=FindingState.MENDING, text=words, details=details, attachments=attachments)
    tell_body(kept, "整改被退回，请再改")
    return kept


@transaction.atomic
def reopen(
    *, actor: Account, finding: Finding, reason: str, due: date, attachments: Iterable[Attachment] = ()
) -> Finding:
    """Open a closed finding again (the lead office): it came back, or it was not mended after all."""
    kept = locked(actor, finding, Verb.REOPEN)
    words = _words(reason, "请写为什么要重新整改。", "reason")
    details = _new_due(kept, due)
    _take_back_report(kept)
    move(kept, Verb.REOPEN, actor, after=FindingState.MENDING, text=words, details=details, attachments=attachments)
    tell_body(kept, "已销号的问题要重新整改")
    return kept


@transaction.atomic
def reassign(*, actor: Account, finding: Finding, body: Body, reason: str, due: date | None = None) -> Finding:
    """Give a finding to the body that really has to mend it (the lead office); that one states its own measure."""
    kept = locked(actor, finding, Verb.REASSIGN)
    words = _words(reason, "请写为什么改由这个单位整改。", "reason")
    if body.pk == kept.body_id:
        raise LedgerProblem("责任单位没有变。", "body")
    if body.pk in Powers(actor).own_bodies:
        raise NotAllowed("要转给您本单位的，请别的牵头单位来转。")
    demand_answerable(body, kept.division_id)
    details = {"body_before": kept.body_id, "body": body.pk, **_new_due(kept, due)}
    _show_later(kept)
    _lapse_extension(kept)
    kept.body, kept.measure = body, ""
    move(kept, Verb.REASSIGN, actor, after=FindingState.OPEN, text=words, details=details)
    if kept.announced_at is not None:
        tell_body(kept, "有一件问题转由本单位整改")
    return kept


@transaction.atomic
def merge_findings(*, actor: Account, finding: Finding, into: Finding, reason: str) -> Finding:
    """Put one finding into another of the same body and district (the lead office): one matter, mended once."""
    if finding.pk == into.pk:
        raise LedgerProblem("不能并入自己，请选另一件问题。", "into")
    words = _words(reason, "请写为什么并在一起。", "reason")
    first, second = sorted((finding, into), key=lambda each: each.pk)  # one order, so that two mergers do not block
    for each in (first, second):
        Finding.objects.select_for_update(of=("self",)).get(pk=each.pk)
    kept, target = locked(actor, finding, Verb.MERGE), locked(actor, into, Verb.ABSORB)
    if (kept.body_id, kept.district) != (target.body_id, target.district):
        raise LedgerProblem("只能并入同一个责任单位、同一个区县的问题。", "into")
    _lapse_extension(kept)
    kept.merged_into = target
    move(kept, Verb.MERGE, actor, after=FindingState.MERGED, text=words, details={"into": target.code})
    details = {"from": kept.code, "confidential": kept.confidential and not target.confidential}
    move(target, Verb.ABSORB, actor, text=words, details=details)
    return kept


@transaction.atomic
def annul(*, actor: Account, finding: Finding, reason: str) -> Finding:
    """Take a finding back that should not have been confirmed (the lead office); it stays on record with the reason."""
    kept = locked(actor, finding, Verb.ANNUL)
    words = _words(reason, "请写为什么撤销。", "reason")
    _lapse_extension(kept)
    move(kept, Verb.ANNUL, actor, after=FindingState.ANNULLED, text=words)
    if kept.announced_at is not None:
        tell_body(kept, "一件问题已经撤销，不用再改")
    return kept


def locked(actor: Account, finding: Finding, verb: Verb) -> Finding:
    """The finding, locked, for somebody who may take this step in its state; raises else."""
    kept = Finding.objects.select_for_update(of=("self",)).select_related("body", "division").get(pk=finding.pk)
    Powers(actor).demand_side(TRANSITIONS[verb].side, kept)
    if transition(verb, FindingState(kept.state)) is None:
        raise LedgerProblem(f"{kept.code} 现在是“{kept.get_state_display()}”，不能{verb.label}。请刷新看最新的情况。")
    return kept


def _words(said: str, otherwise: str, field: str) -> str:
    words = said.replace("\r\n", "\n").strip()
    if not words:
        raise LedgerProblem(otherwise, field)
    if len(words) > LONGEST_WORDS:
        raise LedgerProblem(f"写了 {len(words)} 个字，最多 {LONGEST_WORDS} 个字。", field)
    return words


def _new_due(finding: Finding, due: date | None) -> dict[str, str]:
    """Set a new due date where one is given; a passed one must be replaced, so that nobody is late at once."""
    day = due or finding.due
    if day < today():
        raise LedgerProblem("原来的时限已经过了，请给一个今天以后的新时限。", "due")
    before, finding.due = finding.due, day
    return {"due": str(day), "due_before": str(before)}


def _show_later(finding: Finding) -> None:
    """Another body learns of an informant's matter as late, and as bundled, as the first one did."""
    if not finding.confidential:
        return
    finding.shown_from, finding.announced_at = shown_from(True, today()), None
    if finding.due < finding.shown_from:
        raise LedgerProblem(f"新单位从 {finding.shown_from} 起看到，时限不能早于那天。", "due")


def _take_back_report(finding: Finding) -> None:
    finding.result, finding.mended_by, finding.mended_at = "", None, None
    finding.verified_by, finding.closed_on = None, None


def _lapse_extension(finding: Finding) -> None:
    finding.extensions.filter(state=ExtensionState.ASKED).update(state=ExtensionState.LAPSED)
