"""Appointments: a resident books a slot with name and telephone; the village has them come, or notes that nobody came."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from qingdan.foundation.audit.services import record
from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.clock.queries import is_working_day
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.models import Account, Division
from qingdan.foundation.personal.digests import lookup_digest
from qingdan.foundation.personal.models import Subject
from qingdan.foundation.personal.retention import has_passed
from qingdan.foundation.personal.services import erase, record_reveal
from qingdan.village.public_services.access import ServicesAccess
from qingdan.village.public_services.choices import BookingState, Half, Mode, Rating, TicketState
from qingdan.village.public_services.models import Booking, Ticket
from qingdan.village.public_services.opening import why_closed
from qingdan.village.public_services.persons import Resident, checked, opened, sealed
from qingdan.village.public_services.problems import ServiceProblem
from qingdan.village.public_services.queries.catalogue import Service, service_at
from qingdan.village.public_services.services.window import Matter, take_number
from qingdan.village.public_services.services.writing import note, words
from qingdan.village.public_services.settings import ServiceSettings, settings_at

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 10
SOURCE = "booking"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a resident wants: a service of the village's lists, a day, a half of it."""

    item_code: str
    day: date
    half: Half


@transaction.atomic
def book(*, division: str, wish: Wish, name: str, phone: str, consent: bool) -> Booking:
    """Book a slot (anybody, without an account). The same telephone for the same slot and service gets the same booking.

    Name and telephone are sealed with a fresh key of the person; nothing else is asked. Raises :class:`ServiceProblem`.
    """
    if not consent:
        raise ServiceProblem("请先看说明，同意了才能预约。不同意可以直接到窗口办。", "consent")
    resident = checked(name, phone)
    rules = settings_at(division, today())
    service = _demand_bookable(division, wish, rules)
    Division.objects.select_for_update().get(pk=division)  # the places of a slot are counted one after another
    digest = lookup_digest(SOURCE, resident.phone)
    slot = Booking.objects.filter(division=division, day=wish.day, half=wish.half, state=BookingState.BOOKED)
    kept = slot.filter(item_code=wish.item_code, phone_digest=digest).first()
    if kept is not None:
        return kept
    if slot.count() >= rules.slot_places:
        raise ServiceProblem("这个时段约满了，请换一个时段。", "half")
    subject, texts = sealed(resident)
    made = Booking.objects.create(
        division_id=division, code=_fresh_code(), item_code=wish.item_code, matter=service.title, day=wish.day,
        half=wish.half, subject=subject, sealed=texts, phone_digest=digest, consented_at=now(),
    )  # fmt: skip
    record(verb="book", object_type="booking", object_id=made.pk, actor_name="居民", stream=division[:6])
    return made


def _fresh_code() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(CODE_LENGTH))


def _demand_bookable(division: str, wish: Wish, rules: ServiceSettings) -> Service:
    service = service_at(division, wish.item_code, today(), public_only=True)
    if service is None or why_closed(service, rules):
        raise ServiceProblem("这一项现在不能预约，请重新选。", "item_code")
    if not today() < wish.day <= today() + timedelta(days=rules.booking_days):
        raise ServiceProblem(f"请约明天起 {rules.booking_days} 天以内的日子。", "day")
    if not is_working_day(wish.day):
        raise ServiceProblem("那天不是工作日，请换一天。", "day")
    return service


@transaction.atomic
def cancel(*, code: str) -> Booking:
    """Cancel with the code of the booking (who has it); the person's data go at once. Twice changes nothing."""
    kept = Booking.objects.select_for_update(of=("self",)).select_related("subject").get(code=code)
    if kept.state == BookingState.CANCELLED:
        return kept
    if kept.state != BookingState.BOOKED:
        raise ServiceProblem("这个预约已经办过了，不用取消。")
    kept.state = BookingState.CANCELLED
    kept.save(update_fields=["state"])
    erase(actor=None, subject=kept.subject, reason="预约取消")
    record(
        verb="booking_cancel", object_type="booking", object_id=kept.pk, actor_name="居民", stream=kept.division_id[:6]
    )
    return kept


@transaction.atomic
def give_feedback(*, code: str, rating: Rating, text: str = "") -> Booking:
    """Say how it went (who has the code of the booking), once the matter has ended; saying it again replaces it."""
    kept = Booking.objects.select_for_update(of=("self",)).select_related("ticket").get(code=code)
    if kept.ticket is None or kept.ticket.state != TicketState.CLOSED:
        raise ServiceProblem("办完以后再反馈。")
    kept.rating, kept.rated_at = rating, now()
    kept.feedback = words(text, "text", "反馈", 200, needed=False)
    kept.save(update_fields=["rating", "feedback", "rated_at"])
    record(
        verb="booking_feedback",
        object_type="booking",
        object_id=kept.pk,
        actor_name="居民",
        stream=kept.division_id[:6],
    )
    return kept


@transaction.atomic
def receive(*, actor: Account, booking: Booking) -> Ticket:
    """The resident is there: the booking becomes a number in today's queue, with who it is."""
    kept = _own(actor, booking)
    if kept.ticket is not None:
        return kept.ticket
    _demand_booked(kept)
    matter = Matter(kept.matter[:100], item_code=kept.item_code, mode=Mode.APPOINTMENT)
    ticket = take_number(actor=actor, division=kept.division_id, matter=matter, source=SOURCE, reference=str(kept.pk))
    ticket.subject, ticket.sealed = kept.subject, kept.sealed
    ticket.save(update_fields=["subject", "sealed"])
    kept.state, kept.ticket = BookingState.CAME, ticket
    kept.save(update_fields=["state", "ticket"])
    note(actor, "booking_receive", "booking", kept.pk, kept.division_id, ticket.receipt)
    return ticket


@transaction.atomic
def note_missed(*, actor: Account, booking: Booking) -> Booking:
    """Nobody came; nothing follows from it for the resident."""
    kept = _own(actor, booking)
    _demand_booked(kept)
    if kept.day > today():
        raise ServiceProblem("还没有到约好的那天。")
    kept.state = BookingState.MISSED
    kept.save(update_fields=["state"])
    note(actor, "booking_missed", "booking", kept.pk, kept.division_id, "")
    return kept


def _demand_booked(booking: Booking) -> None:
    if booking.state != BookingState.BOOKED:
        raise ServiceProblem(f"这个预约{booking.get_state_display()}，请刷新看看。")


def _own(actor: Account, booking: Booking) -> Booking:
    kept = Booking.objects.select_for_update(of=("self",)).get(pk=booking.pk)
    ServicesAccess(actor).demand_village(kept.division_id)
    return kept


@transaction.atomic
def reveal(*, actor: Account, thing: Booking | Ticket, reason: str) -> Resident:
    """Name and telephone unmasked, to call somebody (the village's own people, its town's clerk): logged with the reason."""
    ServicesAccess(actor).demand_village(thing.division_id)
    if thing.subject is None:
        raise NotAllowed("这件事没有留姓名和电话。")
    record_reveal(
        actor=actor, subject=thing.subject, what="姓名、电话", reason=reason, object_type=thing._meta.model_name or "",
        object_id=thing.pk, division=thing.division_id,
    )  # fmt: skip
    return opened(thing.subject, thing.sealed)


def forget_old(on: date) -> int:
    """Erase residents once the pack's period has passed: after the day of an appointment that led to nothing, else after
    the matter's end.
    """
    idle = Booking.objects.filter(ticket=None, day__lt=on, subject__erased_at=None)
    ended = Ticket.objects.filter(closed_at__date__lt=on, subject__isnull=False, subject__erased_at=None)
    rows = [
        (row.subject, row.day, settings_at(row.division_id, on).keep_bookings) for row in idle.select_related("subject")
    ]
    rows += [
        (row.subject, timezone.localdate(row.closed_at), settings_at(row.division_id, on).keep_cases)
        for row in ended.select_related("subject")
        if row.subject is not None
    ]
    passed = [subject for subject, since, days in rows if days is not None and has_passed(since, days, on)]
    for subject in passed:
        erase(actor=None, subject=subject, reason="到期删除")
    return len(passed)


def forget_digest(subject: Subject) -> None:
    """What else could recognise an erased person goes with the key."""
    Booking.objects.filter(subject=subject).update(phone_digest="")
