"""What is listed goes out once to each village; what is not, is not sent, and the ground is shown with its citation."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import time_machine

from qingdan.entry.dispatch.models import (
    Delivery,
    DeliveryState,
    Dispatch,
    DispatchState,
    NotSent,
    Schedule,
    ScheduleState,
)
from qingdan.entry.dispatch.problems import DispatchProblem
from qingdan.entry.dispatch.services import delivering
from qingdan.entry.dispatch.services.delivering import come_again, end_schedules
from qingdan.entry.dispatch.services.drafting import amend, discard, draft
from qingdan.entry.dispatch.services.planning import Arrangement, arrange, decline
from qingdan.entry.dispatch.services.sending import preview, send, withdraw
from qingdan.entry.dispatch.tests.cast import (
    BARE,
    DISTRICT,
    FOREIGN,
    FORM,
    SIBLING,
    TASK,
    TOWN,
    VILLAGE,
    code_of,
    demo,
    disabled,
    drafted,
    officer,
    sent,
    wish,
    worked,
)  # fmt: skip
from qingdan.foundation.alerts.models import Message
from qingdan.foundation.clock.moments import today
from qingdan.foundation.jobs.models import Job
from qingdan.foundation.jobs.services import run, take
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.models import Body
from qingdan.register.lists.models import Edition
from qingdan.register.lists.services import open_draft, remove_item
from qingdan.register.lists.tests.cast import dated, publish, steward, submitted
from qingdan.register.obligations.models import Assignment, Obligation, State
from qingdan.register.obligations.services import finish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]
NOON = datetime.fromisoformat("2026-02-10T12:00:00+08:00")


def town_form(**more: object) -> Schedule:
    """The quarterly form, handed to 苗庄镇 and waiting there."""
    made = sent(FORM, **({"frequency": "quarterly", "until": date(2026, 12, 31)} | more))
    return made.schedules.get()


class TestSending:
    def test_every_village_of_the_town_owes_it_once(self) -> None:
        made = sent()
        villages = Obligation.objects.filter(assignment__origin=f"dispatch:{made.pk}")
        assert set(villages.values_list("division__parent_id", flat=True)) == {TOWN}
        assert villages.filter(division_id=VILLAGE).count() == 1
        delivery = Delivery.objects.get(schedule__dispatch=made)
        assert (delivery.state, delivery.sent, delivery.refused) == (DeliveryState.DONE, villages.count(), 0)
        assert made.via == "direct"

    def test_pressed_twice_it_is_sent_once(self) -> None:
        made = sent()
        with pytest.raises(DispatchProblem, match="已派发"):
            send(actor=officer(), dispatch=made)
        assert Assignment.objects.filter(title=TASK).count() == 1

    @pytest.mark.clause("NH-14", "NH-15")
    def test_what_lacks_flow_chart_and_training_on_record_is_not_sent_and_the_ground_is_cited(self) -> None:
        made = drafted(BARE)
        shown = preview(made)
        assert shown.goes == 0 and shown.not_going[0].refusal.clause in {"NH-14", "NH-15", "NH-16", "NH-17"}
        with pytest.raises(DispatchProblem, match="没有一个村"):
            send(actor=officer(), dispatch=made)
        assert not Obligation.objects.exists()

    def test_villages_for_which_it_is_not_listed_are_left_out_with_the_ground(self) -> None:
        made = sent("社区残疾人活动", divisions=[DISTRICT])
        worked()
        delivery = Delivery.objects.get(schedule__dispatch=made)
        assert delivery.sent and delivery.refused
        assert delivery.sent + delivery.refused == delivery.targets
        kinds = set(delivery.assignment.obligations.values_list("division__kind", flat=True))
        assert kinds <= {"community", "converted"}
        ground = delivery.grounds.get()
        assert ground.number == delivery.refused == NotSent.objects.filter(ground=ground).count()
        assert "不是给这里的" in ground.text or ground.outcome != "listed"
        assert Message.objects.filter(recipient=officer(), title="有的村没有派").exists()

    def test_a_code_that_the_body_does_not_lead_cannot_be_chosen(self) -> None:
        other = code_of("低保对象核查", Body.objects.get(name="宁河区民政局"))
        for code in (other, "", "NH-没有"):
            with pytest.raises(DispatchProblem, match="只能派清单上"):
                draft(actor=officer(), issuer=disabled(), wish=wish(code=code))

    def test_an_item_that_has_left_its_list_cannot_be_sent_any_more(self) -> None:
        made = drafted()
        edition = Edition.objects.get(items__code=made.code)
        next_one = open_draft(actor=steward(), item_list=edition.item_list, reason="调整")
        remove_item(actor=steward(), edition=next_one, code=made.code, reason="不再要")
        next_one.refresh_from_db()
        publish(submitted(dated(next_one)))
        with pytest.raises(DispatchProblem, match="不在清单上"):
            send(actor=officer(), dispatch=made)

    def test_only_its_own_officers_send_and_only_where_it_is_at_home(self) -> None:
        made = drafted()
        for stranger in (demo("lead-civil"), demo("town-clerk"), demo("village-clerk"), demo("system-admin")):
            for act in (lambda who: send(actor=who, dispatch=made), lambda who: discard(actor=who, dispatch=made)):
                with pytest.raises(NotAllowed):
                    act(stranger)
            with pytest.raises(NotAllowed):
                draft(actor=stranger, issuer=disabled(), wish=wish())
        for place in ("120000000000", "130000000000", "120118000000"):
            with pytest.raises(NotAllowed, match="管的地方"):
                draft(actor=officer(), issuer=disabled(), wish=wish(divisions=[place]))

    def test_days_that_make_no_sense_are_refused_at_their_field(self) -> None:
        bad = [
            ({"begins": today() - timedelta(days=1)}, "begins"), ({"due_on": None}, "due_on"), ({"divisions": []}, "divisions"),
            ({"until": today() - timedelta(days=1)}, "until"), ({"frequency": "often"}, "frequency"), ({"due_workdays": 99}, "due_workdays"),
            ({"units": ["none"]}, "units"),
        ]  # fmt: skip
        for change, field in bad:
            with pytest.raises(DispatchProblem) as refused:
                drafted(**change)
            assert refused.value.field == field

    def test_a_draft_can_be_changed_and_thrown_away_a_sent_one_not(self) -> None:
        made = amend(actor=officer(), dispatch=drafted(), wish=wish(what="改过"))
        assert made.what == "改过"
        discard(actor=officer(), dispatch=made)
        assert not Dispatch.objects.exists()
        with pytest.raises(DispatchProblem):
            discard(actor=officer(), dispatch=sent())

    def test_many_villages_are_served_by_a_job_that_shows_how_far_it_is(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(delivering, "AT_ONCE", 5)
        monkeypatch.setattr(delivering, "BATCH", 4)
        made = sent()
        delivery = Delivery.objects.get(schedule__dispatch=made)
        assert (delivery.state, delivery.decided) == (DeliveryState.RUNNING, 0)
        assert delivering.Run(delivery).step()
        delivery.refresh_from_db()
        assert delivery.decided == 4 == delivery.assignment.obligations.count()
        taken = take("w")
        assert taken is not None and taken.name == delivering.JOB
        run(taken)
        delivery.refresh_from_db()
        assert delivery.state == DeliveryState.DONE
        assert delivery.sent == delivery.targets == delivery.assignment.obligations.count()
        assert Job.objects.get(pk=taken.pk).state == "done"

    def test_taken_back_while_it_is_on_its_way_reaches_no_further_village(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(delivering, "AT_ONCE", 5)
        monkeypatch.setattr(delivering, "BATCH", 4)
        made = sent()
        delivery = Delivery.objects.get(schedule__dispatch=made)
        delivering.Run(delivery).step()
        assert withdraw(actor=officer(), dispatch=made, reason="发错了") == 4
        assert not delivering.Run(delivery).step()
        assert set(delivery.assignment.obligations.values_list("state", flat=True)) == {State.WITHDRAWN}

    def test_taking_back_says_why_and_keeps_what_is_done(self) -> None:
        made = sent()
        finish(actor=demo("village-clerk"), obligation=Obligation.objects.get(division_id=VILLAGE))
        with pytest.raises(DispatchProblem, match="理由"):
            withdraw(actor=officer(), dispatch=made, reason="")
        withdraw(actor=officer(), dispatch=made, reason="重复了")
        assert Obligation.objects.get(division_id=VILLAGE).state == State.DONE
        assert Obligation.objects.get(division_id=SIBLING).state == State.WITHDRAWN
        made.refresh_from_db()
        assert (made.state, made.withdrawn_for) == (DispatchState.WITHDRAWN, "重复了")
        with pytest.raises(DispatchProblem):
            withdraw(actor=officer(), dispatch=made, reason="重复了")
        with pytest.raises(NotAllowed):
            withdraw(actor=demo("lead-civil"), dispatch=sent(divisions=[FOREIGN]), reason="不归我管")

    @pytest.mark.clause("NH-36")
    def test_the_same_item_is_not_asked_a_second_time_in_one_period(self) -> None:
        schedule, again = town_form(), town_form()
        arrange(actor=demo("town-clerk"), schedule=schedule, wish=Arrangement("quarterly", today()))
        with pytest.raises(DispatchProblem, match="每季度只能要一次"):
            town_form()
        arrange(actor=demo("town-clerk"), schedule=again, wish=Arrangement("quarterly", today()))
        delivery = again.deliveries.get()
        assert (delivery.sent, delivery.refused) == (0, delivery.targets)
        assert "每季度只能要一次" in delivery.grounds.get().text
        with time_machine.travel(NOON + timedelta(days=60), tick=False):
            come_again(again.pk)
            come_again(schedule.pk)
        counts = Obligation.objects.filter(division_id=VILLAGE).count()
        assert counts == 2, "one a quarter, whichever of the two dispatches came first"


class TestRecurrence:
    def test_each_quarter_comes_on_its_own_day_until_the_end(self) -> None:
        schedule = arrange(actor=demo("town-clerk"), schedule=town_form(), wish=Arrangement("quarterly", today()))
        assert schedule.next_on == date(2026, 4, 1)
        for month, label in ((4, "第2季度"), (7, "第3季度"), (10, "第4季度")):
            with time_machine.travel(datetime(2026, month, 2, 9), tick=False):
                delivery = come_again(schedule.pk)
                assert delivery is not None and label in delivery.assignment.label
                assert delivery.on == date(2026, month, 1)
                assert come_again(schedule.pk) is None
        schedule.refresh_from_db()
        assert schedule.next_on is None
        with time_machine.travel(datetime(2027, 1, 5, 9), tick=False):
            assert end_schedules() == 1
        first = Assignment.objects.get(occurrence=1)
        assert (first.first, first.last, first.due) == (date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 8))

    def test_periods_that_passed_while_nobody_ran_are_left_out(self) -> None:
        schedule = arrange(actor=demo("town-clerk"), schedule=town_form(), wish=Arrangement("quarterly", today()))
        with time_machine.travel(datetime(2026, 8, 20, 9), tick=False):
            delivery = come_again(schedule.pk)
            assert delivery is not None
            assert (delivery.number, delivery.on) == (2, date(2026, 7, 1))
            assert come_again(schedule.pk) is None

    def test_each_occasion_is_judged_by_the_rules_of_its_own_day(self) -> None:
        schedule = arrange(actor=demo("town-clerk"), schedule=town_form(), wish=Arrangement("quarterly", today()))
        edition = Edition.objects.get(items__code=schedule.dispatch.code)
        next_one = open_draft(actor=steward(), item_list=edition.item_list, reason="调整")
        remove_item(actor=steward(), edition=next_one, code=schedule.dispatch.code, reason="不再要")
        next_one.refresh_from_db()
        publish(submitted(dated(next_one, effective=date(2026, 5, 1))), actor=demo("decision-recorder"))
        with time_machine.travel(datetime(2026, 4, 1, 9), tick=False):
            second = come_again(schedule.pk)
        with time_machine.travel(datetime(2026, 7, 1, 9), tick=False):
            third = come_again(schedule.pk)
        assert second is not None and third is not None
        assert (second.refused, second.sent) == (0, second.targets)
        assert (third.sent, third.refused) == (0, third.targets)
        ground = third.grounds.get()
        assert (
            ground.outcome in {"forbidden", "unlisted", "undecided", "conditional"} and ground.number == third.targets
        )

    def test_one_that_begins_later_waits_for_its_day(self) -> None:
        made = sent(begins=today() + timedelta(days=10), due_on=today() + timedelta(days=20))
        assert not Obligation.objects.exists()
        schedule = made.schedules.get()
        assert come_again(schedule.pk) is None
        with time_machine.travel(NOON + timedelta(days=10), tick=False):
            assert come_again(schedule.pk) is not None
        assert Obligation.objects.filter(division_id=VILLAGE).count() == 1


class TestTheTownsPlan:
    @pytest.mark.clause("NH-35", "CC-08b")
    def test_a_form_of_a_department_goes_to_the_towns_and_only_a_town_brings_it_to_villages(self) -> None:
        made = sent(FORM, frequency="quarterly", divisions=[DISTRICT])
        assert (made.via, made.via_clause) == ("town_plan", "NH-35")
        assert not Obligation.objects.exists()
        schedules = made.schedules.all()
        assert schedules.count() > 10 and set(schedules.values_list("state", flat=True)) == {ScheduleState.WAITING}
        assert Message.objects.filter(recipient=demo("town-clerk"), title__startswith="待安排").exists()
        schedule = arrange(
            actor=demo("town-clerk"), schedule=schedules.get(town_id=TOWN), wish=Arrangement("quarterly", today())
        )
        assert set(Obligation.objects.values_list("division__parent_id", flat=True)) == {TOWN}
        assignment = schedule.deliveries.get().assignment
        assert (assignment.issuer, str(assignment.via)) == (disabled(), "苗庄镇人民政府")

    @pytest.mark.clause("NH-36")
    def test_not_more_often_than_listed(self) -> None:
        for frequency in ("daily", "weekly", "monthly", "on_event"):
            with pytest.raises(DispatchProblem, match="不能比规定的频次多"):
                arrange(actor=demo("town-clerk"), schedule=town_form(), wish=Arrangement(frequency, today()))
        assert (
            arrange(actor=demo("town-clerk"), schedule=town_form(), wish=Arrangement("yearly", today()))
            .deliveries.get()
            .sent
        )

    def test_some_villages_only_and_none_that_was_not_handed_over(self) -> None:
        schedule = arrange(
            actor=demo("town-clerk"), schedule=town_form(), wish=Arrangement("quarterly", today(), divisions=[VILLAGE])
        )
        assert list(Obligation.objects.values_list("division_id", flat=True)) == [VILLAGE]
        assert schedule.deliveries.get().targets == 1
        with pytest.raises(DispatchProblem, match="交来的"):
            arrange(
                actor=demo("town-clerk"),
                schedule=town_form(),
                wish=Arrangement("quarterly", today(), divisions=[FOREIGN]),
            )

    def test_picked_villages_stay_picked_on_their_way_through_the_town(self) -> None:
        assert town_form(divisions=[VILLAGE, SIBLING]).divisions == [VILLAGE, SIBLING]
        assert town_form(divisions=[TOWN]).divisions == [TOWN]

    def test_a_town_may_leave_it_out_with_its_reason_which_the_issuer_reads(self) -> None:
        schedule = town_form()
        with pytest.raises(DispatchProblem, match="为什么不安排"):
            decline(actor=demo("town-clerk"), schedule=schedule, reason="")
        decline(actor=demo("town-clerk"), schedule=schedule, reason="民政的表里已经有")
        assert "民政的表里已经有" in Message.objects.get(recipient=officer(), title="有的镇街没有安排").body
        with pytest.raises(DispatchProblem, match="不用再安排"):
            arrange(actor=demo("town-clerk"), schedule=schedule, wish=Arrangement("quarterly", today()))

    def test_only_the_town_arranges_and_only_once(self) -> None:
        schedule = town_form()
        for stranger in (officer(), demo("village-clerk"), demo("lead-civil")):
            with pytest.raises(NotAllowed):
                arrange(actor=stranger, schedule=schedule, wish=Arrangement("quarterly", today()))
        arrange(actor=demo("town-clerk"), schedule=schedule, wish=Arrangement("quarterly", today()))
        with pytest.raises(DispatchProblem):
            arrange(actor=demo("town-clerk"), schedule=schedule, wish=Arrangement("quarterly", today()))
        assert schedule.deliveries.count() == 1

    def test_taken_back_it_waits_in_no_plan(self) -> None:
        schedule = town_form()
        withdraw(actor=officer(), dispatch=schedule.dispatch, reason="不要了")
        schedule.refresh_from_db()
        assert schedule.state == ScheduleState.WITHDRAWN
        with pytest.raises(DispatchProblem):
            arrange(actor=demo("town-clerk"), schedule=schedule, wish=Arrangement("quarterly", today()))

    def test_a_towns_own_dispatch_goes_directly(self) -> None:
        town = Body.objects.get(division_id=TOWN, type="town")
        made = draft(actor=demo("town-clerk"), issuer=town, wish=wish(FORM, frequency="quarterly"))
        assert made.via == "direct"
        send(actor=demo("town-clerk"), dispatch=made)
        assert Obligation.objects.filter(division_id=VILLAGE).count() == 1
