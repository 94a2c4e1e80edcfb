"""What was admitted and filed goes out by its code, only where and to whom it was admitted, and no longer than it is valid."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pytest
import time_machine
from pytest_django import DjangoDbBlocker
from tests.kept import installed_for_module

from qingdan.entry.admission import services as admission
from qingdan.entry.admission.models import AdmittedItem
from qingdan.entry.admission.problems import AdmissionProblem
from qingdan.entry.admission.tests.cast import (
    BEIJING,
    CIVIL,
    COMMITTEE,
    GOVERNMENT,
    TITLE,
    admitted,
    applicant,
    application,
    approved,
    beijing_method,
    confirmed,
    filed_in_beijing,
    installed,
    recorded,
    reviewed,
    submitted,
    unstated,
)
from qingdan.entry.admission.tests.cast import officer as account_of
from qingdan.entry.dispatch.matters import matter_of
from qingdan.entry.dispatch.problems import DispatchProblem
from qingdan.entry.dispatch.services.delivering import come_again
from qingdan.entry.dispatch.services.drafting import Wish, draft
from qingdan.entry.dispatch.services.planning import Arrangement, arrange
from qingdan.entry.dispatch.services.sending import preview, send
from qingdan.entry.dispatch.tests.browsing import browser, page, person
from qingdan.entry.dispatch.tests.cast import DISTRICT, FOREIGN, TOWN, VILLAGE, demo, disabled, officer
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.models import Account, Body
from qingdan.register.obligations.models import Obligation

pytestmark = pytest.mark.django_db
NOON = datetime.fromisoformat("2026-02-10T12:00:00+08:00")


@pytest.fixture(autouse=True, scope="module")
def district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo district with packs and lists."""
    with time_machine.travel(NOON, tick=False):
        yield from installed_for_module(django_db_blocker, *installed())


def wish(code: str, **more: object) -> Wish:
    return Wish(**({"code": code, "divisions": [TOWN], "frequency": "quarterly", "begins": today()} | more))


@pytest.mark.clause("NH-102", "NH-103")
def test_before_its_filing_number_nothing_reaches_a_village_and_with_it_the_code_is_stamped() -> None:
    case = approved(submitted())
    assert matter_of(TITLE, disabled(), today()) is None
    with pytest.raises(DispatchProblem, match="准入"):
        draft(actor=officer(), issuer=disabled(), wish=wish(str(case.number)))
    item = admitted(title="残疾人辅具适配季度表")
    made = send(actor=officer(), dispatch=draft(actor=officer(), issuer=disabled(), wish=wish(item.code)))
    assert (made.via, made.record["admitted"], made.record["minutes"]) == ("town_plan", True, 30)
    assert not Obligation.objects.exists()
    schedule = arrange(actor=demo("town-clerk"), schedule=made.schedules.get(), wish=Arrangement("quarterly", today()))
    delivery = schedule.deliveries.get()
    assert (delivery.refused, delivery.sent) == (0, delivery.targets)
    assert (delivery.assignment.stamp, delivery.assignment.code) == ("准", item.code)
    assert Obligation.objects.filter(division_id=VILLAGE).count() == 1


def test_outside_its_scope_nothing_is_sent_and_the_ground_says_so() -> None:
    item = admitted(divisions=(TOWN,))
    made = draft(actor=officer(), issuer=disabled(), wish=wish(item.code, divisions=[TOWN, FOREIGN]))
    [group] = preview(made).not_going
    assert (group.number, "范围不含这里" in group.refusal.text or group.refusal.outcome != "listed") == (1, True)


def test_to_units_for_which_it_was_not_admitted_nothing_is_sent() -> None:
    item = admitted(units=("village",), facts={"transferred_from": "none"})
    made = draft(actor=officer(), issuer=disabled(), wish=wish(item.code, divisions=[DISTRICT]))
    shown = preview(made)
    assert shown.goes and shown.stays
    assert "准入的只是村" in shown.not_going[0].refusal.text


def test_what_nobody_put_on_record_is_not_taken_for_known() -> None:
    item = admitted()
    made = draft(actor=officer(), issuer=disabled(), wish=wish(item.code, divisions=[DISTRICT]))
    [group] = preview(made).not_going
    assert (group.refusal.outcome, group.refusal.clause) == ("conditional", "CN-04"), "communities: whose work it was"


def test_one_that_was_withdrawn_comes_no_more() -> None:
    item = admitted()
    made = send(actor=officer(), dispatch=draft(actor=officer(), issuer=disabled(), wish=wish(item.code)))
    schedule = arrange(actor=demo("town-clerk"), schedule=made.schedules.get(), wish=Arrangement("quarterly", today()))
    with time_machine.travel(datetime(2026, 3, 1, 9), tick=False):
        admission.withdraw_item(actor=demo("lead-civil"), item=item, reason="和一张表重复", handover="改用民政的表")
    with time_machine.travel(datetime(2026, 4, 1, 9), tick=False):
        second = come_again(schedule.pk)
    assert second is not None and second.on == date(2026, 4, 1)
    assert (second.sent, second.refused) == (0, second.targets)


def test_another_bodys_code_is_of_no_use() -> None:
    item = admitted()
    assert matter_of(item.code, disabled(), today()) is not None
    assert matter_of(item.code, Body.objects.get(name="宁河区民政局"), today()) is None


@pytest.mark.clause("CN-17")
def test_a_departments_work_reaches_communities_by_the_governments_consent_and_as_the_street_arranges_it() -> None:
    case = reviewed(submitted(units=("community",), facts={"transferred_from": "none"}))
    admission.hand_on(actor=applicant(), case=case)
    confirmed(recorded(case, COMMITTEE))
    with pytest.raises(AdmissionProblem):  # the government has not decided
        admission.hand_on(actor=applicant(), case=case)
    assert not AdmittedItem.objects.exists()
    with pytest.raises(DispatchProblem, match="准入"):
        draft(actor=officer(), issuer=disabled(), wish=wish(str(case.number), divisions=[DISTRICT]))
    confirmed(recorded(case, GOVERNMENT))
    admission.hand_on(actor=applicant(), case=case)
    item = admission.file_case(actor=demo("lead-civil"), case=case, seat=CIVIL)
    made = send(
        actor=officer(), dispatch=draft(actor=officer(), issuer=disabled(), wish=wish(item.code, divisions=[DISTRICT]))
    )
    assert not Obligation.objects.exists(), "the department itself reaches no community"
    schedule = made.schedules.select_related("town").order_by("town")[0]
    clerk = person("street", Role.TOWN_CLERK, str(schedule.town_id))
    arrange(actor=clerk, schedule=schedule, wish=Arrangement("quarterly", today()))
    owed = Obligation.objects.select_related("division")
    assert owed and {each.division.kind for each in owed} == {"community"}
    assert {each.division_id[:9] for each in owed} == {str(schedule.town_id)[:9]}


@pytest.mark.clause("BJ-50")
def test_who_leads_sees_applications_results_and_what_was_sent_under_each_and_nothing_is_sent_without() -> None:
    of = unstated(*BEIJING)
    beijing_method()
    actor, lead = account_of("申请", of), browser(Account.objects.get(username="test-牵头"))
    said = application(divisions=(BEIJING[2],), units=("community",), facts={"transferred_from": "none"})
    case = admission.start_case(actor=actor, body=of, application=said)
    with pytest.raises(DispatchProblem, match="准入"):
        draft(actor=actor, issuer=of, wish=wish(TITLE, divisions=[BEIJING[2]]))
    item = filed_in_beijing(case, actor)
    case.refresh_from_db()
    board = page(lead, "/admission/")
    assert TITLE in board and case.number in board and str(case.get_state_display()) in board
    assert "还没有按这个编号派过" in page(lead, f"/admission/items/{item.pk}/")
    made = send(actor=actor, dispatch=draft(actor=actor, issuer=of, wish=wish(item.code, divisions=[BEIJING[2]])))
    found = page(lead, f"/admission/items/{item.pk}/")
    address = f"/dispatch/?q={item.code}"
    assert "按这个编号派过" in found and address in found and address in page(lead, "/admission/items/")
    assert f"/dispatch/{made.pk}/" in page(lead, address)
    assert address not in page(browser("lead-civil"), "/admission/items/")
