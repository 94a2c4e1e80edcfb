"""Rectification driven by random people in random order: the table, the history and the audit explain every state."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from qingdan.foundation.audit.models import Record
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.models import Account, Body
from qingdan.ledger import services
from qingdan.ledger.access import Powers
from qingdan.ledger.choices import ExtensionState, FindingState, LeadState
from qingdan.ledger.models import Extension, Finding, Lead
from qingdan.ledger.rules import replay
from qingdan.ledger.services import LedgerProblem
from qingdan.ledger.services.escalating import escalate
from qingdan.ledger.tests.cast import body, lead, mending, opening, person, reported, soon

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district"), pytest.mark.property]

OFTEN = ("lead-civil", "department-officer", "lead-party", "department-officer", "lead-civil", "town-clerk")
WHO = st.sampled_from((*OFTEN, "lead-rural", "village-clerk", "supervisor", "list-steward", "system-admin"))
BODIES = st.sampled_from(("宁河区残联", "宁河区残联", "宁河区残联", "宁河区民政局", "宁河区财政局", "天津市委"))
WORDS = st.sampled_from(("改好了", "还要再改", "发通知更正", " "))
DAYS = st.integers(-2, 40)


class Rectification(RuleBasedStateMachine):
    """Whoever tries whatever; a refusal must leave everything as it was."""

    leads: Bundle[int] = Bundle("leads")
    findings: Bundle[int] = Bundle("findings")

    def __init__(self) -> None:
        super().__init__()
        self._frame: Any = transaction.atomic()
        self._frame.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self._frame.__exit__(None, None, None)

    @initialize(target=leads)
    def first(self) -> int:
        return lead().pk

    @initialize(target=findings)
    def being_mended(self) -> int:
        return mending().pk

    @initialize(target=findings)
    def to_verify(self) -> int:
        return reported().pk

    @rule(target=leads, confidential=st.booleans(), about=BODIES)
    def said(self, confidential: bool, about: str) -> int:
        return lead(confidential=confidential, about_name=about).pk

    @rule(target=findings, who=WHO, chosen=st.lists(leads, min_size=1, max_size=2, unique=True), name=BODIES,
          measure=WORDS, days=DAYS)  # fmt: skip
    def confirm(self, who: str, chosen: list[int], name: str, measure: str, days: int) -> Any:
        said = opening(body=Body.objects.get(name=name), measure=measure, due=soon(days))
        made = self._try(lambda actor: services.confirm_leads(actor=actor, leads=chosen, opening=said), who)
        if made is None:
            return -1
        assert body_may_be_found(made)
        return made.pk

    @rule(who=WHO, chosen=leads, reason=WORDS)
    def dismiss(self, who: str, chosen: int, reason: str) -> None:
        self._try(lambda actor: services.dismiss_lead(
            actor=actor, lead=Lead.objects.get(pk=chosen), dismissed_as="unfounded", reason=reason), who)  # fmt: skip

    @rule(who=WHO, chosen=leads, into=findings)
    def join(self, who: str, chosen: int, into: int) -> None:
        self._with(into, lambda actor, finding: services.merge_lead(
            actor=actor, lead=Lead.objects.get(pk=chosen), finding=finding), who)  # fmt: skip

    @rule(who=WHO, chosen=findings, words=WORDS, days=DAYS)
    def plan(self, who: str, chosen: int, words: str, days: int) -> None:
        self._with(chosen, lambda actor, finding: services.plan(
            actor=actor, finding=finding, measure=words, due=soon(days)), who)  # fmt: skip

    @rule(who=WHO, chosen=findings, words=WORDS)
    def report(self, who: str, chosen: int, words: str) -> None:
        self._with(chosen, lambda actor, finding: services.report_mended(
            actor=actor, finding=finding, result=words), who)  # fmt: skip

    @rule(who=WHO, chosen=findings)
    def verify(self, who: str, chosen: int) -> None:
        self._with(chosen, lambda actor, finding: services.verify(actor=actor, finding=finding), who)

    @rule(who=WHO, chosen=findings, words=WORDS)
    def send_back(self, who: str, chosen: int, words: str) -> None:
        self._with(chosen, lambda actor, finding: services.send_back(
            actor=actor, finding=finding, reason=words, due=soon(10)), who)  # fmt: skip

    @rule(who=WHO, chosen=findings, days=DAYS)
    def reopen(self, who: str, chosen: int, days: int) -> None:
        self._with(chosen, lambda actor, finding: services.reopen(
            actor=actor, finding=finding, reason="又来了", due=soon(days)), who)  # fmt: skip

    @rule(who=WHO, chosen=findings, days=DAYS)
    def ask(self, who: str, chosen: int, days: int) -> None:
        self._with(chosen, lambda actor, finding: services.ask_extension(
            actor=actor, finding=finding, until=soon(days), reason="忙"), who)  # fmt: skip

    @rule(who=WHO, chosen=findings, granted=st.booleans(), words=WORDS)
    def decide(self, who: str, chosen: int, granted: bool, words: str) -> None:
        asked = Extension.objects.filter(finding=chosen).order_by("-pk").first()
        if asked is not None:
            self._try(lambda actor: services.decide_extension(
                actor=actor, extension=asked, granted=granted, reason=words), who)  # fmt: skip

    @rule(who=WHO, chosen=findings, name=BODIES)
    def reassign(self, who: str, chosen: int, name: str) -> None:
        self._with(chosen, lambda actor, finding: services.reassign(
            actor=actor, finding=finding, body=Body.objects.get(name=name), reason="该他们改", due=soon(30)), who)  # fmt: skip

    @rule(who=WHO, chosen=findings, into=findings)
    def merge(self, who: str, chosen: int, into: int) -> None:
        if into > 0:
            self._with(chosen, lambda actor, finding: services.merge_findings(
                actor=actor, finding=finding, into=Finding.objects.get(pk=into), reason="同一件"), who)  # fmt: skip

    @rule(who=WHO, chosen=findings)
    def annul(self, who: str, chosen: int) -> None:
        self._with(chosen, lambda actor, finding: services.annul(actor=actor, finding=finding, reason="有依据"), who)

    @rule(chosen=findings, who=st.sampled_from(("department-officer", "lead-civil", "town-clerk")))
    def onwards(self, chosen: int, who: str) -> None:
        """The usual next step, so that random ways also lead far."""
        likely: dict[str, Any] = {
            "open": lambda actor, finding: services.plan(actor=actor, finding=finding, measure="停"),
            "mending": lambda actor, finding: services.report_mended(actor=actor, finding=finding, result="停了"),
            "reported": lambda actor, finding: services.verify(actor=actor, finding=finding),
            "closed": lambda actor, finding: services.reopen(actor=actor, finding=finding, reason="又来", due=soon()),
        }
        state = Finding.objects.filter(pk=chosen).values_list("state", flat=True).first()
        if state in likely:
            self._with(chosen, likely[state], who)

    @rule()
    def night(self) -> None:
        escalate()

    def _with(self, chosen: int, act: Any, who: str) -> None:
        if chosen > 0:
            self._try(lambda actor: act(actor, Finding.objects.get(pk=chosen)), who)

    def _try(self, act: Any, who: str) -> Any:
        """The act by somebody; a refusal leaves no trace."""
        before = trace()
        try:
            return act(person(who))
        except (NotAllowed, LedgerProblem):
            assert trace() == before
            return None

    @invariant()
    def history_and_audit_explain_every_state(self) -> None:
        for finding in Finding.objects.all():
            steps = list(finding.steps.values_list("verb", "before", "after"))
            assert replay(steps) == finding.state
            assert finding.revision == len(steps)
            told = Record.objects.filter(object_type="finding", object_id=str(finding.pk), verb__startswith="finding_")
            assert list(told.order_by("number").values_list("verb", flat=True)) == [
                f"finding_{v}" for v, _b, _a in steps
            ]

    @invariant()
    def nobody_verifies_what_they_mended_nor_for_their_own_body(self) -> None:
        for finding in Finding.objects.filter(state=FindingState.CLOSED):
            assert finding.verified_by != finding.mended_by
            assert finding.body_id not in Powers(held(finding.verified_by)).own_bodies
            assert finding.body_id in Powers(held(finding.mended_by)).bodies

    @invariant()
    def a_lead_is_decided_once_by_a_person_of_another_body(self) -> None:
        for each in Lead.objects.exclude(state=LeadState.NEW):
            assert each.about_id not in Powers(held(each.decided_by)).own_bodies
            told = Record.objects.filter(object_type="lead", object_id=str(each.pk)).exclude(verb="record_lead")
            assert told.count() == 1

    @invariant()
    def a_request_for_time_waits_only_while_the_clock_runs(self) -> None:
        waiting = Extension.objects.filter(state=ExtensionState.ASKED)
        assert not waiting.exclude(finding__state__in=[FindingState.OPEN, FindingState.MENDING]).exists()


def body_may_be_found(finding: Finding) -> bool:
    """Never a body above the district."""
    return finding.body.division_id.startswith("120117")


def held(account: Account | None) -> Account:
    assert account is not None
    return account


def trace() -> list[Any]:
    """All that could change."""
    return [
        list(Finding.objects.order_by("pk").values_list()), list(Lead.objects.order_by("pk").values_list("pk", "state")),
        list(Extension.objects.order_by("pk").values_list("pk", "state")), Record.objects.count(),
    ]  # fmt: skip


@pytest.fixture
def frame(db: None) -> Iterator[None]:
    assert body()
    yield


def test_random_people_in_random_order(frame: None) -> None:
    kept = settings.get_profile(settings._current_profile)
    run_state_machine_as_test(
        Rectification, settings=settings(kept, max_examples=max(20, kept.max_examples // 5), stateful_step_count=30)
    )
