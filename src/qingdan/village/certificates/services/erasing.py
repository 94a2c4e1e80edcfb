"""Looking at what is masked, with a reason; erasing a person's data on request or when the pack's period is over."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce, TruncDate

from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.personal.models import Subject
from qingdan.foundation.personal.services import erase, record_reveal
from qingdan.policy.packs.queries import OutsideEveryPack, governing_pack
from qingdan.policy.packs.village_specs import Kept
from qingdan.village.certificates.access import ApplicationAccess
from qingdan.village.certificates.choices import OPEN, Booking
from qingdan.village.certificates.models import Application, Appointment, Certificate, SealedFile
from qingdan.village.certificates.problems import CertificateProblem
from qingdan.village.certificates.sealed import Opened, open_application, open_appointment
from qingdan.village.certificates.services.booking import close_missed
from qingdan.village.certificates.standing import status_of

BATCH = 500


@transaction.atomic
def reveal(*, actor: Account, application: Application, reason: str) -> Opened:
    """Show a person's data unmasked to who handles the matter; who looked, when and why is kept and shown (谁看过)."""
    if ApplicationAccess(actor).on_behalf(application.division_id) is None:
        raise NotAllowed("只能看自己村（社区）的。")
    _logged(actor, application.subject, reason, "certificate_application", application.pk, application.division_id)
    return open_application(application)


@transaction.atomic
def reveal_file(*, actor: Account, application: Application, what: str, reason: str) -> None:
    """The same for a file about the person: the letter of authority, what was kept with a record."""
    if ApplicationAccess(actor).on_behalf(application.division_id) is None:
        raise NotAllowed("只能看自己村（社区）的。")
    _logged(
        actor, application.subject, reason, "certificate_application", application.pk, application.division_id, what
    )


@transaction.atomic
def reveal_appointment(*, actor: Account, appointment: Appointment, reason: str) -> Opened:
    """The same of an appointment: to call somebody back."""
    if ApplicationAccess(actor).on_behalf(appointment.division_id) is None:
        raise NotAllowed("只能看自己村（社区）的。")
    _logged(actor, appointment.subject, reason, "certificate_appointment", appointment.pk, appointment.division_id)
    return open_appointment(appointment)


def _logged(
    actor: Account,
    subject: Subject,
    reason: str,
    object_type: str,
    pk: int,
    division: str,
    what: str = "姓名、证件号码、电话",
) -> None:
    record_reveal(
        actor=actor,
        subject=subject,
        what=what,
        reason=reason,
        object_type=object_type,
        object_id=pk,
        division=division,
    )


@transaction.atomic
def erase_application(*, actor: Account, application: Application, reason: str) -> None:
    """Erase the person of an application and of its certificates on their request (the village).

    Not while it is handled, and not while a certificate of it is good: who relies on it must be able to check it. What
    was asked, by whom it was demanded, how long it took and how it ended stays.
    """
    ApplicationAccess(actor).demand_handler(application.division_id)
    if application.state in OPEN:
        raise CertificateProblem("这件申请还没有办完，办完或者撤回以后才能删除个人信息。")
    if not reason.strip():
        raise CertificateProblem("请写明为什么删除。", "reason")
    certificates = list(application.certificates.select_related("subject", "replaced_by"))
    if any(each.valid_until is not None and status_of(each, today()) == "valid" for each in certificates):
        raise CertificateProblem("出具的证明还在有效期里，到期或者撤销以后才能删除个人信息。")
    for subject in (application.subject, *(each.subject for each in certificates)):
        erase(actor=actor, subject=subject, reason=reason.strip()[:200])


def forget(subject: Subject) -> None:
    """What the room takes away when a person's key is destroyed: sealed texts, digests, what a check compares with."""
    moment = now()
    Application.objects.filter(subject=subject).update(sealed={}, person_digest="", fields_digest="", erased_at=moment)
    Certificate.objects.filter(subject=subject).update(sealed="", payload={}, erased_at=moment)
    Appointment.objects.filter(subject=subject).update(sealed={}, phone_digest="")
    SealedFile.objects.filter(certificate__subject=subject).update(sealed="")


def sweep(on: date) -> int:
    """Erase what has passed the period of its place's pack on a day; how many persons. Nothing open is touched."""
    close_missed(on)
    appointments = Appointment.objects.exclude(state=Booking.BOOKED).filter(subject__erased_at=None)
    applications = Application.objects.exclude(state__in=OPEN).filter(erased_at=None)
    certificates = Certificate.objects.filter(erased_at=None)
    return (
        _sweep(appointments.annotate(ended=F("day")), "appointment", on)
        + _sweep(applications.annotate(ended=TruncDate("closed_at")), "application", on)
        + _sweep(certificates.annotate(ended=Coalesce("valid_until", "issued_on")), "certificate", on)
    )


def _sweep(rows: QuerySet[Any], what: Kept, on: date) -> int:
    """Erase the rows of one table, place by place; each person in a transaction of its own, so that a kill loses nothing."""
    erased = 0
    for place in rows.order_by("division").values_list("division", flat=True).distinct():
        days = _days(place, what, on)
        if days is None:
            continue
        over = rows.filter(division=place, ended__lt=on - timedelta(days=days)).select_related("subject")
        for row in over.iterator(chunk_size=BATCH):
            erase(actor=None, subject=row.subject, reason=f"{what}: {days}")
            erased += 1
    return erased


def _days(division: str, what: Kept, on: date) -> int | None:
    try:
        return governing_pack(division, on).village.days_kept(what)
    except OutsideEveryPack:
        return None
