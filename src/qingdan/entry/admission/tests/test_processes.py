"""Real processes on each database: two approvers at one moment, and acts that are really killed in the middle."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.separate import DATABASES, Installation, installation_on

pytestmark = pytest.mark.database  # runs on both: no fixture of Django tells the run on a server so
PREPARE = """
from django.core.management import call_command
call_command("migrate", interactive=False, verbosity=0)
from qingdan.entry.admission.tests.cast import installed
for install in installed():
    install()
"""
COMMON = """
import json
from django.db import connections
from qingdan.entry.admission import services
from qingdan.entry.admission.models import AdmittedItem, AdmittedPlace, Case, CaseAct, CaseSeat, PaperDecision, PreCheck, StepClock
from qingdan.entry.admission.rules import Stance
from qingdan.entry.admission.tests.cast import *
from qingdan.entry.admission.tests.forked import at_once, killed_before_each_write
from qingdan.foundation.alerts.models import Message
from qingdan.foundation.audit.models import Record
from qingdan.foundation.numbering.models import CounterRow
SEEN = (Case, CaseAct, CaseSeat, PaperDecision, PreCheck, StepClock, AdmittedItem, AdmittedPlace, Message, Record, CounterRow)
def look():
    found = [list(model.objects.order_by("pk").values_list()) for model in SEEN]
    connections.close_all()
    return found
"""
APPROVERS = """
case = reviewed(submitted())
services.hand_on(actor=applicant(), case=case)
people = {COMMITTEE: officer("区委办", body("宁河区委")), GOVERNMENT: officer("区府办", body("宁河区人民政府"))}
said = at_once([
    lambda seat=seat, account=account: services.decide(actor=account, case=case, seat=seat, stance=Stance.AGREE, text="")
    for seat, account in people.items() for _twice in range(2)
])
case.refresh_from_db()
print(json.dumps([said, case.state, list(case.acts.filter(verb="decide").values_list("seat", flat=True))]))
"""
FILINGS = """
cases = []
for number in range(5):
    case = approved(submitted(title=f"第{number}张季度表"))
    services.hand_on(actor=applicant(), case=case)
    cases.append(case)
civil = person("lead-civil")
said = at_once([lambda case=case: services.file_case(actor=civil, case=case, seat=CIVIL) for case in cases])
items = AdmittedItem.objects.order_by("filing_number")
print(json.dumps([said, [item.filing_number[-4:] for item in items], sorted(item.code[5:9] for item in items)]))
"""
KILLED = """
case = drafted(title="残疾人家庭季度表之二")
writes = {"submit": killed_before_each_write(lambda: services.submit(actor=applicant(), case=case), look)}
reviewed(case)
services.hand_on(actor=applicant(), case=case)
paper = recorded(case, COMMITTEE, GOVERNMENT, kind="two_offices")
writes["confirm_paper"] = killed_before_each_write(lambda: confirmed(paper), look)
services.hand_on(actor=applicant(), case=case)
numbers = AdmittedItem.objects.count()
writes["file_case"] = killed_before_each_write(lambda: services.file_case(actor=person("lead-civil"), case=case, seat=CIVIL), look)
case.refresh_from_db()
item = case.item
decided = list(case.acts.filter(verb="decide").values_list("seat", flat=True))
print(json.dumps([writes, case.state, decided, int(item.filing_number[-4:]) - numbers, AdmittedItem.objects.filter(case=case).count()]))
"""


@pytest.fixture(scope="module", params=DATABASES)
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation of its own on each database, with the demo districts."""
    yield from installation_on(request.param, tmp_path_factory.mktemp("processes"), PREPARE, COMMON)


def test_two_approvers_at_once_each_count_once(place: Installation) -> None:
    outcomes, state, decided = place.said(APPROVERS)
    assert outcomes.count("done") == 2, outcomes
    assert all("已经答复过" in words or "待报送" in words for words in outcomes if words != "done"), outcomes
    assert state == "handing"
    assert sorted(decided) == ["区委", "区政府"]


def test_filings_at_once_have_numbers_and_codes_without_gap_or_double(place: Installation) -> None:
    outcomes, numbers, codes = place.said(FILINGS)
    assert outcomes == ["done"] * 5
    assert numbers == codes == ["0001", "0002", "0003", "0004", "0005"]


def test_an_act_killed_before_any_of_its_writes_leaves_nothing_and_is_done_whole_the_next_time(
    place: Installation,
) -> None:
    writes, state, decided, number, items = place.said(KILLED)
    assert all(count > 5 for count in writes.values()), writes
    assert state == "in_force"
    assert sorted(decided) == ["区委", "区政府"]
    assert (number, items) == (1, 1), "no number was lost with those that were killed"
