"""Rectification: the body mends by a date, somebody else verifies, and the history explains every state."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from qingdan.foundation.alerts.models import Message
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.services import grant_role
from qingdan.ledger import services
from qingdan.ledger.choices import FindingState, Verb
from qingdan.ledger.events import finding_closed
from qingdan.ledger.models import Extension, Finding, Step
from qingdan.ledger.rules import TRANSITIONS, replay
from qingdan.ledger.services import LedgerProblem
from qingdan.ledger.services.escalating import escalate
from qingdan.ledger.tests.cast import (
    body,
    civil,
    closed,
    confirmed,
    lead,
    mending,
    officer,
    party,
    person,
    reported,
    soon,
)  # fmt: skip

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


def history(finding: Finding) -> list[tuple[str, str, str]]:
    return list(finding.steps.values_list("verb", "before", "after"))


class TestMending:
    def test_from_confirmation_to_verification_each_step_is_a_row(self) -> None:
        finding = closed()
        assert [verb for verb, _b, _a in history(finding)] == ["confirm", "plan", "report", "verify"]
        assert replay(history(finding)) == "closed" == finding.state
        assert (finding.closed_on, finding.verified_by, finding.mended_by) == (today(), civil(), officer())

    @pytest.mark.clause("NH-88")
    def test_only_verification_by_the_lead_office_or_the_town_closes_and_rooms_above_hear_of_it(self) -> None:
        heard: list[Finding] = []

        def listen(finding: Finding, **_more: object) -> None:
            heard.append(finding)

        finding_closed.connect(listen)
        try:
            finding = reported()
            for who in ("department-officer", "village-clerk", "supervisor", "inspector"):
                with pytest.raises(NotAllowed):
                    services.verify(actor=person(who), finding=finding)
            services.send_back(actor=person("town-clerk"), finding=finding, reason="村里八月还收到一次")
            services.report_mended(actor=officer(), finding=finding, result="又发了更正")
            services.verify(actor=person("town-clerk"), finding=finding)
        finally:
            finding_closed.disconnect(listen)
        assert heard == [finding]

    def test_nobody_verifies_what_they_mended_even_with_both_roles(self) -> None:
        grant_role(actor=None, account=officer(), role=Role.LEAD_OFFICER, division=body().division, body=None)
        with pytest.raises(NotAllowed):
            services.verify(actor=officer(), finding=reported())
        with pytest.raises(IntegrityError), transaction.atomic():
            Finding.objects.filter(pk=reported().pk).update(
                state="closed", verified_by=F("mended_by"), closed_on=today()
            )

    def test_what_was_reported_stays_in_the_history_when_it_is_sent_back(self) -> None:
        finding = services.send_back(actor=civil(), finding=reported(), reason="还在每月要")
        assert (finding.state, finding.result, finding.mended_by) == ("mending", "", None)
        assert finding.steps.filter(verb="report", text__contains="更正通知已发").exists()

    def test_a_closed_finding_is_opened_again_by_the_lead_office_with_reason_and_date(self) -> None:
        finding = closed()
        with pytest.raises(NotAllowed):
            services.reopen(actor=person("town-clerk"), finding=finding, reason="又来了", due=soon())
        with pytest.raises(LedgerProblem, match="新时限"):
            services.reopen(actor=civil(), finding=finding, reason="又来了", due=today() - timedelta(days=1))
        services.reopen(actor=civil(), finding=finding, reason="又来了", due=soon(10))
        finding.refresh_from_db()
        assert (finding.state, finding.verified_by, finding.due) == ("mending", None, soon(10))

    def test_a_body_sets_itself_an_earlier_date_but_no_later_one(self) -> None:
        finding = confirmed()
        with pytest.raises(LedgerProblem, match="申请延期"):
            services.plan(actor=officer(), finding=finding, measure="改", due=soon(31))
        assert services.plan(actor=officer(), finding=finding, measure="改", due=soon(5)).due == soon(5)

    def test_one_matter_found_twice_is_mended_once(self) -> None:
        first, second = mending(), confirmed()
        services.merge_findings(actor=civil(), finding=second, into=first, reason="同一件事")
        second.refresh_from_db()
        assert (second.state, second.merged_into) == ("merged", first)
        with pytest.raises(LedgerProblem, match="自己"):
            services.merge_findings(actor=civil(), finding=first, into=first, reason="x")
        other = confirmed(body=body("宁河区财政局"))
        with pytest.raises(LedgerProblem, match="同一个责任单位"):
            services.merge_findings(actor=civil(), finding=other, into=first, reason="x")

    def test_the_right_body_gets_it_and_states_its_own_measure(self) -> None:
        finding = services.reassign(actor=civil(), finding=mending(), body=body("宁河区财政局"), reason="钱的事")
        assert (finding.state, finding.measure, str(finding.body)) == ("open", "", "宁河区财政局")
        with pytest.raises(NotAllowed):
            services.plan(actor=officer(), finding=finding, measure="改")
        with pytest.raises(NotAllowed, match="本单位"):
            services.reassign(actor=civil(), finding=finding, body=body("宁河区民政局"), reason="x")

    def test_what_should_not_have_been_confirmed_is_taken_back_and_stays_on_record(self) -> None:
        finding = services.annul(actor=civil(), finding=reported(), reason="核实后有依据")
        assert finding.state == "annulled" and Finding.objects.filter(pk=finding.pk).exists()

    @pytest.mark.parametrize("verb", ["plan", "report_mended", "verify", "send_back", "annul"])
    def test_what_is_over_stays_as_it_is(self, verb: str) -> None:
        finding = services.annul(actor=civil(), finding=confirmed(), reason="有依据")
        every: dict[str, dict[str, Any]] = {
            "plan": {"actor": officer(), "measure": "x"}, "report_mended": {"actor": officer(), "result": "x"},
            "verify": {"actor": civil()}, "send_back": {"actor": civil(), "reason": "x"},
            "annul": {"actor": civil(), "reason": "x"},
        }  # fmt: skip
        with pytest.raises(LedgerProblem, match="已撤销"):
            getattr(services, verb)(finding=finding, **every[verb])


class TestExtensions:
    def test_more_time_is_asked_with_a_reason_and_decided_by_the_lead_office(self) -> None:
        finding = mending()
        asked = services.ask_extension(actor=officer(), finding=finding, until=soon(60), reason="要开会定")
        with pytest.raises(LedgerProblem, match="等批"):
            services.ask_extension(actor=officer(), finding=finding, until=soon(70), reason="要开会定")
        with pytest.raises(NotAllowed):
            services.decide_extension(actor=person("town-clerk"), extension=asked, granted=True)
        services.decide_extension(actor=civil(), extension=asked, granted=True)
        finding.refresh_from_db()
        assert finding.due == soon(60)
        with pytest.raises(LedgerProblem, match="处理过"):
            services.decide_extension(actor=party(), extension=asked, granted=True)

    def test_a_refusal_has_its_reason_and_the_date_stays(self) -> None:
        finding = mending()
        asked = services.ask_extension(actor=officer(), finding=finding, until=soon(60), reason="忙")
        with pytest.raises(LedgerProblem, match="为什么不同意"):
            services.decide_extension(actor=civil(), extension=asked, granted=False)
        services.decide_extension(actor=civil(), extension=asked, granted=False, reason="一个通知的事")
        finding.refresh_from_db()
        assert finding.due == soon()

    def test_a_request_needs_no_answer_once_it_is_mended(self) -> None:
        finding = mending()
        asked = services.ask_extension(actor=officer(), finding=finding, until=soon(60), reason="忙")
        services.report_mended(actor=officer(), finding=finding, result="改好了")
        asked.refresh_from_db()
        assert asked.state == "lapsed"

    def test_nobody_decides_the_own_request_in_the_database_either(self) -> None:
        asked = services.ask_extension(actor=officer(), finding=mending(), until=soon(60), reason="忙")
        with pytest.raises(IntegrityError), transaction.atomic():
            Extension.objects.filter(pk=asked.pk).update(
                state="granted", decided_by=asked.asked_by, decided_at=F("asked_at")
            )


class TestEscalating:
    def test_first_inside_the_body_then_the_lead_office_and_never_twice(self, monkeypatch: pytest.MonkeyPatch) -> None:
        finding = mending(due=soon(1))
        assert escalate() == 0
        _day(monkeypatch, 2)
        assert (escalate(), escalate()) == (1, 0)
        assert Message.objects.filter(recipient=officer(), title__contains="还没有改好").count() == 1
        assert not Message.objects.filter(recipient=civil(), title__contains="督办").exists()
        _day(monkeypatch, 20)
        assert (escalate(), escalate()) == (1, 0)
        assert Message.objects.filter(recipient=civil(), title__contains="请督办").count() == 1
        assert [verb for verb, _b, _a in history(finding)][-2:] == ["remind", "escalate"]

    def test_a_new_date_begins_anew(self, monkeypatch: pytest.MonkeyPatch) -> None:
        finding = mending(due=soon(1))
        asked = services.ask_extension(actor=officer(), finding=finding, until=soon(10), reason="忙")
        _day(monkeypatch, 2)
        assert escalate() == 1
        services.decide_extension(actor=civil(), extension=asked, granted=True)
        assert escalate() == 0
        _day(monkeypatch, 11)
        assert escalate() == 1

    def test_the_bodys_own_lead_officers_are_not_the_office_that_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        confirmed(lead(about_name="区民政局"), actor=party(), body=body("宁河区民政局"), due=soon(1))
        _day(monkeypatch, 2)
        escalate()
        _day(monkeypatch, 20)
        escalate()
        told = set(Message.objects.filter(title__contains="督办").values_list("recipient__username", flat=True))
        assert told == {"demo-lead-party", "demo-lead-rural"}


def _day(monkeypatch: pytest.MonkeyPatch, ahead: int) -> None:
    day = soon(ahead)
    for module in ("access", "services.escalating", "services.mending", "services.extending"):
        monkeypatch.setattr(f"qingdan.ledger.{module}.today", lambda: day)


class TestHistory:
    def test_the_database_refuses_to_change_or_lose_a_step(self) -> None:
        finding = closed()
        for act in (lambda: Step.objects.filter(finding=finding).update(text="x"), lambda: _delete_steps(finding)):
            with pytest.raises(IntegrityError), transaction.atomic():
                act()

    def test_a_history_that_leaves_the_table_explains_nothing(self) -> None:
        assert replay([("confirm", "", "open"), ("verify", "open", "closed")]) is None
        assert replay([("confirm", "", "closed")]) is None
        assert replay([("plan", "open", "mending")]) is None
        assert replay([("confirm", "", "open"), ("plan", "open", "mending")]) == "mending"

    def test_every_verb_but_the_first_stands_in_the_table_and_every_state_is_reached(self) -> None:
        assert set(TRANSITIONS) == set(Verb) - {Verb.CONFIRM}
        reached = {row.target for row in TRANSITIONS.values() if row.target} | {FindingState.OPEN}
        assert reached == set(FindingState)


def _delete_steps(finding: Finding) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_step WHERE finding_id = %s", [finding.pk])


def test_a_village_or_department_of_another_place_may_do_nothing() -> None:
    finding = reported()
    for who in ("village-clerk", "list-steward", "decision-recorder", "system-admin"):
        actor = person(who)
        with pytest.raises(NotAllowed):
            services.send_back(actor=actor, finding=finding, reason="x")
        with pytest.raises(NotAllowed):
            services.annul(actor=actor, finding=finding, reason="x")
        with pytest.raises(NotAllowed):
            services.plan(actor=actor, finding=finding, measure="x")
