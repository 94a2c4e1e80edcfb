"""Issuing: the number is taken once, the text is fixed; replacing a certificate; voiding one that could not be printed.

Everything is checked and set once on trial before the number is taken, so that no number is spent on a text that cannot
be printed. Who presses second at the same moment waits for the first and gets the same certificate.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.db import transaction

from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.numbering.services import take, void
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.personal.services import new_subject
from qingdan.village.certificates.choices import State, Verb, Way
from qingdan.village.certificates.codes import new_code
from qingdan.village.certificates.contents import content_of
from qingdan.village.certificates.forms_of import form_of
from qingdan.village.certificates.models import Application, Certificate
from qingdan.village.certificates.problems import CertificateProblem
from qingdan.village.certificates.rules import Recorded, hindrances
from qingdan.village.certificates.sealed import Content, sealed_content
from qingdan.village.certificates.services.handling import fill
from qingdan.village.certificates.services.stamping import ask_for_seal
from qingdan.village.certificates.services.writing import (
    demand_handler,
    demand_step,
    locked,
    locked_certificate,
    move,
    note,
)
from qingdan.village.certificates.setting import check_can_be_set, payload_of
from qingdan.village.certificates.standing import status_of

LONGEST_HOW = 300


@transaction.atomic
def issue(*, actor: Account, application: Application, verified_how: str) -> Certificate:
    """Issue what an application asks for; an application that was issued gives its certificate again.

    ``verified_how`` says how the content was verified, and the actor is on record for it (NH-72, KT-50). Raises
    :class:`CertificateProblem` where something has to be on record first, where the form is not filled, or where the
    text cannot be printed (a character without a glyph, more than a page).
    """
    kept = locked(application)
    issued = kept.certificates.filter(replaces=None).first()
    if issued is not None:
        demand_handler(actor, kept)
        return issued
    demand_step(actor, Verb.ISSUE, kept)
    how = _how(verified_how)
    _demand_on_record(kept)
    content = content_of(kept)
    made = _made(actor, kept, content, how, None)
    move(
        actor,
        kept,
        Verb.ISSUE,
        target=State.ISSUED,
        text=f"编号 {made.number}",
        detail=[made.pk, made.number, made.code],
    )
    return made


@transaction.atomic
def fill_and_issue(
    *, actor: Account, application: Application, values: Mapping[str, str], verified_how: str
) -> Certificate:
    """Fill the form and issue in one step; who comes second gets what was issued, whatever they filled in. Raises as both do."""
    if not locked(application).certificates.exists():
        fill(actor=actor, application=application, values=values)
    return issue(actor=actor, application=application, verified_how=verified_how)


def _how(verified_how: str) -> str:
    how = verified_how.strip()
    if not how:
        raise CertificateProblem("请写明怎么核实的。", "verified_how")
    if len(how) > LONGEST_HOW:
        raise CertificateProblem(f"怎么核实的，最多写 {LONGEST_HOW} 个字。", "verified_how")
    return how


def hindrances_of(application: Application) -> tuple[str, ...]:
    """Why nothing can be issued yet, in Chinese; empty: it can."""
    if form_of(application) is None:
        return ("这一种证明还没有发布办事指南和样表，不能出具。请主管部门先发布办事指南。",)
    recorded = [
        Recorded(each.need, each.done_at is not None, bool(each.favourable), each.fields_digest)
        for each in application.safeguards.all()
    ]
    filled = () if application.fields_digest else ("证明内容还没有填。",)
    return (*filled, *hindrances(recorded, application.fields_digest))


def _demand_on_record(application: Application) -> None:
    found = hindrances_of(application)
    if found:
        raise CertificateProblem(" ".join(found))


def _made(
    actor: Account, application: Application, content: Content, how: str, replaces: Certificate | None
) -> Certificate:
    """The certificate with its number, code and sealed text; the trial setting comes before the number is taken."""
    day, form = today(), form_of(application)
    until = valid_until(day, form.validity_days if form else None)
    made = Certificate(
        application=application, replaces=replaces, division_id=application.division_id, year=day.year, code=new_code(),
        kind_title=application.kind_title, guide_version_id=application.guide_version_id, interim=application.way == Way.INTERIM,
        demo=actor.is_demo, subject=new_subject(), verified_how=how, verified_by=actor, issued_by=actor, issued_at=now(), issued_on=day,
        valid_until=until,
    )  # fmt: skip
    made.sealed = sealed_content(made, content)
    check_can_be_set(made, content)
    made.serial = take(series_of(made.division_id, day.year))
    made.number = number_of(made.division_id, day.year, made.serial)
    made.payload = payload_of(made, content)
    made.save()
    ask_for_seal(actor, made)
    return made


def series_of(division: str, year: int) -> str:
    """The series from which a village's certificates of a year take their numbers."""
    return f"certificate:{division}:{year}"


def number_of(division: str, year: int, serial: int) -> str:
    """A number as it is printed: the village's code, the year, the running number."""
    return f"{division}-{year}-{serial:04d}"


def valid_until(day: date, days: int | None) -> date | None:
    """The last day on which a certificate is good: so many days from the day of issue on, that day included."""
    return day + timedelta(days=days - 1) if days else None


@transaction.atomic
def replace(*, actor: Account, certificate: Certificate, reason: str) -> Certificate:
    """Issue anew what was lost, spoiled or printed wrongly: another number and code, the old one is no longer valid.

    The text is that of the application's filled fields, set today. Pressed twice it is one replacement.
    """
    kept = locked_certificate(certificate)
    application = locked(kept.application)
    demand_handler(actor, application)
    newer = Certificate.objects.filter(replaces=kept).first()
    if newer is not None:
        return newer
    if not reason.strip():
        raise CertificateProblem("请写明为什么补发、换发。", "reason")
    if status_of(kept, today()) == "revoked":
        raise CertificateProblem("这份证明已经撤销，不能换发。")
    made = _made(actor, application, content_of(application), kept.verified_how, kept)
    note(
        actor,
        "replace_certificate",
        "certificate",
        made.pk,
        made.division_id,
        [kept.number, made.number, reason.strip()],
    )
    return made


@transaction.atomic
def void_certificate(*, actor: Account, certificate: Certificate, reason: str) -> Certificate:
    """Say that a certificate could not be printed or was spoiled before it was handed over: its number stays, void."""
    kept = locked_certificate(certificate)
    demand_handler(actor, kept.application)
    if kept.voided_at is not None:
        return kept
    if kept.delivered_at is not None:
        raise CertificateProblem("已经交给居民的不能作废，请用撤销。")
    if not reason.strip():
        raise CertificateProblem("请写明为什么作废。", "reason")
    kept.voided_at, kept.voided_for = now(), reason.strip()[:200]
    kept.save(update_fields=["voided_at", "voided_for"])
    void(series_of(kept.division_id, kept.year), kept.serial, kept.voided_for, actor)
    note(actor, "void_certificate", "certificate", kept.pk, kept.division_id, [kept.number, kept.voided_for])
    return kept
