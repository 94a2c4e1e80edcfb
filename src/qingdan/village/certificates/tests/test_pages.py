"""The pages: counter step by step, application with its acts, town's queue, appointments; strangers see nothing."""

from __future__ import annotations

import io
import re
from typing import Any
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.documents.services import opened
from qingdan.foundation.documents.storage import fetch
from qingdan.foundation.personal.problems import Erased
from qingdan.foundation.personal.queries import looks_at
from qingdan.foundation.personal.sealing import is_sealed
from qingdan.foundation.personal.services import erase
from qingdan.village.certificates.choices import Booking, State
from qingdan.village.certificates.hours import slots_from
from qingdan.village.certificates.models import Application, Appointment, Certificate
from qingdan.village.certificates.sealed import PROXY, SCAN
from qingdan.village.certificates.services import explaining, handing, issuing
from qingdan.village.certificates.tests import cast
from qingdan.village.certificates.tests.cast import AID, BARRED, LAND, LIVING
from qingdan.village.certificates.tests.test_booking import booked
from qingdan.village.guides.queries import kind_at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]
COUNTER = "certificates:counter"


def of(name: str) -> Client:
    client = Client()
    client.force_login(cast.demo(name))
    return client


def code(title: str) -> str:
    kind = kind_at(cast.VILLAGE, title, today())
    assert kind is not None
    return kind.code


def counter(client: Client, **said: str) -> Any:
    return client.get(reverse(COUNTER), {"division": cast.VILLAGE, **said})


PERSON = {
    "name": "王小明", "paper": "id_card", "id_number": cast.id_number(), "phone": "13800001111", "channel": "counter", "identity_checked": "on",
}  # fmt: skip


def test_the_counter_goes_step_by_step_to_the_certificate() -> None:
    client = of("village-clerk")
    assert LIVING in counter(client).content.decode()
    assert "谁要这份证明" in counter(client, code=code(LIVING)).content.decode()
    asked = {"code": code(LIVING), "demander_class": "individual"}
    assert "核对身份" in counter(client, **asked).content.decode()
    address = f"{reverse(COUNTER)}?division={cast.VILLAGE}&code={code(LIVING)}&demander_class=individual"
    answer = client.post(address, PERSON)
    made = Application.objects.get()
    assert answer.status_code == 302 and made.state == State.HANDLING
    page = client.get(answer["Location"]).content.decode()
    assert "王*明" in page and "王小明" not in page and cast.id_number() not in page
    issue = client.post(
        reverse("certificates:act", args=[made.pk, "issue"]),
        {"v_address": "二区八号", "how": "查看身份证、户口簿，村里有登记", "once": "k1"},
    )  # fmt: skip
    assert issue.status_code == 302, issue.content.decode()
    kept = Certificate.objects.get()
    client.post(
        reverse("certificates:act", args=[made.pk, "issue"]),
        {"v_address": "二区八号", "how": "查看身份证、户口簿，村里有登记", "once": "k1"},
    )
    assert Certificate.objects.count() == 1
    assert client.get(reverse("certificates:file", args=[kept.pk])).status_code == 404
    client.post(reverse("certificates:paper-act", args=[kept.pk, "print"]))
    pdf = client.get(reverse("certificates:file", args=[kept.pk]))
    assert pdf.content.startswith(b"%PDF") and "attachment" in pdf["Content-Disposition"]
    client.post(reverse("certificates:paper-act", args=[kept.pk, "deliver"]), {"to": "self"})
    kept.refresh_from_db()
    assert kept.printed_at and kept.delivered_at


def test_a_barred_kind_ends_in_a_slip_without_anybodys_name() -> None:
    client = of("village-clerk")
    page = counter(client, code=code(BARRED), demander_class="party_government", demander="区残联").content.decode()
    assert "不出具" in page and "公安派出所" in page
    address = f"{reverse(COUNTER)}?division={cast.VILLAGE}&code={code(BARRED)}&demander_class=party_government&demander=区残联"
    client.post(address, {"name": "", "phone": ""})
    made = Application.objects.get()
    assert made.state == State.TO_EXPLAIN and made.ungrounded
    slip = client.get(reverse("certificates:slip", args=[made.pk])).content.decode()
    assert "解释说明单" in slip and "公安派出所" in slip
    assert client.get(reverse("certificates:slip", args=[made.pk]) + "?word").content.startswith(b"PK")
    client.post(reverse("certificates:act", args=[made.pk, "explain"]), {"how": "打印交给本人"})
    made.refresh_from_db()
    assert made.state == State.EXPLAINED


def test_a_wrong_number_keeps_what_was_typed() -> None:
    client = of("village-clerk")
    address = f"{reverse(COUNTER)}?division={cast.VILLAGE}&code={code(LIVING)}&demander_class=individual"
    answer = client.post(address, {**PERSON, "id_number": "120221197001010018"})
    page = answer.content.decode()
    assert answer.status_code == 400 and "校验码" in page and "王小明" in page and not Application.objects.exists()


@pytest.mark.parametrize("said", [
    {"code": "没有这个"}, {"title": "<script>"}, {"demander_class": "moon", "title": "x"}, {"title": "x" * 500, "demander_class": "individual"},
    {"division": "120117104201"}, {"appointment": "9" * 40},
])  # fmt: skip
def test_hostile_addresses_are_answered_calmly(said: dict[str, str]) -> None:
    answer = counter(of("village-clerk"), **said)
    assert answer.status_code in (200, 302, 404) and b"<script>" not in answer.content


def test_the_complex_way_needs_its_records() -> None:
    client = of("village-clerk")
    made = cast.received(cast.wanted(AID))
    page = client.get(reverse("certificates:application", args=[made.pk])).content.decode()
    assert "出具以前还要" in page and "调查核实" in page
    client.post(reverse("certificates:act", args=[made.pk, "fill"]), {"v_address": "二区"})
    client.post(reverse("certificates:act", args=[made.pk, "assign"]), {"investigator": cast.head().pk, "due_on": ""})
    record = {"held_on": str(today()), "method": "走访", "text": "属实", "favourable": "yes"}
    answer = client.post(reverse("certificates:act", args=[made.pk, "investigation"]), record)
    assert answer.status_code == 302
    answer = client.post(
        reverse("certificates:act", args=[made.pk, "issue"]), {"how": "other", "how_words": "走访两户"}
    )
    assert answer.status_code == 302 and Certificate.objects.get().verified_how == "走访两户"


def test_the_head_signs_on_the_page_and_the_clerk_does_not() -> None:
    made = cast.filled(LAND)
    from qingdan.village.certificates.choices import Need

    cast.on_record(made, Need.INVESTIGATION)
    cast.on_record(made, Need.DELIBERATION)
    sign = reverse("certificates:act", args=[made.pk, "sign"])
    assert of("village-clerk").post(sign).status_code == 302
    assert made.safeguards.get(need="head_signature").done_at is None
    of("village-head").post(sign)
    assert made.safeguards.get(need="head_signature").done_at


def test_the_towns_queue_answers_and_the_village_tells() -> None:
    made = cast.explained()
    client = of("village-clerk")
    client.post(reverse("certificates:act", args=[made.pk, "escalate"]), {"cause": "policy_gap", "demander": "区残联"})
    town = of("town-clerk")
    assert BARRED in town.get(reverse("certificates:coordinations")).content.decode()
    assert town.get(reverse("certificates:coordinations") + "?excel=1").content.startswith(b"PK")
    answer = {"contacted": "区残联", "settled": "by_itself", "outcome": "由区残联自己核查"}
    town.post(reverse("certificates:act", args=[made.pk, "answer"]), answer)
    client.post(reverse("certificates:act", args=[made.pk, "tell"]), {"how": "打电话告诉本人"})
    made.refresh_from_db()
    assert made.state == State.CLOSED


def test_strangers_get_nothing() -> None:
    made, kept = cast.received(), cast.issued(order=4)
    pages = [
        reverse("certificates:application", args=[made.pk]), reverse("certificates:receipt", args=[made.pk]), reverse("certificates:reveal", args=[made.pk]),
        reverse("certificates:act", args=[made.pk, "fill"]), reverse("certificates:paper-act", args=[kept.pk, "revoke"]), reverse("certificates:applications"),
    ]  # fmt: skip
    for name in ("department-officer", "lead-civil", "inspector", "system-admin"):
        assert [of(name).get(page).status_code for page in pages] == [404] * len(pages), name
    assert all(Client().get(page).status_code in (302, 404) for page in pages)


def test_the_list_asks_the_same_number_of_queries_for_more_rows(django_assert_max_num_queries: Any) -> None:
    client = of("village-clerk")
    for n in range(1, 4):
        cast.received(who=cast.party(order=n))
    client.get(reverse("certificates:applications"))
    with django_assert_max_num_queries(60) as few:
        client.get(reverse("certificates:applications"))
    for n in range(4, 20):
        cast.received(who=cast.party(order=n))
    with django_assert_max_num_queries(len(few)):
        page = client.get(reverse("certificates:applications"))
    assert page.content.decode().count("王*明") == 19
    assert client.get(reverse("certificates:applications-excel")).content.startswith(b"PK")
    for query in ("?q=没有的", "?state=all", "?late=on", "?state=x", f"?q={cast.VILLAGE}-2026-0001"):
        assert client.get(reverse("certificates:applications") + query).status_code == 200


def test_a_look_is_shown_once_and_kept() -> None:
    made = cast.received()
    client = of("village-clerk")
    page = client.post(reverse("certificates:reveal", args=[made.pk]), {"reason": "打电话补材料"}).content.decode()
    assert "王小明" in page and cast.id_number() in page
    assert "打电话补材料" in client.get(reverse("certificates:application", args=[made.pk])).content.decode()


def test_a_resident_books_and_cancels_without_an_account() -> None:
    client, address = Client(), reverse("certificates:book", args=[cast.VILLAGE])
    slot = slots_from(cast.VILLAGE, now())[1]
    page = client.get(f"{address}?code={code(LIVING)}").content.decode()
    assert LIVING in page and "加密保存" in page
    said = {"slot": slot.value, "name": "王小明", "phone": "13800001111", "noticed": "on"}
    assert client.post(address, said).status_code == 400 and not Appointment.objects.exists()
    done = client.post(f"{address}?code={code(LIVING)}", {**said, "consented": "on"})
    word = done.context["word"]
    assert done.status_code == 200 and word in done.content.decode()
    cancel = reverse("certificates:book-cancel", args=[cast.VILLAGE])
    assert client.post(cancel, {"word": word, "phone": "13900001111"}).status_code == 400
    assert "已取消" in client.post(cancel, {"word": word, "phone": "13800001111"}).content.decode()
    assert Appointment.objects.get().state == Booking.CANCELLED
    for strange in ("120117103000", "999", "x" * 300):
        assert client.get(reverse("certificates:book", args=[strange])).status_code == 404
    assert client.get(f"{address}?code=没有").status_code == 404


def test_an_appointment_leads_to_the_counter_and_its_application() -> None:
    made = booked(code=code(LIVING), title=LIVING).appointment
    client = of("village-clerk")
    page = client.get(reverse("certificates:appointments")).content.decode()
    assert "王*明" in page and f"appointment={made.pk}" in page
    address = f"{reverse(COUNTER)}?division={cast.VILLAGE}&code={code(LIVING)}&demander_class=individual&appointment={made.pk}"
    client.post(address, PERSON)
    made.refresh_from_db()
    assert made.state == Booking.CAME and made.application is not None and made.application.channel == "appointment"
    call = client.post(reverse("certificates:appointment-call", args=[made.pk]), {"reason": "改时间"}).content.decode()
    assert "13800001111" in call


def test_the_hours_are_set_on_a_page() -> None:
    client = of("village-clerk")
    answer = client.post(
        reverse("certificates:hours"), {"halves": ["1am", "3pm"], "per_half": "2", "note": "村委会一楼"}
    )
    assert answer.status_code == 302 and {slot.half for slot in slots_from(cast.VILLAGE, now())} == {"am", "pm"}


def test_what_waits_stands_on_the_home_pages() -> None:
    made = cast.filled(LAND)
    from qingdan.village.certificates.choices import Need

    cast.on_record(made, Need.INVESTIGATION)
    cast.on_record(made, Need.DELIBERATION)
    other = cast.explained()
    explaining.escalate(actor=cast.clerk(), application=other, cause="policy_gap")
    assert "办证明" in of("village-clerk").get("/").content.decode()
    assert "签字" in of("village-head").get("/").content.decode()
    assert "协调证明" in of("town-clerk").get("/").content.decode()


@pytest.mark.parametrize("size", [30 * 1024 * 1024, 60 * 1024 * 1024])
def test_a_huge_photo_is_refused_with_words_and_nothing_is_kept(size: int) -> None:
    client = of("village-clerk")
    address = f"{reverse(COUNTER)}?division={cast.VILLAGE}&code={code(LIVING)}&demander_class=individual"
    photo = SimpleUploadedFile("委托书.jpg", b"\xff\xd8\xff" + b"\0" * size, "image/jpeg")
    answer = client.post(address, {**PERSON, "proxy": photo})
    assert answer.status_code in (400, 413) and "MB" in answer.content.decode()
    assert not Application.objects.exists()


def test_a_photo_of_the_letter_loses_where_it_was_taken() -> None:
    client = of("village-clerk")
    address = f"{reverse(COUNTER)}?division={cast.VILLAGE}&code={code(LIVING)}&demander_class=individual"
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = "刘庄村二区"
    Image.new("RGB", (8, 8), "white").save(out, "JPEG", exif=exif)
    agent = {"channel": "proxy", "agent_name": "赵大", "agent_number": cast.id_number(9), "proxy_seen": "on"}
    photo = SimpleUploadedFile("委托书.jpg", out.getvalue(), "image/jpeg")
    assert client.post(address, {**PERSON, **agent, "proxy": photo}).status_code == 302
    made = Application.objects.select_related("subject").get()
    kept = made.proxy
    assert kept is not None and kept.of_case and kept.name == "委托书.jpg"
    assert is_sealed(fetch(kept.sha256))
    assert not Image.open(io.BytesIO(opened(kept, made.subject, purpose=PROXY))).getexif()
    file = reverse("certificates:application-file", args=[made.pk, "proxy"])
    assert file in client.get(reverse("certificates:application", args=[made.pk])).content.decode()
    assert "为什么要看" in client.get(file).content.decode() and client.post(file, {"reason": ""}).status_code == 400
    assert client.post(file, {"reason": "核对委托书"}).content.startswith(b"\xff\xd8\xff")
    assert [look.what for look in looks_at("certificate_application", made.pk)] == ["委托书照片"]
    assert [client.get(file.replace("proxy", other)).status_code for other in ("meeting", "x")] == [404, 404]


def test_the_scan_of_the_paper_is_sealed_and_erased_with_the_person() -> None:
    made, client = cast.issued(), of("village-clerk")
    handing.record_print(actor=cast.clerk(), certificate=made)
    address = reverse("certificates:paper-act", args=[made.pk, "scan"])
    out = io.BytesIO()
    Image.new("RGB", (9, 9), "white").save(out, "PNG")
    photo = SimpleUploadedFile("王小明的证明.png", out.getvalue(), "image/png")
    assert client.post(address, {"scan": photo}).status_code == 302
    made.refresh_from_db()
    assert made.scan is not None and made.scan.name == "盖章的证明.png" and is_sealed(fetch(made.scan.sha256))
    scan = reverse("certificates:scan", args=[made.pk])
    assert client.get(scan).content.startswith(b"\x89PNG")
    erase(actor=None, subject=made.subject, reason="到期")
    assert "已按期删除" in client.get(scan, follow=True).content.decode()
    with pytest.raises(Erased):
        opened(made.scan, Certificate.objects.get(pk=made.pk).subject, purpose=SCAN)


def test_a_kind_that_was_admitted_since_can_be_taken_in_again() -> None:
    made = cast.refused()
    page = reverse("certificates:application", args=[made.pk])
    Application.objects.filter(pk=made.pk).update(way="admit_kind")
    assert "重新受理" not in of("village-clerk").get(page).content.decode()
    Application.objects.filter(pk=made.pk).update(kind_title=LIVING)
    assert "重新受理" in of("village-clerk").get(page).content.decode()


def test_who_issues_second_from_an_open_page_gets_the_certificate_of_the_first() -> None:
    """Both had the page open; only pressing it tells them."""
    made = cast.received()
    said = {"how": cast.HOW, "v_address": "二区八号"}
    form = of("village-clerk").get(reverse("certificates:act", args=[made.pk, "issue"])).content.decode()
    how = re.search(r'name="how" value="([^"]+)"', form)
    assert how
    kept = issuing.fill_and_issue(actor=cast.head(), application=made, values=cast.VALUES, verified_how=cast.HOW)
    with patch("qingdan.village.certificates.access.ApplicationAccess.may", return_value=True):
        answer = of("village-clerk").post(
            reverse("certificates:act", args=[made.pk, "issue"]), {**said, "how": how[1]}, follow=True
        )
    assert answer.status_code == 200 and kept.number in answer.content.decode()
    assert Certificate.objects.count() == 1
