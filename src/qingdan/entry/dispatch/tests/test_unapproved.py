"""What was not approved reaches no community: where approval alone admits, and where a local method is followed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker
from tests.kept import installed_for_module

from qingdan.entry.admission import services as admission
from qingdan.entry.admission.models import Case
from qingdan.entry.admission.rules import Stance
from qingdan.entry.admission.services import LocalMethod
from qingdan.entry.admission.tests.cast import BEIJING, anshan, application, body, officer, unstated
from qingdan.entry.dispatch.matters import Matter, matters_of
from qingdan.entry.dispatch.models import Delivery, FeedbackState
from qingdan.entry.dispatch.problems import DispatchProblem
from qingdan.entry.dispatch.services.drafting import Wish, draft
from qingdan.entry.dispatch.services.feedback import Told, give_feedback, report
from qingdan.entry.dispatch.services.sending import send
from qingdan.foundation.alerts.models import Message
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.models import Account, Body, Division
from qingdan.foundation.orgs.services import create_account, grant_role
from qingdan.ledger import services as ledger
from qingdan.ledger.services import Opening
from qingdan.policy.gate.model import Outcome
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.check.services import ask
from qingdan.register.lists.services import install_pack_lists
from qingdan.register.obligations.models import Obligation, State
from qingdan.register.obligations.services import ObligationProblem, finish

pytestmark = pytest.mark.django_db
TIEDONG, COMMUNITY, OTHER = "210302000000", "210302001001", "210302001002"
MATTER = "残疾人状况入户核对"


@pytest.fixture(autouse=True, scope="module")
def packs(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The packs and their lists."""
    yield from installed_for_module(django_db_blocker, install_library_packs, install_pack_lists)


def clerk(division: str) -> Account:
    """The clerk of a community."""
    account = create_account(actor=None, username=f"test-clerk-{division}", display_name="文书", is_demo=True)
    grant_role(actor=None, account=account, role=Role.VILLAGE_CLERK, division=Division.objects.get(pk=division))
    return account


def handed_in(of: Body, sender: Account, **more: Any) -> Case:
    said: dict[str, Any] = {
        "kind": "affair", "title": MATTER, "content": "上门核对残疾人状况。", "divisions": (of.division_id,), "frequency": "yearly",
        "facts": {"transferred_from": "none", "own_authority": False},
    }  # fmt: skip
    case = admission.start_case(actor=sender, body=of, application=application(**(said | more)))
    return admission.submit(actor=sender, case=case)


def approve(case: Case, *seats: tuple[str, str]) -> Case:
    for name, seat in seats:
        admission.decide(
            actor=officer(f"{name}-签", body(name)), case=case, seat=seat, stance=Stance.AGREE, text="同意"
        )
    case.refresh_from_db()
    return case


def wish(code: str, *divisions: str) -> Wish:
    return Wish(code=code, divisions=list(divisions), frequency="yearly", begins=today())


def to_send(of: Body) -> list[Matter]:
    """The matter, where the body could choose it."""
    return [each for each in matters_of(of, today()) if each.title == MATTER]


APPROVERS = (("铁东区委", "区（市、县）党（工）委"), ("铁东区人民政府", "区（市、县）政府（管委会）"))


class TestAnshan:
    def sender(self) -> tuple[Body, Account]:
        bodies = anshan()
        return bodies["铁东区残联"], officer("部门", bodies["铁东区残联"])

    @pytest.mark.clause("AS-24", "AS-29")
    def test_before_both_approvals_nothing_goes_out_and_afterwards_it_carries_its_number(self) -> None:
        of, sender = self.sender()
        case = handed_in(of, sender)
        asked = {"division": COMMUNITY, "kind": "affair", "title": MATTER, "issuer": of.name, "frequency": "yearly"}
        for decided in ((), APPROVERS[:1]):
            approve(case, *decided)
            assert not to_send(of)
            assert ask(**asked).outcome is not Outcome.LISTED
            with pytest.raises(DispatchProblem):
                draft(actor=sender, issuer=of, wish=wish(str(case.number), COMMUNITY))
        item = approve(case, APPROVERS[1]).item
        assert [each.code for each in to_send(of)] == [item.code]
        send(actor=sender, dispatch=draft(actor=sender, issuer=of, wish=wish(item.code, TIEDONG)))
        delivery = Delivery.objects.get()
        assert (delivery.sent, delivery.refused, delivery.assignment.code) == (2, 0, item.code)
        assert set(Obligation.objects.values_list("division_id", flat=True)) == {COMMUNITY, OTHER}

    @pytest.mark.clause("AS-29")
    def test_what_comes_past_the_list_is_judged_and_recorded(self) -> None:
        of, _sender = self.sender()
        told = Told(way="call", title=MATTER, issuer_name=of.name, text="电话让明天报")
        made = report(actor=clerk(COMMUNITY), division=COMMUNITY, told=told)
        assert made.outcome != "listed"
        assert made.lead is not None and made.lead.about == of

    @pytest.mark.clause("AS-30")
    def test_a_task_found_to_be_unapproved_stops_at_once_and_its_sender_is_told(self) -> None:
        of, sender = self.sender()
        item = approve(handed_in(of, sender), *APPROVERS).item
        send(actor=sender, dispatch=draft(actor=sender, issuer=of, wish=wish(item.code, COMMUNITY)))
        village, owed = clerk(COMMUNITY), Obligation.objects.get()
        made = give_feedback(actor=village, obligation=owed, reason="more", text="要成每周的了，没有批准")
        owed.refresh_from_db()
        assert owed.state == State.DISPUTED, "set aside as soon as it is said"
        with pytest.raises(ObligationProblem):
            finish(actor=village, obligation=owed)
        lead_officer = officer("牵头", body("铁东区委"), Role.LEAD_OFFICER)
        assert made.lead is not None
        found = Opening(
            body=of, division=COMMUNITY, title=MATTER, finding_kind="more_than_listed", kind="affair", due=today() + timedelta(days=30), text="没有批准。"
        )  # fmt: skip
        ledger.confirm_leads(actor=lead_officer, leads=[made.lead.pk], opening=found)
        owed.refresh_from_db()
        made.refresh_from_db()
        assert (made.state, owed.state) == (FeedbackState.UPHELD, State.DISPUTED), "the duty is over"
        assert Message.objects.filter(recipient=sender, link__startswith="/ledger/").exists()


@pytest.mark.clause("BJ-34")
def test_in_a_place_with_a_local_method_only_its_whole_way_lets_it_reach_a_community() -> None:
    of = unstated(*BEIJING)
    civil, place, community = body("东城区民政局"), BEIJING[2], "110101001001"
    sender, steward, lead = (
        officer("部门", of),
        officer("管", civil, Role.LIST_STEWARD),
        officer("牵头", civil, Role.LEAD_OFFICER),
    )
    method = LocalMethod(
        title="准入办法", kinds=["affair"], document="社区工作准入办法", source="原件在区民政局", leads="区民政局", approvers=["区委"],
    )  # fmt: skip
    recorded = admission.record_local_procedure(actor=steward, division=place, method=method)
    admission.confirm_local_procedure(actor=lead, procedure=recorded)
    case = handed_in(of, sender)
    admission.give_opinion(actor=lead, case=case, seat="区民政局", stance=Stance.AGREE, text="通过")
    assert not to_send(of)
    admission.hand_on(actor=sender, case=case)
    assert not to_send(of)
    item = approve(case, ("东城区委", "区委")).item
    send(actor=sender, dispatch=draft(actor=sender, issuer=of, wish=wish(item.code, place)))
    assert Delivery.objects.get().assignment.code == item.code
    assert Obligation.objects.get().division_id == community
