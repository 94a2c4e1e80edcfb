"""What is late is told inside the body first, then to the lead body; silence admits nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db.models import Q
from pytest_django import DjangoDbBlocker
from tests.kept import installed_for_module

from qingdan.entry.admission import services
from qingdan.entry.admission.jobs import PATIENCE, tell_what_is_late
from qingdan.entry.admission.models import AdmittedItem, Case, Escalation
from qingdan.entry.admission.rules import Stance, State
from qingdan.entry.admission.tests.cast import (
    CIVIL,
    PARTY,
    RURAL,
    admitted,
    applicant,
    installed,
    officer,
    opined,
    person,
    reviewed,
    submitted,
)
from qingdan.entry.admission.tests.cast import body as body_named
from qingdan.foundation.alerts.models import Message
from qingdan.foundation.clock.moments import today
from qingdan.foundation.clock.queries import due_after
from qingdan.foundation.jobs.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, scope="module")
def district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo districts with packs and lists."""
    yield from installed_for_module(django_db_blocker, *installed())


def due_day(case: Case) -> date:
    found = case.clocks.get(left_on=None).due
    assert found is not None
    return found


def round_of(day: date) -> None:
    """The daily round, as the worker does it on that day."""
    with time_machine.travel(datetime(day.year, day.month, day.day, 9), tick=False):
        tell_what_is_late(Job())


def told(name: str, case: Case, words: str) -> int:
    meant = Q(title__contains=words, link=f"/admission/cases/{case.pk}/")
    return Message.objects.filter(meant, recipient=person(name)).count()


def test_nothing_is_told_before_the_day_has_passed() -> None:
    case = submitted()
    round_of(due_day(case))
    assert not Escalation.objects.exists()
    assert told("lead-party", case, "已到期") == 0


def test_a_late_body_is_told_first_and_only_after_some_working_days_the_lead_body() -> None:
    case = submitted()
    due = due_day(case)
    round_of(due + timedelta(days=1))
    assert (told("lead-party", case, "已到期"), told("lead-rural", case, "已到期")) == (1, 1)
    assert told("lead-civil", case, "到期没有办") == 0, "first inside the body"
    later = due_after(due, PATIENCE + 1, []).day
    round_of(later)
    assert told("lead-civil", case, "区委组织部到期没有办") == 1
    assert told("lead-civil", case, "区委农办到期没有办") == 1
    assert list(Escalation.objects.order_by("seat", "level").values_list("seat", "level")) == [
        (RURAL, 1), (RURAL, 2), (PARTY, 1), (PARTY, 2)
    ]  # fmt: skip


def test_each_is_told_once_however_often_the_round_comes() -> None:
    case = submitted()
    for _again in range(3):
        round_of(due_day(case) + timedelta(days=30))
    assert told("lead-party", case, "已到期") == 1
    assert told("lead-civil", case, "区委组织部到期没有办") == 1


def test_who_has_answered_is_not_told_and_a_new_step_has_its_own_day() -> None:
    case = submitted()
    late = due_day(case) + timedelta(days=1)
    with time_machine.travel(datetime(late.year, late.month, late.day, 8), tick=False):
        services.give_opinion(actor=person("lead-party"), case=case, seat=PARTY, stance=Stance.AGREE, text="")
    round_of(late)
    assert (told("lead-party", case, "已到期"), told("lead-rural", case, "已到期")) == (0, 1)


def test_silence_never_admits_and_never_moves_a_case() -> None:
    cases = [
        submitted(title="第一张季度表"),
        opined(submitted(title="第二张季度表")),
        reviewed(submitted(title="第三张季度表")),
    ]
    services.hand_on(actor=applicant(), case=cases[2])
    before = list(Case.objects.order_by("pk").values_list("pk", "state", "step", "round", "revision"))
    for days in (30, 200, 800):
        round_of(today() + timedelta(days=days))
    assert list(Case.objects.order_by("pk").values_list("pk", "state", "step", "round", "revision")) == before
    assert not AdmittedItem.objects.exists()
    assert Escalation.objects.exists()


def test_while_the_applicant_completes_nobody_is_late() -> None:
    case = submitted()
    services.return_case(actor=person("lead-civil"), case=case, seat=CIVIL, reason="补经费来源")
    case.refresh_from_db()
    assert case.state == State.RETURNED
    round_of(today() + timedelta(days=400))
    assert not Escalation.objects.exists()


def test_another_district_hears_nothing_of_it() -> None:
    case = submitted()
    round_of(due_day(case) + timedelta(days=60))
    for name in ("kongtong-party", "kongtong-civil", "town-clerk", "village-clerk"):
        assert not Message.objects.filter(recipient=person(name), link=f"/admission/cases/{case.pk}/").exists(), name


def test_every_officer_of_a_late_body_is_told_and_nobody_of_another() -> None:
    second = officer("组织部另一位", body_named("宁河区委组织部"))
    sibling = officer("财政", body_named("宁河区财政局"))
    case = submitted()
    round_of(due_day(case) + timedelta(days=1))
    link = f"/admission/cases/{case.pk}/"
    assert Message.objects.filter(recipient=second, link=link, title__contains="已到期").count() == 1
    assert not Message.objects.filter(recipient=sibling, link=link).exists()


def test_what_ends_soon_or_is_to_be_reviewed_is_told_to_its_body_once() -> None:
    ends = admitted(
        title="临时核对表", frequency="once", duration="fixed", review_on=None, ends_on=today() + timedelta(days=20)
    )
    reviews = admitted(title="长期季度表", review_on=today() + timedelta(days=25))
    far = admitted(title="后年的表", review_on=today() + timedelta(days=700))
    for _twice in range(2):
        round_of(today())
    counts = {
        item.pk: Message.objects.filter(
            recipient=applicant(), link=f"/admission/items/{item.pk}/", title__regex="到期|复核"
        ).count()
        for item in (ends, reviews, far)
    }
    assert counts == {ends.pk: 1, reviews.pk: 1, far.pk: 0}
