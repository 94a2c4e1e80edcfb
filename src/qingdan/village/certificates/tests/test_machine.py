"""Applications driven by random people in random order: the table, the steps and the audit explain every state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from qingdan.foundation.audit.models import Record
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.models import Account
from qingdan.village.certificates.access import ApplicationAccess
from qingdan.village.certificates.choices import OPEN, Need, Verb
from qingdan.village.certificates.models import Application, Certificate
from qingdan.village.certificates.problems import CertificateProblem
from qingdan.village.certificates.rules import replay
from qingdan.village.certificates.services import explaining, handing, handling, issuing
from qingdan.village.certificates.services.handling import Entry
from qingdan.village.certificates.tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district"), pytest.mark.property]

WHO = st.sampled_from(
    ("village-clerk",) * 5 + ("village-head",) * 3 + ("town-clerk",) * 2 + ("department-officer", "lead-civil", "supervisor", "system-admin")
)  # fmt: skip
WORDS = st.sampled_from(("写清楚了", "再写一次", " "))
NEEDS = st.sampled_from([need for need in Need if need is not Need.HEAD_SIGNATURE])
TITLES = st.sampled_from((cast.LIVING, cast.AID, cast.LAND, cast.GUARDIAN))


class Counter(RuleBasedStateMachine):
    """Whoever tries whatever; a refusal must leave everything as it was."""

    applications: Bundle[int] = Bundle("applications")

    def __init__(self) -> None:
        super().__init__()
        self._order = 100
        self._frame: Any = transaction.atomic()
        self._frame.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self._frame.__exit__(None, None, None)

    @initialize(target=applications)
    def kept(self) -> int:
        return cast.received().pk

    @initialize(target=applications)
    def barred(self) -> int:
        return cast.refused().pk

    @rule(target=applications, title=TITLES)
    def another(self, title: str) -> int:
        self._order += 1
        return cast.received(cast.wanted(title), cast.party(order=self._order)).pk

    @rule(who=WHO, chosen=applications, words=WORDS)
    def fill(self, who: str, chosen: int, words: str) -> None:
        self._with(
            chosen, who, lambda actor, each: handling.fill(actor=actor, application=each, values={"address": words})
        )

    @rule(who=WHO, chosen=applications, need=NEEDS, words=WORDS, good=st.booleans())
    def record(self, who: str, chosen: int, need: Need, words: str, good: bool) -> None:
        entry = Entry(today(), "走访", words, good, 10, 9, 8)
        self._with(
            chosen,
            who,
            lambda actor, each: handling.record_safeguard(actor=actor, application=each, need=need.value, entry=entry),
        )

    @rule(who=WHO, chosen=applications)
    def sign(self, who: str, chosen: int) -> None:
        self._with(chosen, who, lambda actor, each: handling.sign(actor=actor, application=each))

    @rule(who=WHO, chosen=applications, words=WORDS)
    def issue(self, who: str, chosen: int, words: str) -> None:
        self._with(chosen, who, lambda actor, each: issuing.issue(actor=actor, application=each, verified_how=words))

    @rule(who=WHO, chosen=applications, words=WORDS)
    def reject(self, who: str, chosen: int, words: str) -> None:
        self._with(chosen, who, lambda actor, each: handling.reject(actor=actor, application=each, reason=words))

    @rule(who=WHO, chosen=applications, words=WORDS)
    def explain(self, who: str, chosen: int, words: str) -> None:
        self._with(
            chosen, who, lambda actor, each: explaining.deliver_explanation(actor=actor, application=each, how=words)
        )

    @rule(who=WHO, chosen=applications)
    def escalate(self, who: str, chosen: int) -> None:
        self._with(
            chosen,
            who,
            lambda actor, each: explaining.escalate(
                actor=actor, application=each, cause="policy_gap", demander="区残联"
            ),
        )

    @rule(who=WHO, chosen=applications, words=WORDS)
    def answer(self, who: str, chosen: int, words: str) -> None:
        self._with(chosen, who, lambda actor, each: explaining.answer(
            actor=actor, application=each, contacted="区残联", settled="by_itself", outcome=words))  # fmt: skip

    @rule(who=WHO, chosen=applications, words=WORDS)
    def tell(self, who: str, chosen: int, words: str) -> None:
        self._with(chosen, who, lambda actor, each: explaining.tell_resident(actor=actor, application=each, how=words))

    @rule(who=WHO, chosen=applications, words=WORDS)
    def withdraw(self, who: str, chosen: int, words: str) -> None:
        self._with(chosen, who, lambda actor, each: handling.withdraw(actor=actor, application=each, reason=words))

    @rule(who=WHO, chosen=applications, words=WORDS)
    def hand_over(self, who: str, chosen: int, words: str) -> None:
        def act(actor: Account, each: Application) -> None:
            for made in each.certificates.filter(replaced_by=None):
                handing.record_print(actor=actor, certificate=made, reason=words)
                handing.record_delivery(actor=actor, certificate=made, to="self")

        self._with(chosen, who, act)

    @rule(who=WHO, chosen=applications, words=WORDS)
    def replace(self, who: str, chosen: int, words: str) -> None:
        def act(actor: Account, each: Application) -> None:
            for made in each.certificates.filter(replaced_by=None):
                issuing.replace(actor=actor, certificate=made, reason=words)

        self._with(chosen, who, act)

    def _with(self, chosen: int, who: str, act: Callable[[Account, Application], Any]) -> None:
        """Try it; who may not, and what the rules refuse, changes nothing."""
        actor, each = cast.demo(who), Application.objects.get(pk=chosen)
        before = self._seen(chosen)
        try:
            with transaction.atomic():
                act(actor, each)
        except (CertificateProblem, NotAllowed):
            assert self._seen(chosen) == before
        else:
            if self._seen(chosen) != before:
                assert ApplicationAccess(actor).on_behalf(each.division_id) is not None

    @staticmethod
    def _seen(chosen: int) -> Any:
        row = Application.objects.filter(pk=chosen).values().get()
        return row, list(Certificate.objects.filter(application=chosen).values()), Record.objects.count()

    @invariant()
    def every_state_is_explained(self) -> None:
        for each in Application.objects.prefetch_related("steps", "certificates", "safeguards"):
            steps = [(step.verb, step.before, step.after) for step in each.steps.all()]
            assert replay(steps) == each.state and len(steps) == each.revision
            assert (each.state in OPEN) == (each.closed_at is None)
            self._whole(each)
            noted = Record.objects.filter(object_type="certificate_application", object_id=str(each.pk)).count()
            assert noted == len(steps)

    @staticmethod
    def _whole(each: Application) -> None:
        made = list(each.certificates.all())
        assert bool(made) == (each.state == "issued")
        if made:
            assert all(row.done_at and row.favourable for row in each.safeguards.all())
            assert Verb.ISSUE in {step.verb for step in each.steps.all()}
        if each.state in ("explained", "escalated", "coordinated", "closed") or each.reason:
            assert each.explanation.reason

    @invariant()
    def numbers_have_no_gap_and_no_double(self) -> None:
        serials = sorted(Certificate.objects.values_list("serial", flat=True))
        assert serials == list(range(1, len(serials) + 1))


def test_whatever_people_do_the_steps_explain_it() -> None:
    run_state_machine_as_test(Counter, settings=settings(max_examples=12, stateful_step_count=25))
