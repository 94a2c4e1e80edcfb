"""Taking leads down, and deciding them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, connection, transaction

from qingdan.foundation.audit.services import NotInTransaction
from qingdan.foundation.clock.moments import now
from qingdan.foundation.documents.models import Attachment
from qingdan.foundation.orgs.models import Account, Body, Division
from qingdan.foundation.orgs.queries import resolve_body
from qingdan.ledger.choices import FindingKind
from qingdan.ledger.models import Lead
from qingdan.ledger.models.leads import KINDS
from qingdan.ledger.services.problems import LedgerProblem
from qingdan.ledger.services.writing import LONGEST_TEXT, LONGEST_TITLE, district_of, next_number, note


def record_lead(
    *,
    actor: Account | None,
    source: str,
    reference: str,
    division: str,
    title: str,
    text: str = "",
    about: Body | None = None,
    about_name: str = "",
    kind: str = "",
    clause: str = "",
    outcome: str = "",
    verdict: Mapping[str, Any] | None = None,
    finding_kind: str = "",
    confidential: bool = False,
    dispatched_before_filing: bool = False,
    attachments: Sequence[Attachment] = (),
    measure: str = "",
    due: date | None = None,
) -> Lead:
    """Take a lead down in the caller's transaction; a second time with the same source and reference gives the first.

    The room that calls has checked that the actor may report there; None is a room's own check. A body that is only
    named is looked up as seen from the place. ``measure`` and ``due`` are what a self-check proposes. Raises
    :class:`LedgerProblem` for a lead that cannot be understood.
    """
    if not connection.in_atomic_block:
        raise NotInTransaction(f"{source} {reference} 的线索没有在事务里记录")
    known = Lead.objects.filter(source=source, reference=reference).first()
    if known is not None:
        return known
    _demand_understood(source, reference, division, title, kind, finding_kind)
    moment, district = now(), district_of(division)
    body = about or resolve_body(about_name, division)
    try:
        with transaction.atomic():  # a lead that came second gives its number back
            lead = Lead.objects.create(
                district=district, year=moment.year, number=next_number("lead", district, moment.year), source=source,
                reference=reference, division_id=division, about=body, about_name=about_name.strip()[:LONGEST_TITLE],
                title=title.strip()[:LONGEST_TITLE], text=text.strip()[:LONGEST_TEXT], kind=kind, finding_kind=finding_kind,
                clause=clause, outcome=outcome, verdict=dict(verdict or {}), measure=measure.strip(), due=due,
                confidential=confidential, dispatched_before_filing=dispatched_before_filing, reported_by=actor,
                received_at=moment,
            )  # fmt: skip
    except IntegrityError:
        return Lead.objects.get(source=source, reference=reference)
    lead.attachments.set(attachments)
    Attachment.objects.filter(pk__in=[attached.pk for attached in attachments]).update(of_case=True)
    note(actor, "record_lead", "lead", lead.pk, division, [lead.code, source, reference, lead.title])
    return lead


def _demand_understood(source: str, reference: str, division: str, title: str, kind: str, finding_kind: str) -> None:
    if not title.strip():
        raise LedgerProblem("请写明是什么事。", "title")
    if not source.strip() or not reference.strip():
        raise LedgerProblem("线索要写明从哪里来。", "source")
    if kind and kind not in dict(KINDS):
        raise LedgerProblem("没有这个类别，请重新选。", "kind")
    if finding_kind and finding_kind not in FindingKind.values:
        raise LedgerProblem("没有这种问题类型，请重新选。", "finding_kind")
    if not Division.objects.filter(pk=division).exists():
        raise LedgerProblem(f"没有 {division[:20]} 这个地方，请从列表里选村（社区）或镇街。", "division")
