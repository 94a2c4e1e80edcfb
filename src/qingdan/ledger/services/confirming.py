"""Deciding leads: a person confirms them into a finding, joins them to one, or dismisses them with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.documents.models import Attachment
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.models import Account, Body
from qingdan.ledger.access import Powers
from qingdan.ledger.choices import LIVE, DismissedAs, FindingKind, FindingState, LeadState, Verb
from qingdan.ledger.events import lead_decided
from qingdan.ledger.jurisdiction import demand_answerable, demand_formal
from qingdan.ledger.models import Finding, Lead
from qingdan.ledger.models.leads import KINDS
from qingdan.ledger.rules import Side, shown_from
from qingdan.ledger.services.problems import LedgerProblem
from qingdan.ledger.services.telling import tell_body, tell_reporter
from qingdan.ledger.services.writing import LONGEST_TEXT, LONGEST_TITLE, district_of, move, next_number, note


@dataclass(frozen=True, slots=True)
class Opening:
    """What whoever confirms says of the finding: who has to mend what, until when; the measure may come from the body."""

    body: Body
    division: str
    title: str
    finding_kind: str
    due: date
    text: str = ""
    kind: str = ""
    clause: str = ""
    measure: str = ""


@transaction.atomic
def confirm_leads(*, actor: Account, leads: Sequence[int], opening: Opening) -> Finding:
    """Confirm one or several leads into one finding against one body.

    Refused (:class:`LedgerProblem`) where the place's document is still a draft, against a body above the jurisdiction,
    and for a lead that somebody has decided meanwhile; who is of the body or not of the place gets :class:`NotAllowed`.
    """
    chosen = _undecided(actor, leads)
    powers = Powers(actor)
    if opening.body.pk in powers.own_bodies:
        raise NotAllowed("涉及本单位的线索要由别的单位确认，您不能确认。")
    _demand_said(opening)
    demand_formal(opening.division)
    demand_answerable(opening.body, opening.division)
    district = district_of(opening.division)
    if any(lead.district != district for lead in chosen):
        raise LedgerProblem("地方要和线索在同一个区县。", "division")
    confidential = any(lead.confidential for lead in chosen)
    seen = shown_from(confidential, today())
    if opening.due < seen:
        raise LedgerProblem(f"整改时限不能早于 {seen}（责任单位从那天起看到）。", "due")
    finding = _opened(actor, chosen, opening, district, seen, confidential)
    files = Attachment.objects.filter(
        pk__in=Lead.attachments.through.objects.filter(lead__in=chosen).values("attachment")
    )
    state = FindingState.MENDING if finding.measure else FindingState.OPEN
    details = {"leads": [lead.code for lead in chosen], "due": str(finding.due), "body": finding.body_id}
    move(finding, Verb.CONFIRM, actor, after=state, text=opening.text, details=details, attachments=files)
    for lead in chosen:
        _decide(lead, actor, LeadState.CONFIRMED, finding=finding)
    if seen <= today():
        tell_body(finding, "有一件问题请整改")
    return finding


def _opened(
    actor: Account, leads: Sequence[Lead], opening: Opening, district: str, seen: date, confidential: bool
) -> Finding:
    """The row, with its number taken last."""
    moment, first = now(), leads[0]
    return Finding(
        district=district, year=moment.year, number=next_number("finding", district, moment.year),
        division_id=opening.division, body=opening.body, title=opening.title.strip()[:LONGEST_TITLE],
        text=opening.text.strip()[:LONGEST_TEXT], kind=opening.kind, finding_kind=opening.finding_kind,
        clause=opening.clause, source=first.source, confidential=confidential, measure=opening.measure.strip(),
        dispatched_before_filing=any(lead.dispatched_before_filing for lead in leads), due=opening.due,
        opened_by=actor, opened_at=moment, opened_on=moment.date(), shown_from=seen,
        announced_at=moment if seen <= moment.date() else None,
    )  # fmt: skip


def _demand_said(opening: Opening) -> None:
    if not opening.title.strip():
        raise LedgerProblem("请写明是什么问题。", "title")
    if opening.finding_kind not in FindingKind.values:
        raise LedgerProblem("请选问题类型。", "finding_kind")
    if opening.kind and opening.kind not in dict(KINDS):
        raise LedgerProblem("没有这个类别，请重新选。", "kind")


@transaction.atomic
def merge_lead(*, actor: Account, lead: Lead, finding: Finding, reason: str = "") -> Lead:
    """Join a lead to a finding that is being mended already: the same matter, said again."""
    [kept] = _undecided(actor, [lead.pk])
    into = Finding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
    Powers(actor).demand_side(Side.CHECKER, into)
    if into.state not in LIVE:
        raise LedgerProblem(f"{into.code} 已经{into.get_state_display()}，不能再并入。可以确认成新的问题。", "finding")
    if into.district != kept.district:
        raise LedgerProblem("只能并入同一个区县的问题。", "finding")
    # What an informant sent is kept from the body, also where others have said the same openly.
    details = {"leads": [kept.code], "confidential": kept.confidential}
    move(into, Verb.JOIN, actor, text=reason, details=details, attachments=kept.attachments.all())
    _decide(kept, actor, LeadState.MERGED, finding=into, reason=reason)
    return kept


@transaction.atomic
def dismiss_lead(*, actor: Account, lead: Lead, dismissed_as: str, reason: str) -> Lead:
    """Say that a lead is no finding, and why; whoever reported it is told the reason."""
    [kept] = _undecided(actor, [lead.pk])
    if dismissed_as not in DismissedAs.values:
        raise LedgerProblem("请选为什么不成立。", "dismissed_as")
    if not reason.strip():
        raise LedgerProblem("请写理由，反映的人会看到。", "reason")
    _decide(kept, actor, LeadState.DISMISSED, reason=reason, dismissed_as=dismissed_as)
    return kept


def _undecided(actor: Account, leads: Sequence[int]) -> list[Lead]:
    """The leads, locked in one order; raises where one is not the actor's to decide, or decided already."""
    powers = Powers(actor)
    found = list(Lead.objects.select_for_update(of=("self",)).filter(pk__in=set(leads)).order_by("pk"))
    if not found or len(found) != len(set(leads)):
        raise LedgerProblem("请先选要决定的线索。", "leads")
    for lead in found:
        powers.demand_decider(lead)
        if lead.state != LeadState.NEW:
            raise LedgerProblem(f"{lead.code} 已经由{lead.decided_by}决定：{lead.get_state_display()}。")
    return found


def _decide(
    lead: Lead,
    actor: Account,
    state: LeadState,
    *,
    finding: Finding | None = None,
    reason: str = "",
    dismissed_as: str = "",
) -> None:
    lead.state, lead.decided_by, lead.decided_at, lead.finding = state, actor, now(), finding
    lead.decision_reason, lead.dismissed_as = reason.strip()[:LONGEST_TEXT], dismissed_as
    lead.save(update_fields=["state", "decided_by", "decided_at", "finding", "decision_reason", "dismissed_as"])
    tell_reporter(lead)
    lead_decided.send(sender=Lead, lead=lead)
    note(actor, f"lead_{state}", "lead", lead.pk, lead.division_id, [lead.code, state, reason, dismissed_as])
