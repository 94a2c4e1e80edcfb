"""Appointments: a resident without an account, a slot, a sealed name; who looked; what is erased in time."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from qingdan.foundation.audit.models import Record
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.tests.browsing import browser, page
from qingdan.foundation.web.rate_limit import forget_all
from qingdan.village.public_services.choices import BookingState, Half, Mode, Outcome, TicketState
from qingdan.village.public_services.models import Booking, Ticket
from qingdan.village.public_services.persons import masked
from qingdan.village.public_services.problems import ServiceProblem
from qingdan.village.public_services.services import booking, window
from qingdan.village.public_services.tests.cast import CARD, GAMES, MEALS, VILLAGE, code, demo

NOON = datetime(2026, 9, 1, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
TOMORROW = date(2026, 9, 2)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


@pytest.fixture(autouse=True)
def at_noon() -> Any:
    forget_all()
    with time_machine.travel(NOON, tick=False):
        yield


def book(name: str = "王小明", phone: str = "138-0000-1234", *, consent: bool = True, **more: Any) -> Booking:
    wish = booking.Wish(**({"item_code": code(CARD), "day": TOMORROW, "half": Half.MORNING} | more))
    return booking.book(division=VILLAGE, wish=wish, name=name, phone=phone, consent=consent)


def test_a_resident_books_with_name_and_telephone_only_and_both_are_sealed() -> None:
    made = book()
    assert "王小明" not in str(made.sealed) and "13800001234" not in str(made.__dict__)
    assert masked(made.subject, made.sealed) == "王*明 138****1234"
    assert Record.objects.filter(verb="book", actor_name="居民").count() == 1


def test_the_same_person_and_slot_is_one_booking() -> None:
    assert book().pk == book(phone="13800001234").pk
    assert book(half=Half.AFTERNOON).pk != book().pk


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"consent": False}, "同意了才能预约"),
        ({"name": ""}, "请写姓名"),
        ({"name": "王1"}, "没有数字"),
        ({"phone": "12"}, "请写电话号码"),
        ({"phone": "１３８００００１２３４"}, "请写电话号码"),
        ({"item_code": "XX"}, "不能预约"),
        ({"day": date(2026, 9, 1)}, "明天起"),
        ({"day": date(2027, 9, 1)}, "明天起"),
        ({"day": date(2026, 9, 5)}, "不是工作日"),
    ],
)
def test_what_cannot_be_booked_is_told(more: dict[str, Any], words: str) -> None:
    with pytest.raises(ServiceProblem, match=words):
        book(**more)
    assert not Booking.objects.exists()


def test_a_slot_takes_so_many_and_no_more() -> None:
    for number in range(5):
        book(phone=f"1380000000{number}")
    with pytest.raises(ServiceProblem, match="约满"):
        book(phone="13900000000")
    assert book(phone="13900000000", half=Half.AFTERNOON)


def test_who_comes_gets_a_number_of_the_same_queue_and_pressing_twice_gives_one() -> None:
    made = book()
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        window.take_number(actor=demo("village-clerk"), division=VILLAGE, matter="问路")
        ticket = booking.receive(actor=demo("village-clerk"), booking=made)
        assert booking.receive(actor=demo("village-clerk"), booking=made).pk == ticket.pk
    assert (ticket.number, ticket.mode, Ticket.objects.count()) == (2, Mode.APPOINTMENT, 2)
    made.refresh_from_db()
    assert made.state == BookingState.CAME and ticket.subject == made.subject
    with pytest.raises(NotAllowed):
        booking.receive(actor=demo("kongtong-village"), booking=book(phone="13900000000"))


def test_nobody_came_has_no_effect_and_not_before_the_day() -> None:
    made = book()
    with pytest.raises(ServiceProblem, match="还没有到"):
        booking.note_missed(actor=demo("village-clerk"), booking=made)
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        assert booking.note_missed(actor=demo("village-clerk"), booking=made).state == BookingState.MISSED


def test_cancelling_erases_at_once_and_the_slot_is_free() -> None:
    made = book()
    booking.cancel(code=made.code)
    booking.cancel(code=made.code)
    made.refresh_from_db()
    assert made.subject.is_erased and made.phone_digest == "" and made.state == BookingState.CANCELLED
    assert book().pk != made.pk


def test_residents_are_erased_when_the_packs_period_is_over_and_the_numbers_stay() -> None:
    idle, came = book(), book(phone="13900000000")
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        ticket = booking.receive(actor=demo("village-clerk"), booking=came)
    assert booking.forget_old(TOMORROW + timedelta(days=30)) == 0
    assert booking.forget_old(TOMORROW + timedelta(days=31)) == 1
    idle.subject.refresh_from_db()
    came.subject.refresh_from_db()
    assert idle.subject.is_erased and not came.subject.is_erased, "an open matter keeps who it is"
    with time_machine.travel(NOON + timedelta(days=2), tick=False):
        window.close(actor=demo("village-clerk"), ticket=ticket, outcome=Outcome.DONE)
    assert booking.forget_old(TOMORROW + timedelta(days=730)) == 0
    assert booking.forget_old(TOMORROW + timedelta(days=740)) == 1
    assert Booking.objects.count() == 2 and Ticket.objects.get().state == TicketState.CLOSED


def test_the_pages_for_residents_need_no_account_and_show_no_name() -> None:
    visitor = Client()
    assert CARD in page(visitor, f"/services/{VILLAGE}/") and GAMES not in page(visitor, f"/services/{VILLAGE}/")
    assert MEALS in page(visitor, f"/services/{VILLAGE}/?service_class=charity")
    assert CARD not in page(visitor, f"/services/{VILLAGE}/?service_class=charity")
    assert GAMES in page(visitor, "/services/120117/?unit=community")
    assert GAMES not in page(visitor, "/services/120117/?unit=village")
    address = f"/services/{VILLAGE}/{code(CARD)}/"
    assert "身份证、照片两张" in page(visitor, address) and "预约到窗口办" in page(visitor, address)
    assert "个人信息说明" in page(visitor, f"{address}book/")
    said = {"day": "2026-09-02", "half": "morning", "name": "王小明", "phone": "13800001234"}
    refused = visitor.post(f"{address}book/", said)
    assert refused.status_code == 400 and "同意了才能预约" in refused.content.decode()
    answer = visitor.post(f"{address}book/", said | {"consent": "on"})
    made = Booking.objects.get()
    assert answer["Location"] == f"/bookings/{made.code}/"
    shown = page(visitor, answer["Location"])
    assert made.code in shown and "王小明" not in shown and "王*明" not in shown
    assert visitor.get("/bookings/AAAAAAAAAA/").status_code == 404
    assert visitor.post(f"{answer['Location']}cancel/").status_code == 302
    assert "取消了" in page(visitor, answer["Location"])


def test_the_village_sees_who_comes_masked_and_receives_them() -> None:
    made = book()
    clerk = browser("village-clerk")
    shown = page(clerk, "/window/bookings/?day=2026-09-02")
    assert "王*明" in shown and "王小明" not in shown
    looked = clerk.post(f"/window/bookings/{made.pk}/look/", {"reason": "改时间"})
    assert "王小明" in looked.content.decode()
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        clerk = browser("village-clerk")
        assert "今天有预约" in page(clerk, "/")
        assert clerk.post(f"/window/bookings/{made.pk}/receive/").status_code == 302
    assert Ticket.objects.get().number == 1
    assert browser("kongtong-village").post(f"/window/bookings/{made.pk}/receive/").status_code == 404
    assert browser("department-officer").get("/window/bookings/").status_code == 404
