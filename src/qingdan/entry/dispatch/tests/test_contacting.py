"""Ordinary contact: sent without the gate, recorded and counted, never an obligation, and no way round the lists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker
from tests.kept import installed_for_module

from qingdan.entry.admission.demo import ADMITTED, install_demo_cases
from qingdan.entry.dispatch.demo import WAITING, install_demo_dispatches
from qingdan.entry.dispatch.models import Contact, ContactPlace, Dispatch, DispatchState, Emergency, ScheduleState
from qingdan.entry.dispatch.tests.browsing import MOST_QUERIES, browser, page, queries
from qingdan.entry.dispatch.tests.cast import FOREIGN, SIBLING, TOWN, VILLAGE, demo, disabled
from qingdan.foundation.alerts.models import Message
from qingdan.foundation.audit.models import Record
from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.lists.services import install_pack_lists
from qingdan.register.obligations.models import Obligation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, scope="module")
def district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo district with packs and lists."""
    yield from installed_for_module(django_db_blocker, install_library_packs, install_pack_lists, install_demo)


def form(**more: Any) -> dict[str, Any]:
    return {
        "sort": "invitation",
        "title": "助残日活动",
        "text": "欢迎来看演出，来不来都可以。",
        "named": "刘庄村",
    } | more


def write(who: str = "department-officer", **more: Any) -> Any:
    return browser(who).post(f"/contacts/new/{disabled().pk}/", form(**more))


def test_it_is_recorded_counted_and_told_and_is_no_obligation() -> None:
    assert write(once="a").status_code == 302
    made = Contact.objects.get()
    assert [each.division_id for each in made.places.all()] == [VILLAGE] and not Obligation.objects.exists()
    assert Message.objects.filter(recipient=demo("village-clerk"), link=f"/contacts/{made.pk}/").count() == 1
    assert Record.objects.filter(verb="contact_villages", object_id=str(made.pk)).count() == 1
    clerk = browser("village-clerk")
    assert "助残日活动" in page(clerk, "/contacts/")
    assert "不是要办的事" in page(clerk, f"/contacts/{made.pk}/")
    assert "助残日活动" in page(browser("supervisor"), "/contacts/"), "who oversees the place counts them"


def test_words_that_ask_for_something_are_asked_back_and_what_they_looked_like_stays_on_record() -> None:
    answer = write(text="请各村填写残疾人情况统计表，周五前报送。")
    assert answer.status_code == 400 and "请走派发" in answer.content.decode()
    assert not Contact.objects.exists()
    assert write(text="请各村填写残疾人情况统计表，周五前报送。", sure="on").status_code == 302
    made = Contact.objects.get()
    assert "form" in made.looks_like
    assert "像要办的事" in page(browser("department-officer"), "/contacts/")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"named": ""}, "请写发给哪个村"),
        ({"named": "", "places": ["120117000000"]}, "最多 50 个村"),
        ({"sort": "reply", "named": "刘庄村、大沙窝村"}, "只发给他所在的那一个村"),
        ({"sort": "notice"}, "是什么"),
        ({"title": ""}, "标题"),
        ({"text": "机密★1年 名单"}, "没有收下"),
        ({"named": "620802101201"}, "没有“620802101201”"),
    ],
)
def test_bad_input_is_told_and_nothing_is_sent(more: dict[str, Any], words: str) -> None:
    answer = write(**more)
    assert answer.status_code == 400 and words in answer.content.decode()
    assert not Contact.objects.exists() and not Message.objects.filter(key__startswith="contact-").exists()


def test_others_find_neither_the_form_nor_the_words() -> None:
    write()
    made = Contact.objects.get()
    for name in ("kongtong-applicant", "lead-civil", "village-clerk", "town-clerk"):
        assert write(name, title="假的").status_code == 404
    ContactPlace.objects.filter(contact=made).update(division_id=FOREIGN)
    for name in ("kongtong-applicant", "village-clerk", "town-clerk"):
        assert browser(name).get(f"/contacts/{made.pk}/").status_code == 404
        assert "助残日活动" not in page(browser(name), "/contacts/")


def test_the_list_asks_as_much_however_long_it_is() -> None:
    write()
    readers = [browser(name) for name in ("department-officer", "village-clerk", "supervisor")]
    few = [queries(reader, "/contacts/") for reader in readers]
    for number in range(5):
        write(title=f"第{number}次", places=[TOWN])
    many = [queries(reader, "/contacts/") for reader in readers]
    assert many == few and max(many) <= MOST_QUERIES


def test_the_demo_is_made_by_the_services_and_installs_once() -> None:
    install_demo_cases()
    install_demo_dispatches()
    install_demo_dispatches()
    assert (Dispatch.objects.filter(state=DispatchState.SENT).count(), Dispatch.objects.count()) == (4, 5)
    assert Emergency.objects.count() == Contact.objects.count() == 1
    arranged, waiting = (
        list(Dispatch.objects.get(title=title).schedules.order_by("town").values_list("state", flat=True))
        for title in (ADMITTED, WAITING)
    )
    assert arranged == [ScheduleState.RUNNING, ScheduleState.WAITING, ScheduleState.WAITING]
    assert set(waiting) == {ScheduleState.WAITING}
    assert (
        Obligation.objects.filter(division=SIBLING).count() == 2
        and Obligation.objects.filter(division=VILLAGE).count() == 3
    )
