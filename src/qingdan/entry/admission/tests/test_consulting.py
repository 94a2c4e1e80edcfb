"""Towns and a sample of villages are asked what they think: voluntary, nobody waits for it, seen beside the opinions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker
from tests.kept import installed_for_module

from qingdan.entry.admission import services
from qingdan.entry.admission.models import AdmittedItem, Case, Consultation, ConsultedDivision
from qingdan.entry.admission.problems import AdmissionProblem
from qingdan.entry.admission.rules import Stance, State
from qingdan.entry.admission.tests.cast import (
    CIVIL,
    TOWN,
    VILLAGE,
    applicant,
    approved,
    body,
    client,
    filed,
    installed,
    officer,
    opined,
    person,
    reviewed,
    submitted,
)
from qingdan.foundation.alerts.models import Message
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.choices import Level
from qingdan.foundation.orgs.models import Division
from qingdan.foundation.web.waiting import waiting_for
from qingdan.register.lists.models import Openness

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture(autouse=True, scope="module")
def district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo districts with packs and lists."""
    yield from installed_for_module(django_db_blocker, *installed())


def asked(case: Case, sample: int = 5) -> Consultation:
    return services.consult(
        actor=person("lead-party"), case=case, until=today() + WEEK, sample=sample, question="一季度一次行不行？"
    )


def of_town() -> Case:
    """An application for one town only, so that the village of the demonstration is sure to be asked."""
    return submitted(divisions=(TOWN,))


def row_of(consultation: Consultation, division: str) -> ConsultedDivision:
    return consultation.asked.get(division=division)


class TestAsking:
    def test_the_towns_of_the_scope_and_a_sample_of_its_villages_are_asked_and_no_other(self) -> None:
        consultation = asked(of_town())
        levels = [Division.objects.get(pk=row.division_id).level for row in consultation.asked.all()]
        assert levels.count(Level.TOWN) == 1 and levels.count(Level.VILLAGE) == 5
        assert all(row.division_id.startswith(TOWN[:9]) for row in consultation.asked.all())

    def test_only_a_body_with_a_seat_asks_once_and_only_while_opinions_are_formed(self) -> None:
        case = of_town()
        for name in ("department-officer", "supervisor", "kongtong-party"):
            with pytest.raises(NotAllowed):
                services.consult(actor=person(name), case=case, until=today() + WEEK, sample=3)
        asked(case)
        with pytest.raises(AdmissionProblem, match="已经征求过"):
            asked(case)
        later = reviewed(submitted(title="另一张季度表"))
        with pytest.raises(AdmissionProblem, match="要在审核的时候征求"):
            asked(later)

    @pytest.mark.parametrize(("sample", "days"), [(31, 7), (-1, 7), (5, -1)])
    def test_too_many_and_a_day_that_has_passed_are_refused(self, sample: int, days: int) -> None:
        case = of_town()
        with pytest.raises(AdmissionProblem):
            services.consult(actor=person("lead-party"), case=case, until=today() + timedelta(days=days), sample=sample)
        assert not Consultation.objects.exists()

    def test_those_asked_are_told_that_it_is_voluntary(self) -> None:
        consultation = asked(of_town(), sample=30)
        row = row_of(consultation, VILLAGE)
        message = Message.objects.get(recipient=person("village-clerk"), link=f"/admission/consultations/{row.pk}/")
        assert "不回复也没有关系" in message.body
        [waits] = [each for each in waiting_for(person("village-clerk"), ["village_clerk"]) if each.act == "说说意见"]
        assert "自愿" in waits.note


class TestAnswering:
    def test_a_village_and_its_town_answer_on_the_page_and_may_change_it(self) -> None:
        consultation = asked(of_town(), sample=30)
        for name, division in (("village-clerk", VILLAGE), ("town-clerk", TOWN)):
            row = row_of(consultation, division)
            here = f"/admission/consultations/{row.pk}/"
            assert "一季度一次行不行？" in client(name).get(here).content.decode()
            assert client(name).post(here, {"stance": "disagree", "text": "太勤了"}).status_code == 302
            assert client(name).post(here, {"stance": "conditions", "text": "半年一次可以"}).status_code == 302
            row.refresh_from_db()
            assert (row.stance, row.text, row.by) == (Stance.CONDITIONS, "半年一次可以", person(name))
        page = client("lead-civil").get(f"/admission/cases/{consultation.case_id}/").content.decode()
        assert page.count("半年一次可以") == 2 and "没有回复" in page

    def test_nobody_answers_for_another_place(self) -> None:
        consultation = asked(of_town(), sample=30)
        other = next(row for row in consultation.asked.all() if row.division_id not in {VILLAGE, TOWN})
        assert client("village-clerk").get(f"/admission/consultations/{other.pk}/").status_code == 404
        for name in ("kongtong-village", "lead-civil", "department-officer"):
            with pytest.raises(NotAllowed):
                services.answer_consultation(actor=person(name), row=other, stance=Stance.AGREE, text="")
        services.answer_consultation(actor=person("town-clerk"), row=other, stance=Stance.AGREE, text="代村里回复")

    def test_after_its_day_or_the_end_of_the_case_it_is_over(self) -> None:
        consultation = asked(of_town(), sample=30)
        row = row_of(consultation, VILLAGE)
        Consultation.objects.update(until=today() - timedelta(days=1))
        page = client("village-clerk").post(f"/admission/consultations/{row.pk}/", {"stance": "agree", "text": ""})
        assert page.status_code == 400 and "已经结束" in page.content.decode()
        assert not [each for each in waiting_for(person("village-clerk"), ["village_clerk"]) if each.act == "说说意见"]

    def test_a_refusal_by_villages_stands_beside_the_opinions_and_decides_nothing(self) -> None:
        case = of_town()
        consultation = asked(case, sample=30)
        for row in consultation.asked.all():
            services.answer_consultation(actor=person("town-clerk"), row=row, stance=Stance.DISAGREE, text="不要")
        case.refresh_from_db()
        assert case.state == State.REVIEWING
        opined(case)
        services.write_review(
            actor=person("lead-civil"), case=case, seat=CIVIL, stance=Stance.AGREE, text="看过镇村意见"
        )
        case.refresh_from_db()
        assert case.state == State.HANDING


class TestOpenness:
    """公开属性: inside the system unless a person has reviewed it and said on what ground."""

    @pytest.mark.parametrize("said", [{}, {"not_secret": True}, {"openness_review": "主动公开"}])
    def test_it_is_not_filed_as_public_before_it_was_reviewed_with_the_ground(self, said: dict[str, Any]) -> None:
        case = approved(submitted())
        services.hand_on(actor=applicant(), case=case)
        with pytest.raises(AdmissionProblem, match=r"审查|按什么定"):
            services.file_case(actor=person("lead-civil"), case=case, seat=CIVIL, openness="public", **said)
        assert not AdmittedItem.objects.exists()
        assert services.file_case(actor=person("lead-civil"), case=case, seat=CIVIL).openness == Openness.INTERNAL

    def test_what_the_applicant_wishes_decides_nothing(self) -> None:
        item = filed(submitted(openness="public"))
        assert item.openness == Openness.INTERNAL

    def test_a_lead_officer_opens_it_after_review_and_closes_it_again(self) -> None:
        item = filed(submitted())
        here, visitor = f"/admission/items/{item.pk}/openness/", Client()
        assert item.title not in visitor.get(f"/c/{item.compact}").content.decode()
        for name in ("department-officer", "village-clerk", "kongtong-party"):
            assert (
                client(name).post(here, {"openness": "public", "openness_review": "x", "not_secret": "on"}).status_code
                == 404
            )
        page = client("lead-civil").post(here, {"openness": "public", "openness_review": "主动公开"})
        assert page.status_code == 400 and "不涉密" in page.content.decode()
        sent = {"openness": "public", "openness_review": "主动公开", "not_secret": "on"}
        assert client("lead-civil").post(here, sent).status_code == 302
        assert item.title in visitor.get(f"/c/{item.compact}").content.decode()
        assert client("lead-civil").post(here, {"openness": "internal", "openness_review": "收回"}).status_code == 302
        assert item.title not in visitor.get(f"/c/{item.compact}").content.decode()

    def test_one_s_own_application_gives_no_power_to_open_it(self) -> None:
        item = filed(submitted())
        with pytest.raises(NotAllowed):
            services.set_item_openness(
                actor=officer("同单位", body()), item=item, openness="public", openness_review="x", not_secret=True
            )
        with pytest.raises(NotAllowed):
            services.set_item_openness(
                actor=applicant(), item=item, openness="public", openness_review="x", not_secret=True
            )
