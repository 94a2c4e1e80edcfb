"""Random people doing random things with one seal: whatever they try, the register stays true."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import given, settings
from hypothesis import strategies as st

from qingdan.foundation.audit.queries import verify
from qingdan.foundation.clock.moments import today
from qingdan.foundation.clock.rules import period_of
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.models import Account
from qingdan.village.seals import services
from qingdan.village.seals.choices import ApprovalState
from qingdan.village.seals.models import Seal, SealApproval, SealUse
from qingdan.village.seals.problems import SealProblem
from qingdan.village.seals.queries import gaps_of
from qingdan.village.seals.rules import Who
from qingdan.village.seals.tests.cast import clerk, demo, head, paper, seal, town, wanted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]
ACTORS: dict[str, Callable[[], Account]] = {
    "clerk": clerk, "head": head, "town": town, "inspector": lambda: demo("inspector"), "officer": lambda: demo("department-officer"),
}  # fmt: skip
ACTS = ("ask", "paper", "approve", "refuse", "press", "spoil", "withdraw", "check", "put_away", "taken_up")
STEPS = st.lists(
    st.tuples(st.sampled_from(sorted(ACTORS)), st.sampled_from(ACTS), st.integers(0, 5), st.integers(1, 3)), max_size=25
)


def act(actor: Account, what: str, of: Seal, pick: int, copies: int) -> None:
    """Try one thing; what is refused changes nothing."""
    approvals, uses = list(of.approvals.order_by("pk")), list(of.uses.order_by("pk"))
    chosen: Any = approvals[pick % len(approvals)] if approvals else None
    use: Any = uses[pick % len(uses)] if uses else None
    said = wanted(copies=copies, applicant=Who(actor.pk, str(actor)))
    acts: dict[str, Callable[[], object]] = {
        "ask": lambda: services.ask_approval(actor=actor, seal=of, wanted=said),
        "paper": lambda: services.record_approval(
            actor=actor, seal=of, wanted=said, paper=paper(approver=Who(None, "孙书记"))
        ),
        "approve": lambda: chosen and services.approve(actor=actor, approval=chosen),
        "refuse": lambda: chosen and services.refuse(actor=actor, approval=chosen, reason="再议"),
        "press": lambda: chosen and services.record_use(actor=actor, approval=chosen, copies=copies),
        "spoil": lambda: use and services.mark_spoiled(actor=actor, use=use, reason="盖歪了"),
        "withdraw": lambda: chosen and services.withdraw(actor=actor, approval=chosen),
        "check": lambda: chosen and services.check_paper(actor=actor, approval=chosen),
        "put_away": lambda: services.change_seal(actor=actor, seal=of, sort="put_away", reason="换届"),
        "taken_up": lambda: services.change_seal(actor=actor, seal=of, sort="taken_up", reason="启用"),
    }
    try:
        with transaction.atomic():
            acts[what]()
    except (SealProblem, NotAllowed):
        return
    assert actor.username not in ("demo-inspector", "demo-department-officer"), f"{actor} {what}"


@pytest.mark.property
@given(STEPS)
@settings(max_examples=12)
def test_the_register_stays_true(steps: list[tuple[str, str, int, int]]) -> None:
    with transaction.atomic():
        of = seal()
        for who, what, pick, copies in steps:
            if not of.approvals.exists() and what not in ("ask", "paper", "put_away", "taken_up"):
                continue
            if what == "spoil" and not of.uses.exists():
                continue
            act(ACTORS[who](), what, of, pick, copies)
        demand_true(of)
        transaction.set_rollback(True)


def demand_true(of: Seal) -> None:
    numbers = list(SealUse.objects.filter(seal=of).order_by("pk").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    for approval in SealApproval.objects.filter(seal=of):
        good = approval.uses.exclude(notes__sort="spoiled").aggregate(n=Sum("copies"))["n"] or 0
        assert good <= approval.copies
        if approval.uses.exists():
            assert approval.approver_name and approval.decided_at
        if good:
            assert approval.state == ApprovalState.APPROVED
        assert approval.approver_id is None or approval.approver_id != approval.applicant_id
    assert gaps_of(of, period_of(today(), "monthly")).missing == []
    assert verify() == []
