"""Two people at the same moment, and one who presses twice: one result, on real parallel connections."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.ledger import services
from qingdan.ledger.models import Extension, Finding, FrozenLedger, Lead, Step
from qingdan.ledger.rules import replay
from qingdan.ledger.services import LedgerProblem
from qingdan.ledger.services.escalating import escalate
from qingdan.ledger.tests.cast import (
    DISTRICT,
    VILLAGE,
    body,
    civil,
    confirmed,
    lead,
    mending,
    officer,
    opening,
    party,
    person,
    reported,
    soon,
)  # fmt: skip
from qingdan.policy.packs.services import install_library_packs

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def real_server(transactional_db: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
    install_library_packs()
    install_demo()


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run the acts at the same moment on connections of their own; what each returned or raised."""
    start, outcomes = threading.Barrier(len(acts)), list[Any]([None] * len(acts))

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            start.wait(timeout=60)
            outcomes[place] = act()
        except Exception as error:
            outcomes[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def refused(outcomes: list[Any]) -> list[LedgerProblem]:
    """The refusals; any other error is one of ours."""
    assert not [each for each in outcomes if isinstance(each, Exception) and not isinstance(each, LedgerProblem)], (
        outcomes
    )
    return [each for each in outcomes if isinstance(each, LedgerProblem)]


def test_two_confirmers_make_one_finding() -> None:
    made = lead()
    outcomes = at_once(
        *(lambda who=who: services.confirm_leads(actor=who, leads=[made.pk], opening=opening()) for who in (civil(), party()))
    )  # fmt: skip
    assert len(refused(outcomes)) == 1 and "已经由" in str(refused(outcomes)[0])
    assert Finding.objects.count() == 1 and Finding.objects.get().number == 1


def test_one_confirms_and_another_dismisses() -> None:
    made = lead()
    outcomes = at_once(
        lambda: services.confirm_leads(actor=civil(), leads=[made.pk], opening=opening()),
        lambda: services.dismiss_lead(actor=party(), lead=made, dismissed_as="unfounded", reason="核实没有"),
    )
    assert len(refused(outcomes)) == 1
    made.refresh_from_db()
    assert (made.state == "confirmed") == Finding.objects.exists()


def test_the_same_matter_reported_by_many_at_once_is_one_lead_with_one_number() -> None:
    clerk = person("village-clerk")

    def take_down() -> Lead:
        with transaction.atomic():
            return services.record_lead(
                actor=clerk, source="dispute", reference="same", division=VILLAGE, title="每周报", about_name="区残联"
            )

    outcomes = at_once(*[take_down] * 8)
    assert len({each.pk for each in outcomes}) == 1
    assert lead().number == 2


def test_verified_and_sent_back_at_once_is_one_of_both() -> None:
    finding = reported()
    outcomes = at_once(
        lambda: services.verify(actor=civil(), finding=finding),
        lambda: services.send_back(actor=party(), finding=finding, reason="没改"),
        lambda: services.verify(actor=person("town-clerk"), finding=finding),
    )
    assert len(refused(outcomes)) == 2
    finding.refresh_from_db()
    assert replay(finding.steps.order_by("number").values_list("verb", "before", "after")) == finding.state


def test_two_requests_for_time_and_two_decisions_are_one_each() -> None:
    finding = mending()
    ask = lambda: services.ask_extension(actor=officer(), finding=finding, until=soon(60), reason="忙")  # noqa: E731
    assert len(refused(at_once(ask, ask))) == 1
    asked = Extension.objects.get()
    outcomes = at_once(
        lambda: services.decide_extension(actor=civil(), extension=asked, granted=True),
        lambda: services.decide_extension(actor=party(), extension=asked, granted=False, reason="不行"),
    )
    assert len(refused(outcomes)) == 1


def test_two_that_merge_into_each_other_do_not_both_vanish() -> None:
    one, two = mending(), mending()
    outcomes = at_once(
        lambda: services.merge_findings(actor=civil(), finding=one, into=two, reason="同一件"),
        lambda: services.merge_findings(actor=party(), finding=two, into=one, reason="同一件"),
    )
    assert len(refused(outcomes)) == 1
    assert Finding.objects.filter(state="merged").count() == 1


def test_two_workers_remind_once(monkeypatch: pytest.MonkeyPatch) -> None:
    finding = mending(due=soon(1))
    monkeypatch.setattr("qingdan.ledger.services.escalating.today", lambda: soon(2))
    assert sum(at_once(escalate, escalate)) == 1
    assert finding.escalations.count() == 1 and finding.steps.filter(verb="remind").count() == 1


def test_two_freezers_make_two_versions() -> None:
    mending()
    place = body().division
    assert place.pk == DISTRICT
    freeze = lambda: services.freeze(actor=officer(), body=body(), division=place, first=soon(-5), last=soon(0))  # noqa: E731
    assert {each.version for each in at_once(freeze, freeze)} == {1, 2}
    assert FrozenLedger.objects.count() == 2


def test_pressing_twice_confirms_once_and_shows_the_same_finding() -> None:
    made = lead()
    client = Client()
    client.force_login(civil(), backend="qingdan.foundation.orgs.backend.AccountBackend")
    said = {
        "body": str(body().pk), "title": "每月报", "finding_kind": "more_than_listed", "kind": "form", "due": str(soon()),
        "measure": "", "text": "", "once": "abc123",
    }  # fmt: skip
    address = f"/ledger/leads/{made.pk}/confirm/"
    cookies = client.cookies

    def press() -> tuple[int, str]:
        own = Client()
        own.cookies = cookies
        response = own.post(address, said)
        return response.status_code, response.headers.get("Location", "")

    outcomes = at_once(press, press, press)
    assert set(outcomes) == {(302, f"/ledger/findings/{Finding.objects.get().pk}/")}


def test_reports_of_many_on_different_findings_do_not_block_each_other() -> None:
    findings = [confirmed() for _ in range(6)]
    outcomes = at_once(
        *(lambda each=each: services.plan(actor=officer(), finding=each, measure="改") for each in findings)
    )
    assert refused(outcomes) == []
    assert Step.objects.filter(verb="plan").count() == 6
