"""A person decides each lead once: into a finding with body and date, joined to one, or dismissed with a reason."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from qingdan.foundation.alerts.models import Message
from qingdan.foundation.audit.models import Record
from qingdan.foundation.clock.moments import today
from qingdan.foundation.documents.models import Attachment
from qingdan.foundation.documents.services import attach
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.models import Body, Division
from qingdan.foundation.orgs.services import grant_role
from qingdan.ledger import services
from qingdan.ledger.access import Powers
from qingdan.ledger.choices import LeadState
from qingdan.ledger.events import lead_decided
from qingdan.ledger.models import Finding, Lead
from qingdan.ledger.rules import shown_from
from qingdan.ledger.services import LedgerProblem
from qingdan.ledger.services.escalating import announce
from qingdan.ledger.tests.cast import (
    TOWN,
    VILLAGE,
    body,
    civil,
    closed,
    confirmed,
    lead,
    mending,
    officer,
    party,
    person,
    soon,
)  # fmt: skip
from qingdan.policy.packs.models import PackVersion

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


def photo() -> Attachment:
    return attach(
        actor=person("village-clerk"), division=Division.objects.get(pk=VILLAGE), name="a.txt", data="通知".encode()
    )


class TestConfirming:
    @pytest.mark.clause("NH-79")
    def test_a_finding_has_a_body_and_a_date_and_cannot_go_on_without_a_measure(self) -> None:
        finding = confirmed()
        assert (finding.body, finding.due, finding.state) == (body(), soon(), "open")
        with pytest.raises(LedgerProblem, match="不能报告整改完成"):
            services.report_mended(actor=officer(), finding=finding, result="改了")
        with pytest.raises(IntegrityError), transaction.atomic():
            Finding.objects.filter(pk=finding.pk).update(state="mending")
        assert services.plan(actor=officer(), finding=finding, measure="改").state == "mending"

    def test_several_leads_become_one_finding_with_all_their_evidence(self) -> None:
        first, second = lead(attachments=[photo()]), lead(dispatched_before_filing=True)
        finding = confirmed(first, second)
        assert set(finding.leads.all()) == {first, second}
        assert finding.dispatched_before_filing and finding.steps.get().attachments.count() == 1
        assert finding.code == f"WT-{finding.year}-0001"

    def test_the_body_and_whoever_reported_are_told_and_rooms_above_hear_of_it(self) -> None:
        heard = []

        def listen(lead: Lead, **_more: object) -> None:
            heard.append((lead.state, lead.finding_id))

        lead_decided.connect(listen)
        try:
            finding = confirmed()
        finally:
            lead_decided.disconnect(listen)
        assert heard == [("confirmed", finding.pk)]
        assert Message.objects.filter(recipient=officer(), link=f"/ledger/findings/{finding.pk}/").count() == 1
        assert Message.objects.filter(recipient=person("village-clerk"), title__contains="已确认").count() == 1

    def test_what_was_decided_is_not_decided_again(self) -> None:
        made = lead()
        confirmed(made)
        with pytest.raises(LedgerProblem, match="已经由李科决定：已确认"):
            confirmed(made, actor=party())
        with pytest.raises(LedgerProblem, match="已经由"):
            services.dismiss_lead(actor=party(), lead=made, dismissed_as="unfounded", reason="x")
        assert Finding.objects.count() == 1

    def test_the_town_confirms_for_its_villages_and_not_for_others(self) -> None:
        assert confirmed(actor=person("town-clerk")).opened_by == person("town-clerk")
        other = Division.objects.filter(level="village").exclude(pk__startswith=TOWN[:9]).first()
        assert other is not None
        elsewhere = lead(division=other.pk, actor=None)
        with pytest.raises(NotAllowed):
            confirmed(elsewhere, actor=person("town-clerk"), division=other.pk)

    @pytest.mark.parametrize(
        "who", ["department-officer", "village-clerk", "village-head", "supervisor", "inspector", "list-steward",
                "decision-recorder", "system-admin", "security-admin", "audit-admin"],
    )  # fmt: skip
    def test_nobody_else_decides(self, who: str) -> None:
        made = lead()
        for act in (
            lambda: confirmed(made, actor=person(who)),
            lambda: services.dismiss_lead(actor=person(who), lead=made, dismissed_as="unfounded", reason="x"),
        ):
            with pytest.raises(NotAllowed):
                act()

    def test_nobody_decides_about_the_own_body(self) -> None:
        made = lead(about_name="区民政局")
        assert not Powers(civil()).leads().filter(pk=made.pk).exists()
        with pytest.raises(NotAllowed):
            confirmed(made, body=body("宁河区民政局"))
        assert confirmed(made, actor=party(), body=body("宁河区民政局")).body == body("宁河区民政局")

    def test_nobody_opens_a_finding_against_the_own_body_by_another_lead(self) -> None:
        with pytest.raises(NotAllowed, match="本单位"):
            confirmed(body=body("宁河区民政局"))

    def test_a_date_is_not_in_the_past(self) -> None:
        with pytest.raises(LedgerProblem, match="不能早于"):
            confirmed(due=today() - timedelta(days=1))


class TestWhereAndAgainstWhom:
    def test_a_draft_document_opens_no_findings_until_the_formal_one_is_recorded(self) -> None:
        place = Division.objects.create(code="220102001201", name="某村", level="village")
        department = Body.objects.create(
            name="某局", level="city", type="department", division=_division("220100000000", "长春市", "city")
        )
        grant_role(actor=None, account=civil(), role=Role.LEAD_OFFICER, division=department.division, body=None)
        made = lead(division=place.pk, about=department, actor=None)
        said = {"division": place.pk, "body": department}
        with pytest.raises(LedgerProblem, match="征求意见稿"):
            confirmed(made, **said)
        draft = PackVersion.objects.get(pack_id="changchun")
        PackVersion.objects.create(
            hash="f" * 64, pack_id="changchun", title=draft.title, division=draft.division, status="in_force",
            version="正式", content=draft.content, effective_from=today(), sequence=2, extends=draft.extends,
        )  # fmt: skip
        assert confirmed(made, **said).state == "open"

    def test_a_matter_from_above_never_becomes_a_finding_against_the_superior(self) -> None:
        made = lead(about_name="市委")
        with pytest.raises(LedgerProblem, match="不能对上级认定问题"):
            confirmed(made, body=body("天津市委"))
        services.dismiss_lead(actor=civil(), lead=made, dismissed_as="from_above", reason="向市里反映")
        assert not Finding.objects.exists()

    def test_a_body_of_another_town_does_not_answer_for_this_village(self) -> None:
        other = Body.objects.filter(type="town").exclude(division_id=TOWN).first()
        assert other is not None
        with pytest.raises(LedgerProblem, match="管不到"):
            confirmed(body=other)

    def test_outside_every_pack_nothing_is_found(self) -> None:
        place = _division("650102001201", "远村", "village")
        grant_role(actor=None, account=civil(), role=Role.LEAD_OFFICER, division=place, body=None)
        with pytest.raises(LedgerProblem, match="没有安装政策包"):
            confirmed(lead(division=place.pk, actor=None), division=place.pk)


def _division(code: str, name: str, level: str) -> Division:
    return Division.objects.create(code=code, name=name, level=level)


class TestDismissingAndMerging:
    def test_a_dismissal_needs_a_reason_that_the_reporter_reads(self) -> None:
        made = lead()
        with pytest.raises(LedgerProblem, match="理由"):
            services.dismiss_lead(actor=civil(), lead=made, dismissed_as="unfounded", reason=" ")
        services.dismiss_lead(actor=civil(), lead=made, dismissed_as="allowed", reason="清单第 12 项就是每月")
        assert (
            Message.objects.get(recipient=person("village-clerk"), title__contains="不成立").body
            == "清单第 12 项就是每月"
        )
        assert Record.objects.filter(verb="lead_dismissed", object_id=str(made.pk), actor_id=civil().pk).exists()

    def test_the_same_matter_joins_what_is_being_mended(self) -> None:
        finding, again = mending(), lead(attachments=[photo()])
        services.merge_lead(actor=civil(), lead=again, finding=finding)
        again.refresh_from_db()
        assert (again.state, again.finding) == (LeadState.MERGED, finding)
        step = finding.steps.last()
        assert step is not None and (step.verb, step.before, step.after) == ("join", "mending", "mending")

    def test_what_is_over_takes_nothing_in(self) -> None:
        with pytest.raises(LedgerProblem, match="已销号"):
            services.merge_lead(actor=civil(), lead=lead(), finding=closed())


class TestInformants:
    """Design §7: the complained-of body sees title and district only, later and bundled; never who reported."""

    def test_only_lead_bodies_and_oversight_read_what_an_informant_said(self) -> None:
        made = lead(confidential=True)
        may = {
            name
            for name in ("lead-civil", "lead-party", "supervisor", "inspector", "town-clerk", "village-head",
                         "village-clerk", "department-officer", "system-admin", "list-steward")
            if Powers(person(name)).leads().filter(pk=made.pk).exists()
        }  # fmt: skip
        assert may == {"lead-civil", "lead-party", "supervisor", "inspector", "village-clerk"}

    def test_the_body_sees_it_on_a_later_monday_and_is_told_once_for_all(self, monkeypatch: pytest.MonkeyPatch) -> None:
        findings = [confirmed(lead(confidential=True)) for _ in range(2)]
        first = findings[0]
        assert first.shown_from >= today() + timedelta(days=7) and first.shown_from.weekday() == 0
        assert not Powers(officer()).findings().exists()
        assert not Message.objects.filter(recipient=officer()).exists() and announce() == 0
        with pytest.raises(NotAllowed):
            services.plan(actor=officer(), finding=first, measure="改")
        _later(monkeypatch, first.shown_from)
        assert announce() == 2 and announce() == 0
        assert [m.title for m in Message.objects.filter(recipient=officer())] == ["有 2 件问题请整改"]
        assert Powers(officer()).findings().count() == 2
        assert Powers(officer()).masked(first)

    def test_a_body_that_gets_it_later_also_learns_of_it_later(self) -> None:
        finding = confirmed(lead(confidential=True), due=soon(60))
        services.reassign(actor=civil(), finding=finding, body=body("宁河区财政局"), reason="财政的事")
        finding.refresh_from_db()
        assert finding.announced_at is None and finding.shown_from > today()

    @pytest.mark.parametrize("day", [date(2026, 7, 6) + timedelta(days=n) for n in range(7)])
    def test_the_day_is_a_monday_at_least_a_week_away(self, day: date) -> None:
        assert shown_from(True, day).weekday() == 0
        assert 7 <= (shown_from(True, day) - day).days <= 13
        assert shown_from(False, day) == day


def _later(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    for module in ("access", "services.escalating", "services.mending", "services.confirming", "services.extending"):
        monkeypatch.setattr(f"qingdan.ledger.{module}.today", lambda: day)
    monkeypatch.setattr("qingdan.foundation.orgs.scopes.today", lambda: day)
