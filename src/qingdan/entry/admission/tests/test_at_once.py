"""Many at the same moment, with real connections: one result, no gap, no double."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, connections

from qingdan.entry.admission import services
from qingdan.entry.admission.models import AdmittedItem, Case, CaseAct
from qingdan.entry.admission.problems import AdmissionProblem
from qingdan.entry.admission.rules import Stance, State
from qingdan.entry.admission.tests.cast import (
    CIVIL,
    COMMITTEE,
    GOVERNMENT,
    PARTY,
    applicant,
    approved,
    body,
    installed,
    officer,
    person,
    reviewed,
    submitted,
)

pytestmark = pytest.mark.django_db(transaction=True)
FILINGS = 50


@pytest.fixture(autouse=True)
def district(transactional_db: None) -> Iterator[None]:
    """The demo districts with packs and lists; on SQLite a file, so that threads have connections of their own."""
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: threads of the in-memory database share one connection")
    for install in installed():
        install()
    yield


def at_once(acts: list[Callable[[], Any]]) -> tuple[list[Any], list[Exception]]:
    """Do all acts at the same moment, each on its own connection."""
    start, done, failed, lock = threading.Barrier(len(acts)), [], [], threading.Lock()

    def work(act: Callable[[], Any]) -> None:
        try:
            start.wait()
            result = act()
            with lock:
                done.append(result)
        except Exception as error:
            with lock:
                failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return done, failed


@pytest.mark.postgres
def test_two_approvers_at_once_each_count_once_and_the_case_moves_once() -> None:
    case = reviewed(submitted())
    services.hand_on(actor=applicant(), case=case)
    people = {COMMITTEE: officer("区委办", body("宁河区委")), GOVERNMENT: officer("区府办", body("宁河区人民政府"))}
    acts = [
        lambda seat=seat, account=account: services.decide(
            actor=account, case=case, seat=seat, stance=Stance.AGREE, text=""
        )
        for seat, account in people.items()
        for _twice in range(4)
    ]
    done, failed = at_once(acts)
    assert len(done) == 2
    assert len(failed) == 6
    assert all(isinstance(error, AdmissionProblem) for error in failed)
    case.refresh_from_db()
    assert case.state == State.HANDING
    assert CaseAct.objects.filter(case=case, verb="decide").count() == 2


@pytest.mark.postgres
def test_a_double_click_gives_one_opinion() -> None:
    case = submitted()
    acts = [
        lambda: services.give_opinion(actor=person("lead-party"), case=case, seat=PARTY, stance=Stance.AGREE, text="")
        for _each in range(6)
    ]
    done, failed = at_once(acts)
    assert (len(done), len(failed)) == (1, 5)
    assert CaseAct.objects.filter(case=case, verb="opine").count() == 1


@pytest.mark.postgres
def test_fifty_filings_at_once_have_numbers_and_codes_without_gap_or_double() -> None:
    cases: list[Case] = []
    for number in range(FILINGS):
        case = approved(submitted(title=f"第{number}张季度表"))
        services.hand_on(actor=applicant(), case=case)
        cases.append(case)
    civil = person("lead-civil")
    acts = [lambda case=case: services.file_case(actor=civil, case=case, seat=CIVIL) for case in cases]
    done, failed = at_once(acts)
    assert failed == []
    assert len(done) == FILINGS
    numbers = sorted(int(number[5:]) for number in AdmittedItem.objects.values_list("filing_number", flat=True))
    codes = sorted(int(code[5:9]) for code in AdmittedItem.objects.values_list("code", flat=True))
    assert numbers == codes == list(range(1, FILINGS + 1))
