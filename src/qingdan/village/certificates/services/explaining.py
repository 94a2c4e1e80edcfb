"""Handing the explanation over, reporting to the town, the town's coordination, telling the resident (NH-73, NH-74, NH-75)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from qingdan.foundation.alerts.services import send_many
from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.clock.queries import due_after
from qingdan.foundation.orgs.divisions import parent
from qingdan.foundation.orgs.models import Account
from qingdan.village.certificates.access import people_of, town_people
from qingdan.village.certificates.admitting import tell_contacted
from qingdan.village.certificates.choices import Cause, Settled, State, Verb
from qingdan.village.certificates.links import link_to
from qingdan.village.certificates.models import Application, Coordination
from qingdan.village.certificates.persons import Person
from qingdan.village.certificates.problems import CertificateProblem
from qingdan.village.certificates.rules import causes_of, may_escalate
from qingdan.village.certificates.sealed import person_parts, seal_parts
from qingdan.village.certificates.services.writing import demand_step, locked, move

ANSWER_WORKDAYS = 5
"""How long a town has to coordinate before it shows as late (系统建议值); nothing lapses."""


@transaction.atomic
def deliver_explanation(*, actor: Account, application: Application, how: str) -> Application:
    """Record that the resident has the explanation, and how: printed and handed over, read to them, by telephone."""
    kept = locked(application)
    demand_step(actor, Verb.EXPLAIN, kept)
    if not how.strip():
        raise CertificateProblem("请选怎么送达的。", "how")
    slip = kept.explanation
    slip.delivered_at, slip.delivered_by, slip.delivered_how = now(), actor, how.strip()[:100]
    slip.save(update_fields=["delivered_at", "delivered_by", "delivered_how"])
    move(actor, kept, Verb.EXPLAIN, target=State.EXPLAINED, text=f"解释说明单：{slip.delivered_how}", detail=slip.pk)
    return kept


@transaction.atomic
def escalate(
    *,
    actor: Account,
    application: Application,
    cause: str,
    demander: str = "",
    reason: str = "",
    contact: Person | None = None,
) -> Coordination:
    """Report to the town what a resident still needs, with the demander named and the cause; nothing is issued.

    A kind that is to be admitted first (KT-47) goes with the ``reason`` for which villagers need it. ``contact`` is whom to
    tell the result, where nobody's name was taken before. Raises :class:`CertificateProblem`.
    """
    kept = locked(application)
    demand_step(actor, Verb.ESCALATE, kept)
    named = _who_demands(kept, cause, demander, reason)
    if contact is not None:
        seal_parts(kept, person_parts(contact))
    if "phone" not in kept.sealed:
        raise CertificateProblem("请留一个电话，好告诉居民结果。", "phone")
    kept.cause = cause
    due = due_after(today(), ANSWER_WORKDAYS).day
    made = Coordination.objects.create(
        application=kept, town_id=parent(kept.division_id), cause=cause, demander=named, reason=reason.strip()[:300], sent_by=actor,
        sent_at=now(), due_on=due,
    )  # fmt: skip
    _tell(
        town_people(kept.division_id),
        kept,
        f"需要协调：{kept.kind_title}",
        f"{kept.division}反映：{f'清单上没有，村民办事要用：{made.reason}' if made.reason else f'{named}要这份证明'}。",
        "escalated",
    )
    move(
        actor,
        kept,
        Verb.ESCALATE,
        target=State.ESCALATED,
        text=f"向镇街反映：{named}要的，{Cause(cause).label}",
        detail=[made.pk, cause],
    )
    return made


def _who_demands(application: Application, cause: str, demander: str, reason: str) -> str:
    """Whom a report names; raises :class:`CertificateProblem` where the way does not lead to the town or words are missing."""
    if not may_escalate(application.way):
        raise CertificateProblem("按本地的规定，这一件不走向镇街反映的路，请看解释说明单上的办法。")
    if cause not in causes_of(application.way):
        raise CertificateProblem("请选为什么还要办。", "cause")
    if cause == Cause.NO_RULE and not reason.strip():
        raise CertificateProblem("请写村民办什么事要用这一种证明。", "reason")
    usual = str(application.get_demander_class_display()) if cause == Cause.NO_RULE else ""
    named = demander.strip()[:100] or application.demander_name or usual
    if not named:
        raise CertificateProblem("请写明是谁要的。", "demander")
    return named


@transaction.atomic
def record_contact(*, actor: Account, application: Application, body: str) -> Coordination:
    """The town says which body it has spoken to."""
    kept = locked(application)
    demand_step(actor, Verb.CONTACT, kept)
    if not body.strip():
        raise CertificateProblem("请写明联系了哪个单位。", "contacted")
    row = kept.coordination
    row.contacted, row.contacted_at, row.contacted_by = body.strip()[:100], now(), actor
    row.save(update_fields=["contacted", "contacted_at", "contacted_by"])
    tell_contacted(row)
    move(actor, kept, Verb.CONTACT, text=f"联系了{row.contacted}", detail=[row.pk, row.contacted])
    return row


@transaction.atomic
def answer(*, actor: Account, application: Application, contacted: str, settled: str, outcome: str) -> Coordination:
    """The town's record: the body that it spoke to and the outcome; village and resident get it (NH-75)."""
    kept = locked(application)
    demand_step(actor, Verb.ANSWER, kept)
    row = kept.coordination
    if not (contacted.strip() or row.contacted):
        raise CertificateProblem("请写明联系了哪个单位。", "contacted")
    if settled not in Settled.values:
        raise CertificateProblem("请选协调的结果。", "settled")
    if not outcome.strip():
        raise CertificateProblem("请写明怎么协调的、居民下一步怎么办。", "outcome")
    if contacted.strip() and contacted.strip() != row.contacted:
        row.contacted, row.contacted_at, row.contacted_by = contacted.strip()[:100], now(), actor
    row.settled, row.outcome, row.answered_at, row.answered_by = settled, outcome.strip()[:500], now(), actor
    row.save()
    tell_contacted(row)
    _tell(
        people_of(kept.division_id),
        kept,
        f"协调有结果了：{kept.kind_title}",
        "请告诉居民结果，并记下告知。",
        "coordinated",
    )
    move(
        actor,
        kept,
        Verb.ANSWER,
        target=State.COORDINATED,
        text=f"{row.contacted}：{Settled(settled).label}",
        detail=[row.pk, settled, row.outcome],
    )
    return row


@transaction.atomic
def tell_resident(*, actor: Account, application: Application, how: str) -> Coordination:
    """Record that the resident was told the outcome, and how."""
    kept = locked(application)
    demand_step(actor, Verb.TELL, kept)
    if not how.strip():
        raise CertificateProblem("请写怎么告诉居民的。", "how")
    row = kept.coordination
    row.told_at, row.told_by, row.told_how = now(), actor, how.strip()[:100]
    row.save(update_fields=["told_at", "told_by", "told_how"])
    move(actor, kept, Verb.TELL, target=State.CLOSED, text=f"已告知居民：{row.told_how}", detail=row.pk)
    return row


def _tell(people: Iterable[Account], application: Application, title: str, body: str, key: str) -> None:
    send_many(
        recipients=people, title=title, body=body, link=link_to(application), key=f"certificate-{application.pk}-{key}"
    )
