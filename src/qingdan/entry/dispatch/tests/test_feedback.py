"""A village says what is wrong: the gate is asked again, a lead waits for a person, and it never counts against the village."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qingdan.entry.dispatch.models import Feedback, FeedbackState
from qingdan.entry.dispatch.problems import DispatchProblem
from qingdan.entry.dispatch.queries import emergencies_at
from qingdan.entry.dispatch.services.drafting import Wish, draft
from qingdan.entry.dispatch.services.emergencies import (
    Declaration,
    check,
    close,
    file_afterwards,
    put_on_record,
    remind_filing,
)
from qingdan.entry.dispatch.services.feedback import Told, give_feedback, report, take_back
from qingdan.entry.dispatch.services.sending import send
from qingdan.entry.dispatch.tests.cast import (
    DISTRICT,
    SIBLING,
    TOWN,
    VILLAGE,
    demo,
    disabled,
    officer,
    sent,
)
from qingdan.foundation.clock.moments import today
from qingdan.foundation.documents.secrecy import marked
from qingdan.foundation.jobs.models import Job
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.ledger.models import Lead
from qingdan.ledger.services.confirming import dismiss_lead
from qingdan.register.obligations.models import Obligation, State
from qingdan.register.obligations.services import ObligationProblem

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


def owed() -> Obligation:
    sent()
    return Obligation.objects.get(division_id=VILLAGE)


def given(**more: object) -> Feedback:
    said = {"actor": demo("village-clerk"), "obligation": owed(), "reason": "more", "text": "要成每月的了"} | more
    return give_feedback(**said)


class TestFeedback:
    def test_it_is_set_aside_and_a_lead_waits_for_a_person(self) -> None:
        made = given()
        assert made.obligation is not None and made.lead is not None
        assert made.obligation.state == State.DISPUTED
        assert (made.outcome, made.verdict["outcome"]) == ("listed", "listed")
        assert (made.lead.source, made.lead.reference, made.lead.state) == ("feedback", str(made.pk), "new")
        assert (made.lead.about, made.lead.reported_by) == (disabled(), demo("village-clerk"))
        assert "要成每月的了" in made.lead.text
        assert made.lead.finding_kind == "more_than_listed", "proposed by the reason, for who confirms it"

    def test_pressed_twice_it_is_one(self) -> None:
        made = given()
        with pytest.raises(ObligationProblem):
            give_feedback(actor=demo("village-clerk"), obligation=made.obligation, reason="more")
        assert Feedback.objects.count() == Lead.objects.count() == 1

    def test_a_confidential_one_names_nobody_in_the_lead(self) -> None:
        made = given(confidential=True)
        assert made.lead is not None
        assert (made.lead.confidential, made.lead.reported_by) == (True, None)

    def test_found_not_to_be_so_it_is_owed_again_with_the_answer(self) -> None:
        made = given()
        assert made.lead is not None
        dismiss_lead(
            actor=demo("lead-civil"), lead=made.lead, dismissed_as="allowed", reason="清单就是每季度，没有多要"
        )
        made.refresh_from_db()
        assert (made.state, made.answer) == (FeedbackState.DISMISSED, "清单就是每季度，没有多要")
        assert Obligation.objects.get(division_id=VILLAGE).state == State.OPENED

    def test_the_village_may_take_it_back_and_nobody_else(self) -> None:
        made = given()
        for stranger in (officer(), demo("lead-civil")):
            with pytest.raises(NotAllowed):
                take_back(actor=stranger, feedback=made)
        take_back(actor=demo("village-clerk"), feedback=made)
        assert Obligation.objects.get(division_id=VILLAGE).state == State.OPENED
        with pytest.raises(DispatchProblem, match="不用收回"):
            take_back(actor=demo("village-clerk"), feedback=made)

    def test_only_the_village_and_its_town_and_only_with_a_reason(self) -> None:
        for stranger in (officer(), demo("lead-civil")):
            with pytest.raises(NotAllowed):
                given(actor=stranger)
            Obligation.objects.all().delete()
        with pytest.raises(DispatchProblem, match="哪里不对"):
            given(reason="bad")
        Obligation.objects.all().delete()
        assert given(actor=demo("town-clerk")).on_behalf


class TestOtherWays:
    TOLD = Told(
        "group",
        "每天上传入户照片",
        issuer_name="区残联",
        text="群里要求每天上传入户照片作为佐证",
        kind="trace",
        due="今天下班前",
    )

    @pytest.mark.clause("NH-38")
    def test_what_came_by_a_group_is_judged_and_its_informant_is_protected(self) -> None:
        made = report(actor=demo("village-clerk"), division=VILLAGE, told=self.TOLD)
        assert made.lead is not None
        assert (made.outcome, made.lead.clause, made.issuer) == ("forbidden", "NH-38", disabled())
        assert (made.confidential, made.lead.confidential, made.lead.reported_by) == (True, True, None)

    def test_for_another_village_nobody_reports(self) -> None:
        for actor, division in ((demo("village-clerk"), SIBLING), (officer(), VILLAGE), (demo("lead-civil"), VILLAGE)):
            with pytest.raises(NotAllowed):
                report(actor=actor, division=division, told=self.TOLD)
        assert report(actor=demo("town-clerk"), division=SIBLING, told=self.TOLD).on_behalf

    @pytest.mark.parametrize(
        "words",
        [
            "机密★1年 关于某事",
            "秘 密 ★",
            "绝密☆",
            "内部资料 注意保存",
            "【内部资料】",
            "（工作秘密）",
            "这份材料请勿外传",
            "机密文件",
        ],
    )
    def test_marked_words_are_kept_nowhere(self, words: str) -> None:
        with pytest.raises(DispatchProblem, match="没有收下"):
            report(actor=demo("village-clerk"), division=VILLAGE, told=Told("paper", "报材料", text=words))
        with pytest.raises(DispatchProblem, match="没有收下"):
            given(text=words)
        assert not Feedback.objects.exists() and not Lead.objects.exists()

    @pytest.mark.parametrize(
        "words", ["不要泄露秘密给别人", "保密宣传月活动", "内部装修", "村务公开不搞秘密", "每季度报一次"]
    )
    def test_ordinary_words_are_not_taken_for_marks(self, words: str) -> None:
        assert not marked(words)


class TestEmergencies:
    def declared(self, **more: object) -> Declaration:
        said = {
            "title": "蓟运河防汛Ⅱ级响应", "level": "Ⅱ级", "divisions": [TOWN], "starts": today(), "ends": today() + timedelta(days=10),
            "basis": "declared", "declared_by": "区防汛抗旱指挥部", "decided_on": today(), "document": "启动响应的通知",
        }  # fmt: skip
        return Declaration(**(said | more))

    def flood(self, emergency: object) -> Wish:
        return Wish(
            "", [TOWN], "once", today(), due_on=today(), title="转移低洼处住户", what="今晚八点前把低洼处住户转移到学校",
            emergency=emergency, kind="affair",
        )  # fmt: skip

    def test_from_a_paper_it_counts_after_a_second_person(self) -> None:
        made = put_on_record(actor=demo("lead-civil"), district=DISTRICT, declared=self.declared())
        assert emergencies_at(VILLAGE, today()) == ()
        with pytest.raises(NotAllowed, match="两个人"):
            check(actor=demo("lead-civil"), emergency=made)
        check(actor=demo("lead-party"), emergency=made)
        assert [each.title for each in emergencies_at(VILLAGE, today())] == ["蓟运河防汛Ⅱ级响应"]
        assert emergencies_at("120117104201", today()) == ()
        close(actor=demo("lead-civil"), emergency=made, response="水退了，人都回家了")
        assert emergencies_at(VILLAGE, today()) == ()

    def test_a_duty_officers_decision_counts_at_once_and_what_passes_is_filed_afterwards(self) -> None:
        danger = self.declared(basis="imminent", danger="河堤渗水", document="", declared_by="区防指值班员")
        emergency = put_on_record(actor=demo("lead-civil"), district=DISTRICT, declared=danger)
        made = send(actor=officer(), dispatch=draft(actor=officer(), issuer=disabled(), wish=self.flood(emergency)))
        owed = Obligation.objects.get(division_id=VILLAGE)
        assert owed.assignment.stamp == "急"
        assert made.filing_due is not None and made.filing_due > today()
        made.filing_due = today() - timedelta(days=1)
        made.save()
        remind_filing(Job())
        remind_filing(Job())
        lead = Lead.objects.get(source="emergency_filing")
        assert (lead.dispatched_before_filing, lead.about) == (True, disabled())
        assert file_afterwards(actor=officer(), dispatch=made, filing="区民政局，备2026-3，人员已转移").filed_at
        with pytest.raises(DispatchProblem):
            file_afterwards(actor=officer(), dispatch=made, filing="再来一次")

    def test_routine_reports_and_photos_are_never_covered(self) -> None:
        emergency = check(
            actor=demo("lead-party"),
            emergency=put_on_record(actor=demo("lead-civil"), district=DISTRICT, declared=self.declared()),
        )
        daily = Wish("", [TOWN], "daily", today(), title="防汛日报", emergency=emergency)
        with pytest.raises(DispatchProblem, match="经常性"):
            draft(actor=officer(), issuer=disabled(), wish=daily)
        photos = Wish(
            "", [TOWN], "once", today(), due_on=today(), title="防汛巡查", what="上传巡堤照片", emergency=emergency
        )
        with pytest.raises(DispatchProblem, match="没有一个村"):
            send(actor=officer(), dispatch=draft(actor=officer(), issuer=disabled(), wish=photos))

    def test_only_a_lead_body_puts_it_on_record_and_only_whole(self) -> None:
        for stranger in (officer(), demo("town-clerk"), demo("list-steward")):
            with pytest.raises(NotAllowed):
                put_on_record(actor=stranger, district=DISTRICT, declared=self.declared())
        for change, field in (
            ({"document": ""}, "document"),
            ({"divisions": ["120118000000"]}, "divisions"),
            ({"ends": today() + timedelta(days=400)}, "ends"),
            ({"title": " "}, "title"),
        ):
            with pytest.raises(DispatchProblem) as refused:
                put_on_record(actor=demo("lead-civil"), district=DISTRICT, declared=self.declared(**change))
            assert refused.value.field == field
