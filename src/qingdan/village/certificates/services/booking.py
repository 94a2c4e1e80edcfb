"""Appointments: made by a resident without an account, cancelled with the word that they got, received at the counter.

Name and phone are all that is kept, sealed with a key of their own. Who reads a notice and agrees to keep them does both
by separate marks, whose versions are kept. Numbers of a half day are places in the database: nobody books beyond them.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.orgs.models import Account, Division
from qingdan.foundation.personal.digests import lookup_digest
from qingdan.foundation.personal.sealing import seal_many
from qingdan.foundation.personal.services import new_subject
from qingdan.village.certificates.access import ApplicationAccess
from qingdan.village.certificates.choices import Booking, Half
from qingdan.village.certificates.consent import CONSENT_VERSION, NOTICE_VERSION
from qingdan.village.certificates.hours import Hours, hours_of, is_open
from qingdan.village.certificates.models import Application, Appointment, CounterHours
from qingdan.village.certificates.persons import plain_name, plain_phone
from qingdan.village.certificates.problems import CertificateProblem
from qingdan.village.certificates.sealed import APPOINTMENT, phone_digest
from qingdan.village.certificates.services.writing import note

_WORD_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
WORD_LENGTH = 6
MOST_OPEN_OF_A_PHONE = 3
"""So many appointments may wait under one phone in one village (系统建议值)."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a resident asks for; ``noticed`` and ``consented`` are two marks of their own."""

    division: str
    title: str
    code: str
    day: date
    half: str
    name: str
    phone: str
    noticed: bool = False
    consented: bool = False


@dataclass(frozen=True, slots=True)
class Booked:
    """An appointment with its word, which is shown once and kept only as a digest."""

    appointment: Appointment
    word: str


@transaction.atomic
def book(*, wish: Wish) -> Booked:
    """Book a half day for a resident; raises :class:`CertificateProblem` that says what to do.

    No account is asked for. The database refuses a place that is taken: two people at once get two places or one of them
    is told that the half day is full.
    """
    name, phone = _understood(wish)
    hours = hours_of(wish.division)
    _demand_open(wish, hours)
    digest = phone_digest(phone)
    waiting = Appointment.objects.filter(
        division=wish.division, phone_digest=digest, state=Booking.BOOKED, day__gte=today()
    )
    if waiting.filter(day=wish.day).exists():
        raise CertificateProblem("这个电话当天已经约过了。要改时间，请先用取号口令取消。", "phone")
    if waiting.count() >= MOST_OPEN_OF_A_PHONE:
        raise CertificateProblem("这个电话约的次数太多了，请先来办，或者打电话给村（社区）。", "phone")
    word = "".join(secrets.choice(_WORD_SIGNS) for _ in range(WORD_LENGTH))
    subject = new_subject()
    made = Appointment(
        division_id=wish.division, kind_code=wish.code[:64], kind_title=wish.title.strip()[:200], day=wish.day, half=wish.half, subject=subject,
        sealed=seal_many(subject, {"name": name, "phone": phone}, purpose=APPOINTMENT), phone_digest=digest, word_digest=word_digest(word),
        notice_version=NOTICE_VERSION, consent_version=CONSENT_VERSION, consented_at=now(), made_at=now(),
    )  # fmt: skip
    _take_place(made, hours.per_half)
    note(
        None,
        "book_appointment",
        "certificate_appointment",
        made.pk,
        made.division_id,
        [made.kind_title, str(made.day), made.half],
    )
    return Booked(made, word)


def _understood(wish: Wish) -> tuple[str, str]:
    if not wish.noticed:
        raise CertificateProblem("请先看完告知，再打勾。", "noticed")
    if not wish.consented:
        raise CertificateProblem(
            "不同意保存姓名和电话，就不能在网上预约；可以直接到村（社区）来办，一样办。", "consented"
        )
    if not wish.title.strip():
        raise CertificateProblem("请选要办什么。", "title")
    return plain_name(wish.name), plain_phone(wish.phone, required=True)


def _demand_open(wish: Wish, hours: Hours) -> None:
    if wish.half not in Half.values:
        raise CertificateProblem("请选上午还是下午。", "slot")
    if not is_open(hours, wish.day, wish.half, now()):
        raise CertificateProblem("这个时间不能约，请从列出的时间里选。", "slot")


def _take_place(made: Appointment, places: int) -> None:
    """Take the first free place of the half day; who comes at the same moment finds it taken and tries the next."""
    taken = set(
        Appointment.objects.filter(
            division=made.division_id, day=made.day, half=made.half, state=Booking.BOOKED
        ).values_list("place", flat=True)
    )
    for place in range(1, places + 1):
        if place in taken:
            continue
        made.place = place
        try:
            with transaction.atomic():
                made.save(force_insert=True)
        except IntegrityError:
            continue
        return
    raise CertificateProblem("这半天约满了，请换一个时间。", "slot")


def word_digest(word: str) -> str:
    """By which a word is recognised: signs that look alike are one."""
    return lookup_digest("certificates.word", word.upper().replace("O", "0").replace("I", "1"))


def find_by_word(division: str, word: str, phone: str) -> Appointment | None:
    """The appointment of a word and the phone that it was made with; nothing says which of the two was wrong."""
    found = Appointment.objects.filter(division=division, word_digest=word_digest(word)).first()
    try:
        same = found is not None and found.phone_digest == phone_digest(plain_phone(phone, required=True))
    except CertificateProblem:
        return None
    return found if same else None


@transaction.atomic
def cancel(*, appointment: Appointment, actor: Account | None = None) -> Appointment:
    """Cancel an appointment: the resident who has its word, or the village."""
    kept = _locked(appointment)
    if actor is not None:
        ApplicationAccess(actor).demand_handler(kept.division_id)
    if kept.state == Booking.CANCELLED:
        return kept
    return _ended(kept, Booking.CANCELLED, actor)


@transaction.atomic
def arrive(*, actor: Account, appointment: Appointment, application: Application | None = None) -> Appointment:
    """Record that somebody came to their appointment, with the application that it led to."""
    kept = _locked(appointment)
    ApplicationAccess(actor).demand_handler(kept.division_id)
    if application is not None and application.division_id != kept.division_id:
        raise CertificateProblem("预约和申请不是同一个村（社区）的。")
    kept.application = application or kept.application
    if kept.state == Booking.CAME:
        kept.save(update_fields=["application"])
        return kept
    return _ended(kept, Booking.CAME, actor)


def _locked(appointment: Appointment) -> Appointment:
    return Appointment.objects.select_for_update(of=("self",)).get(pk=appointment.pk)


def _ended(kept: Appointment, state: Booking, actor: Account | None) -> Appointment:
    if kept.state != Booking.BOOKED:
        raise CertificateProblem(f"这个预约{kept.get_state_display()}，不能再改。")
    kept.state, kept.ended_at = state, now()
    kept.save()
    note(
        actor, f"{state}_appointment", "certificate_appointment", kept.pk, kept.division_id, [str(kept.day), kept.half]
    )
    return kept


@transaction.atomic
def close_missed(on: date) -> int:
    """Say of the appointments before a day that nobody came to them; how many. It is held against nobody."""
    return Appointment.objects.filter(state=Booking.BOOKED, day__lt=on).update(state=Booking.MISSED, ended_at=now())


@transaction.atomic
def set_hours(
    *, actor: Account, division: Division, halves: list[str], per_half: int, note_words: str = ""
) -> CounterHours:
    """Set when a village's counter is open and how many people a half day takes (the village, its town for it)."""
    ApplicationAccess(actor).demand_handler(division.pk)
    known = {f"{day}{half}" for day in range(1, 8) for half in Half.values}
    if not halves or not set(halves) <= known:
        raise CertificateProblem("请至少选一个半天。", "halves")
    if not 1 <= per_half <= 50:
        raise CertificateProblem("每半天 1 到 50 个人。", "per_half")
    said = {"halves": sorted(set(halves)), "per_half": per_half, "note": note_words.strip()[:100]}
    made, _fresh = CounterHours.objects.update_or_create(division=division, defaults=said)
    note(actor, "set_counter_hours", "counter_hours", int(division.pk), division.pk, said)
    return made
