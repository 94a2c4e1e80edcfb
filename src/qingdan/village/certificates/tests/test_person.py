"""Who stands at the counter is found by the number on their paper: within the reader's villages, masked, on record, not by trying."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qingdan.foundation.audit.models import Record
from qingdan.foundation.audit.queries import verify
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.personal.models import Reveal
from qingdan.foundation.personal.problems import PersonalProblem
from qingdan.foundation.personal.queries import looks_at
from qingdan.village.certificates.choices import SearchBy, SearchFor
from qingdan.village.certificates.models import Application
from qingdan.village.certificates.problems import CertificateProblem
from qingdan.village.certificates.sealed import number_digest
from qingdan.village.certificates.services import erasing, handling
from qingdan.village.certificates.services.searching import MISSES, SEARCHES, find_matters
from qingdan.village.certificates.tests import cast
from qingdan.village.certificates.tests.cast import AID, FOREIGN_TOWN_VILLAGE, LIVING, SIBLING
from qingdan.village.certificates.tests.test_booking import booked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]
NUMBER = cast.id_number()


@pytest.fixture(autouse=True)
def _own_tries(settings: Any, tmp_path: Any) -> None:
    settings.HOME = tmp_path


def of(name: str) -> Client:
    client = Client()
    client.force_login(cast.demo(name))
    return client


def asked(
    client: Client, text: str = NUMBER, by: str = "id_card", why: str = "present", **more: str
) -> tuple[int, str]:
    answer = client.post(reverse("certificates:person"), {"by": by, "text": text, "why": why, **more})
    return answer.status_code, answer.content.decode()


def elsewhere(village: str) -> Application:
    """The same person's application in another village, which the town took in for it, or nobody of the cast sees."""
    made = cast.received(cast.wanted(AID), cast.party(order=1))
    Application.objects.filter(pk=made.pk).update(division=village)
    return Application.objects.get(pk=made.pk)


def test_the_person_is_found_with_what_was_issued_and_masked() -> None:
    made = cast.issued()
    status, words = asked(of("village-clerk"))
    assert status == 200 and LIVING in words and made.number in words and "王*明" in words and ">有效<" in words
    for hidden in ("王小明", NUMBER, "13800001111", "刘庄村二区八号"):
        assert hidden not in words


@pytest.mark.parametrize(
    "typed", [NUMBER.lower(), f" {NUMBER[:6]} {NUMBER[6:]} ", "".join(chr(ord(c) + 0xFEE0) for c in NUMBER)]
)
def test_the_number_is_taken_however_it_is_typed(typed: str) -> None:
    cast.received()
    assert LIVING in asked(of("village-clerk"), typed)[1]


def test_each_reader_finds_what_lies_in_their_villages() -> None:
    cast.received()
    elsewhere(SIBLING)
    elsewhere(FOREIGN_TOWN_VILLAGE)
    village = find_matters(actor=cast.clerk(), by=SearchBy.ID_CARD, text=NUMBER, why=SearchFor.PRESENT)
    town = find_matters(actor=cast.town(), by=SearchBy.ID_CARD, text=NUMBER, why=SearchFor.PRESENT)
    assert (len(village.applications), len(town.applications)) == (1, 2)
    for name in ("lead-civil", "supervisor"):
        with pytest.raises(NotAllowed):
            find_matters(actor=cast.demo(name), by=SearchBy.ID_CARD, text=NUMBER, why=SearchFor.PRESENT)
        assert asked(of(name))[0] == 404


def test_the_look_is_kept_where_it_looked_and_in_the_audit_without_the_person() -> None:
    made = cast.received()
    asked(of("village-clerk"), why="call")
    assert [look.reason for look in looks_at("certificate_application", made.pk)] == [SearchFor.CALL.label]
    found = Record.objects.get(verb="find_certificate_person")
    kept = " ".join(map(str, Record.objects.values_list())) + " ".join(map(str, Reveal.objects.values_list()))
    assert found.actor_id == cast.clerk().pk and NUMBER not in kept and "王小明" not in kept
    assert verify() == []


def test_who_is_not_found_is_on_record_too_and_told_apart_from_nobody() -> None:
    words = asked(of("village-clerk"))[1]
    assert "没有查到" in words and Record.objects.filter(verb="find_certificate_person").count() == 1
    assert not Reveal.objects.exists()


def test_sent_twice_it_is_looked_for_once_and_shows_the_same() -> None:
    cast.received()
    client = of("village-clerk")
    pages = [asked(client, once="the-same")[1] for _ in range(2)]
    assert all(LIVING in page for page in pages)
    assert Reveal.objects.count() == 1
    assert "已经提交过一次" in asked(client, cast.id_number(2), once="the-same")[1]


def test_numbers_cannot_be_tried_out() -> None:
    client = of("village-clerk")
    cast.received(who=cast.party(order=500))
    most = MISSES[0][1]
    assert [asked(client, cast.id_number(order))[0] for order in range(1, most + 1)] == [200] * most
    status, words = asked(client, cast.id_number(500))
    assert status == 400 and "次数太多" in words and LIVING not in words
    assert LIVING in asked(of("village-head"), cast.id_number(500))[1]


def test_a_busy_counter_that_finds_people_is_not_stopped_soon() -> None:
    cast.received()
    client = of("village-clerk")
    assert {asked(client)[0] for _ in range(SEARCHES[0][1])} == {200}
    assert asked(client)[0] == 400


@pytest.mark.parametrize(
    ("by", "text", "told"),
    [
        ("id_card", "", "请填要查的"), ("id_card", "11010519491231002", "18 位"), ("id_card", "110105194912310021", "校验码"),
        ("id_card", "110105491231002", "15 位"), ("id_card", "x" * 10_000, "60"), ("id_card", "\x00" * 18, ""), ("other", "!!", "5 到 30"),
        ("phone", "12", "电话号码不对"), ("word", "ABC", "6 位"), ("word", "中文口令几个", "6 位"), ("name", "王小明", "请从列出的里面选"), ("", NUMBER, "请选"),
    ],
)  # fmt: skip
def test_what_can_be_no_number_is_told_and_counts_as_no_try(by: str, text: str, told: str) -> None:
    client = of("village-clerk")
    for _ in range(MISSES[0][1] + 2):
        status, words = asked(client, text, by)
        assert status == 400 and any(each in words for each in told.split("|"))
    assert not Record.objects.filter(verb="find_certificate_person").exists()


def test_without_a_reason_nothing_is_looked_for() -> None:
    cast.received()
    status, words = asked(of("village-clerk"), why="")
    assert status == 400 and "请选为什么查" in words and LIVING not in words


def test_what_was_typed_is_not_shown_again_and_stands_in_no_address() -> None:
    cast.received()
    client = of("village-clerk")
    assert NUMBER not in asked(client)[1]
    address = client.get(reverse("certificates:person"), {"by": "id_card", "text": NUMBER, "why": "present"})
    assert LIVING not in address.content.decode() and NUMBER not in address.content.decode()
    assert Reveal.objects.count() == 1


def test_an_appointment_is_found_by_its_word_and_by_its_phone() -> None:
    made = booked()
    client = of("village-clerk")
    for by, text in (("word", made.word.lower()), ("phone", " 138 0000 1111")):
        status, words = asked(client, text, by)
        assert status == 200 and "来了，开始办" in words and "王*明" in words and "13800001111" not in words
    assert len(looks_at("certificate_appointment", made.appointment.pk)) == 2
    assert "没有查到" in asked(client, "222222", "word")[1]


def test_who_was_erased_is_not_found() -> None:
    made = cast.received()
    handling.withdraw(actor=cast.clerk(), application=made, reason="不办了")
    erasing.erase_application(actor=cast.clerk(), application=Application.objects.get(pk=made.pk), reason="本人要求")
    assert not find_matters(actor=cast.clerk(), by=SearchBy.ID_CARD, text=NUMBER, why=SearchFor.PRESENT)
    assert verify() == []


def test_a_service_refuses_what_a_form_would() -> None:
    for by, text in (("id_card", "1"), ("phone", "1"), ("word", "1")):
        with pytest.raises((CertificateProblem, PersonalProblem)):
            find_matters(actor=cast.clerk(), by=by, text=text, why=SearchFor.PRESENT)


def test_a_page_of_many_matters_asks_no_more_than_one_of_few() -> None:
    client = of("village-clerk")
    cast.issued()
    asked(client, once="few")
    with CaptureQueriesContext(connection) as few:
        asked(client, once="few")
    for order in range(2, 8):
        cast.issued(order=order)
    Application.objects.update(person_digest=number_digest(NUMBER))
    asked(client, once="many")
    with CaptureQueriesContext(connection) as many:
        assert asked(client, once="many")[1].count(LIVING) == 7
    assert len(many) == len(few)
