"""Appointments: name, phone and kind; two marks of consent; places that nobody books beyond; the word."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from qingdan.foundation.clock.moments import now
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.village.certificates.choices import Booking
from qingdan.village.certificates.hours import hours_of, is_open, slot_of, slots_from
from qingdan.village.certificates.models import Appointment
from qingdan.village.certificates.problems import CertificateProblem
from qingdan.village.certificates.sealed import open_appointment
from qingdan.village.certificates.services import booking
from qingdan.village.certificates.services.booking import Booked, Wish
from qingdan.village.certificates.tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


def wish(**more: Any) -> Wish:
    slot = slots_from(cast.VILLAGE, now())[2]
    said = {
        "title": "办什么都行",
        "code": "",
        "day": slot.day,
        "half": slot.half,
        "name": "王小明",
        "phone": "13800001111",
    }
    return Wish(division=cast.VILLAGE, noticed=True, consented=True, **{**said, **more})


def booked(**more: Any) -> Booked:
    return booking.book(wish=wish(**more))


def test_an_appointment_keeps_name_phone_and_kind_only() -> None:
    made = booked().appointment
    assert open_appointment(made).parts == {"name": "王小明", "phone": "13800001111"}
    assert "王小明" not in str(vars(made)) and "13800001111" not in str(vars(made))
    assert made.notice_version and made.consent_version and made.consented_at


@pytest.mark.parametrize(("said", "field"), [
    ({"noticed": False}, "noticed"), ({"consented": False}, "consented"), ({"phone": "123"}, "phone"), ({"name": "<b>"}, "name"),
    ({"half": "夜里"}, "slot"), ({"title": " "}, "title"),
])  # fmt: skip
def test_what_is_missing_is_told(said: dict[str, Any], field: str) -> None:
    with pytest.raises(CertificateProblem) as refused:
        booking.book(wish=replace(wish(), **said))
    assert refused.value.field == field and not Appointment.objects.exists()


def test_no_half_day_is_booked_beyond_its_places() -> None:
    booking.set_hours(
        actor=cast.clerk(), division=cast.village(), halves=["1am", "2am", "3am", "4am", "5am"], per_half=2
    )
    slot = slots_from(cast.VILLAGE, now())[0]
    for n in range(2):
        booked(day=slot.day, half=slot.half, phone=f"1380000111{n}")
    with pytest.raises(CertificateProblem, match="约满"):
        booked(day=slot.day, half=slot.half, phone="13800001119")
    assert slot.value not in {each.value for each in slots_from(cast.VILLAGE, now())}


def test_one_phone_books_once_a_day_and_not_without_end() -> None:
    days = sorted({slot.day for slot in slots_from(cast.VILLAGE, now())})
    for day in days[1:4]:
        booked(day=day, half="am")
    with pytest.raises(CertificateProblem, match="当天已经约过"):
        booked(day=days[1], half="pm")
    with pytest.raises(CertificateProblem, match="太多"):
        booked(day=days[5], half="pm")


def test_the_word_cancels_and_only_with_its_phone() -> None:
    made = booked()
    assert booking.find_by_word(cast.VILLAGE, made.word.lower(), "138 0000 1111") == made.appointment
    assert booking.find_by_word(cast.VILLAGE, made.word, "13900001111") is None
    assert booking.find_by_word(cast.SIBLING, made.word, "13800001111") is None
    assert booking.find_by_word(cast.VILLAGE, "ABCDEF", "13800001111") is None
    assert booking.cancel(appointment=made.appointment).state == Booking.CANCELLED
    assert booking.cancel(appointment=made.appointment).state == Booking.CANCELLED
    assert booked().appointment.state == Booking.BOOKED


def test_who_came_is_received_and_who_did_not_is_held_to_nothing() -> None:
    made = booked().appointment
    application = cast.received()
    assert booking.arrive(actor=cast.clerk(), appointment=made, application=application).application == application
    with pytest.raises(NotAllowed):
        booking.arrive(actor=cast.demo("department-officer"), appointment=made)
    with pytest.raises(CertificateProblem):
        booking.cancel(appointment=made)
    other = booked(phone="13700001111").appointment
    assert booking.close_missed(other.day + timedelta(days=1)) == 1


def test_half_days_that_are_past_or_closed_are_not_offered() -> None:
    hours, friday = hours_of(cast.VILLAGE), datetime(2026, 11, 27, 12, 0)
    assert not is_open(hours, friday.date(), "am", friday) and is_open(hours, friday.date(), "pm", friday)
    assert not is_open(hours, friday.date() + timedelta(days=1), "am", friday)
    assert not is_open(hours, friday.date() - timedelta(days=1), "am", friday)
    assert not is_open(hours, friday.date() + timedelta(days=60), "am", friday)
    assert (
        slot_of("2026-11-27am") == (friday.date(), "am") and slot_of("<b>") is None and slot_of("2026-11-27xx") is None
    )


def test_only_the_village_and_its_town_set_the_hours() -> None:
    for halves, places in (([], 3), (["9am"], 3), (["1am"], 0), (["1am"], 999)):
        with pytest.raises(CertificateProblem):
            booking.set_hours(actor=cast.clerk(), division=cast.village(), halves=halves, per_half=places)
    with pytest.raises(NotAllowed):
        booking.set_hours(actor=cast.demo("lead-civil"), division=cast.village(), halves=["1am"], per_half=3)
