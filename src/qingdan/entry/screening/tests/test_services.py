"""Screening a paper and working through what was found: whose it is, what is kept, leads, corrections, texts that go."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from pytest_django import DjangoDbBlocker
from tests.kept import installed_for_module

from qingdan.entry.screening.access import ScreeningAccess
from qingdan.entry.screening.models import Correction, FoundDemand, FoundState, Screening, Side
from qingdan.entry.screening.problems import ScreeningProblem
from qingdan.entry.screening.reading import read_words
from qingdan.entry.screening.services.screening import Asked, keep_text, screen, take_texts
from qingdan.entry.screening.services.working import Right, accept, correct, dismiss, file_lead, reopen
from qingdan.entry.screening.tests.cast import DISTRICT, disabled, officer
from qingdan.entry.screening.tests.notices import FORMS, MENDED
from qingdan.foundation.audit.models import Record
from qingdan.foundation.clock.moments import now
from qingdan.foundation.jobs.models import Job
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.foundation.orgs.models import Account
from qingdan.ledger.access import Powers
from qingdan.ledger.models import Lead
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.lists.services import install_pack_lists
from qingdan.register.obligations.tests.cast import FOREIGN, SIBLING, TOWN, VILLAGE, demo

pytestmark = pytest.mark.django_db
SECRET = "机密★1年\n各村每日上报名单。"


@pytest.fixture(autouse=True, scope="module")
def district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo district with packs and lists."""
    yield from installed_for_module(django_db_blocker, install_library_packs, install_pack_lists, install_demo)


def draft(text: str = FORMS, actor: Account | None = None, **more: Any) -> Screening:
    said: dict[str, Any] = {"body": disabled(), "division": DISTRICT, "side": Side.DRAFT, "name": "通知.docx"}
    return screen(actor=actor or officer(), paper=read_words(text), asked=Asked(**(said | more)))


def received(text: str = FORMS, actor: Account | None = None, **more: Any) -> Screening:
    said: dict[str, Any] = {"division": VILLAGE, "side": Side.RECEIVED}
    return screen(actor=actor or demo("village-clerk"), paper=read_words(text), asked=Asked(**(said | more)))


def found(screening: Screening, place: int = 3) -> FoundDemand:
    return screening.found.get(place=place)


class TestScreening:
    def test_the_result_is_kept_with_every_demand_in_its_place(self) -> None:
        made = draft()
        assert (made.title, made.issuer_name, made.verdict) == (
            "关于开展2026年残疾人基本状况调查工作的通知", "宁河区残疾人联合会", "mend",
        )  # fmt: skip
        assert (made.demands, made.stopping, made.found.count()) == (3, 3, 3)
        for each in made.found.all():
            assert made.text[each.start : each.end] == each.text
            assert each.answers[0]["outcome"] == each.outcome and each.suggestion
        assert Record.objects.filter(verb="screen_paper", object_id=str(made.pk)).exists()

    def test_only_an_offices_own_people_screen_its_drafts(self) -> None:
        for actor in (demo("village-clerk"), demo("town-clerk"), demo("inspector")):
            with pytest.raises(NotAllowed):
                draft(actor=actor)
        with pytest.raises(NotAllowed):
            draft(body=None)

    def test_a_village_screens_what_came_to_it_and_a_town_for_its_villages(self) -> None:
        assert received().side == Side.RECEIVED
        assert received(actor=demo("town-clerk")).by == demo("town-clerk")
        for place in (SIBLING, FOREIGN, TOWN):
            with pytest.raises(NotAllowed):
                received(division=place)
        with pytest.raises(NotAllowed):
            received(actor=officer())

    def test_marks_of_secrecy_leave_nothing(self) -> None:
        before = Screening.objects.count(), Record.objects.count()
        with pytest.raises(ScreeningProblem, match="涉密"):
            received(name="绝密 通知.docx")
        paper = read_words("各村每日上报名单。")
        with pytest.raises(ScreeningProblem, match="涉密"):
            screen(
                actor=demo("village-clerk"),
                paper=type(paper)(SECRET, paper.blocks),
                asked=Asked(VILLAGE, Side.RECEIVED),
            )
        assert (Screening.objects.count(), Record.objects.count()) == before

    def test_a_place_that_is_not_there_and_a_side_that_is_none_are_refused(self) -> None:
        with pytest.raises(ScreeningProblem, match="没有这个地方"):
            received(division="120117999999")
        with pytest.raises(ScreeningProblem, match="准备发出"):
            received(side="both")

    def test_the_next_version_tells_how_many_were_mended(self) -> None:
        first = draft()
        second = draft(MENDED)
        assert (second.earlier, second.mended, second.verdict) == (first, 3, "no_demand")
        third = draft(FORMS.replace("各村要与残疾人家庭签订责任书，入户照片上传工作群。\n", ""))
        assert (third.earlier, third.mended) == (second, 0)
        assert draft(actor=officer(), earlier=third, text=MENDED).mended == 2

    def test_what_a_village_received_has_no_earlier_version_of_an_office(self) -> None:
        draft()
        assert received().earlier is None


class TestTexts:
    def test_a_text_goes_after_a_day_and_the_result_stays(self) -> None:
        made, kept = draft(), draft(keep=True)
        assert made.text and made.text_until and kept.kept
        take_texts(Job())
        made.refresh_from_db()
        assert made.text, "the day is not over"
        with time_machine.travel(now() + timedelta(hours=25)):
            take_texts(Job())
        made.refresh_from_db()
        kept.refresh_from_db()
        assert not made.text and made.blocks == [] and made.text_until is None
        assert kept.text == FORMS.strip() or kept.text
        assert made.found.count() == 3 and found(made).text

    def test_it_can_be_kept_or_taken_away_at_once_by_its_people_only(self) -> None:
        made = draft()
        with pytest.raises(ScreeningProblem):
            keep_text(actor=demo("lead-civil"), screening=made, keep=True)
        assert keep_text(actor=officer(), screening=made, keep=True).text_until is None
        assert keep_text(actor=officer(), screening=made, keep=False).text == ""
        with pytest.raises(ScreeningProblem, match="重新上传"):
            keep_text(actor=officer(), screening=made, keep=True)

    def test_the_database_keeps_no_text_without_an_end(self) -> None:
        made = draft()
        with pytest.raises(IntegrityError), transaction.atomic():
            Screening.objects.filter(pk=made.pk).update(text_until=None)


class TestReading:
    def test_a_draft_is_read_by_its_office_alone(self) -> None:
        made = draft()
        assert made in ScreeningAccess(officer()).rows()
        for name in ("lead-civil", "inspector", "supervisor", "town-clerk", "village-clerk", "list-steward"):
            assert made not in ScreeningAccess(demo(name)).rows(), name

    def test_what_a_village_received_is_read_by_it_and_its_town(self) -> None:
        made = received()
        for name in ("village-clerk", "village-head", "town-clerk"):
            assert made in ScreeningAccess(demo(name)).rows(), name
        for name in ("department-officer", "lead-civil", "inspector"):
            assert made not in ScreeningAccess(demo(name)).rows(), name


class TestWorking:
    def test_accept_dismiss_and_take_back(self) -> None:
        each = found(draft())
        assert accept(actor=officer(), found=each).state == FoundState.ACCEPTED
        assert accept(actor=officer(), found=each).state == FoundState.ACCEPTED
        with pytest.raises(ScreeningProblem, match="为什么"):
            dismiss(actor=officer(), found=each, reason="  ")
        assert dismiss(actor=officer(), found=each, reason="法律要求").reason == "法律要求"
        assert reopen(actor=officer(), found=each).state == FoundState.OPEN
        with pytest.raises(NotAllowed):
            accept(actor=demo("lead-civil"), found=each)

    def test_a_lead_is_filed_once_and_names_the_sender_not_the_village(self) -> None:
        each = found(received())
        first = file_lead(actor=demo("village-clerk"), found=each)
        second = file_lead(actor=demo("town-clerk"), found=each)
        assert first.lead_id == second.lead_id and Lead.objects.filter(source="screening").count() == 1
        lead = first.lead
        assert lead is not None
        assert (lead.about, lead.confidential, lead.reported_by) == (disabled(), True, None)
        assert lead.clause == "NH-38" and lead.outcome == "forbidden" and lead.kind == "trace"
        assert lead in Powers(demo("lead-civil")).leads()
        assert lead not in Powers(officer()).leads()
        with pytest.raises(ScreeningProblem, match="线索"):
            reopen(actor=demo("village-clerk"), found=each)

    def test_an_office_files_no_lead_of_its_own_draft(self) -> None:
        with pytest.raises(NotAllowed):
            file_lead(actor=officer(), found=found(draft()))

    def test_the_database_asks_for_the_reason_and_the_lead(self) -> None:
        each = found(draft())
        for wrong in ({"state": "dismissed"}, {"state": "lead"}, {"state": "accepted", "decided_by": None}):
            with pytest.raises(IntegrityError), transaction.atomic():
                FoundDemand.objects.filter(pk=each.pk).update(**wrong)


class TestCorrecting:
    def test_what_a_sentence_really_is_is_kept_beside_what_was_said(self) -> None:
        made = draft()
        each = found(made, 1)
        said = correct(
            actor=officer(), screening=made, start=each.start, text="", right=Right(demand=False, not_demand="dept")
        )
        assert (said.text, said.said_demand, said.said_kinds, said.demand) == (each.text, True, each.kinds, False)
        again = correct(
            actor=officer(), screening=made, start=each.start, text="", right=Right(demand=True, kinds=("form",))
        )
        assert (again.pk, again.kinds, again.not_demand) == (said.pk, ["form"], "")
        assert Correction.objects.count() == 1

    def test_a_sentence_that_was_missed_can_be_named(self) -> None:
        made = draft()
        words = "区残联组织业务培训，工作经费由区财政承担。"
        start = made.text.index(words)
        right = Right(demand=True, kinds=("affair",))
        said = correct(actor=officer(), screening=made, start=start, text=words, right=right)
        assert (said.said_demand, said.said_kinds, said.text) == (False, [], words)
        for text, at in (("没有这一句", start), (words, start + 1), (" ", 0)):
            with pytest.raises(ScreeningProblem, match="没有这一句"):
                correct(actor=officer(), screening=made, start=at, text=text, right=right)

    @pytest.mark.parametrize(
        "right",
        [
            Right(demand=True),
            Right(demand=True, kinds=("chores",)),
            Right(demand=False),
            Right(demand=False, not_demand="x"),
        ],
    )
    def test_a_label_is_one_of_the_guideline(self, right: Right) -> None:
        made = draft()
        with pytest.raises(ScreeningProblem, match="请选"):
            correct(actor=officer(), screening=made, start=found(made).start, text="", right=right)

    def test_others_correct_nothing(self) -> None:
        made = draft()
        with pytest.raises(NotAllowed):
            correct(
                actor=demo("list-steward"),
                screening=made,
                start=0,
                text="",
                right=Right(demand=False, not_demand="dept"),
            )
