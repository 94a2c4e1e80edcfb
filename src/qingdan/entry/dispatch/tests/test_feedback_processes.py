"""Real processes on each database: village and town press at one moment, and a process is killed while it records."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.separate import DATABASES, Installation, installation_on

pytestmark = pytest.mark.database  # runs on both: no fixture of Django tells the run on a server so
PREPARE = """
from django.core.management import call_command
call_command("migrate", interactive=False, verbosity=0)
from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.lists.services import install_pack_lists
for install in (install_library_packs, install_pack_lists, install_demo):
    install()
"""
COMMON = """
import json
from django.db import connections
from qingdan.entry.admission.tests.forked import at_once, killed_before_each_write
from qingdan.foundation.documents.evidence import Evidence
from qingdan.entry.dispatch.models import Feedback
from qingdan.entry.dispatch.services.feedback import Told, give_feedback, report, take_back
from qingdan.entry.dispatch.tests.cast import VILLAGE, demo
from qingdan.foundation.audit.models import Record
from qingdan.foundation.documents.models import Attachment
from qingdan.foundation.jobs.models import FirstAnswer
from qingdan.foundation.jobs.once import once
from qingdan.foundation.numbering.models import CounterRow
from qingdan.ledger.models import Lead
from qingdan.register.obligations.models import Obligation
from qingdan.register.obligations.tests import cast as villages
SEEN = (Feedback, Feedback.attachments.through, Attachment, Lead, Obligation, Record, CounterRow, FirstAnswer)
def look():
    found = [list(model.objects.order_by("pk").values_list()) for model in SEEN]
    connections.close_all()
    return found
owed = villages.owed(origin=f"test:{Obligation.objects.count()}")
told = Told("group", "报材料", issuer_name="区残联", text="每天报材料")
files = [Evidence("说明.txt", "说明".encode())]
"""
RACE = """
before = Lead.objects.count()
people = [demo("village-clerk"), demo("village-head"), demo("town-clerk")] * 2
said = at_once([lambda person=person: give_feedback(actor=person, obligation=owed, reason="more") for person in people])
owed.refresh_from_db()
print(json.dumps([said, owed.state, Feedback.objects.filter(obligation=owed).count(), Lead.objects.count() - before]))
"""
ONE_KEY = """
clerk, before = demo("village-clerk"), Feedback.objects.count()
def act():
    once(actor=clerk, key="k", purpose="report", act=lambda: {"pk": report(actor=clerk, division=VILLAGE, told=told).pk})
print(json.dumps([at_once([act] * 5), Feedback.objects.count() - before]))
"""
KILLED = """
clerk = demo("village-clerk")
writes = [killed_before_each_write(lambda: give_feedback(actor=clerk, obligation=owed, reason="more", evidence=files), look)]
made = Feedback.objects.latest("pk")
writes.append(killed_before_each_write(lambda: take_back(actor=clerk, feedback=made), look))
writes.append(killed_before_each_write(lambda: report(actor=clerk, division=VILLAGE, told=told, evidence=files), look))
made.refresh_from_db()
owed.refresh_from_db()
last = Feedback.objects.latest("pk")
print(json.dumps([writes, made.state, owed.state, last.attachments.count(), last.lead_id == Lead.objects.latest("pk").pk]))
"""


@pytest.fixture(scope="module", params=DATABASES)
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation of its own on each database, with the demo district."""
    yield from installation_on(request.param, tmp_path_factory.mktemp("feedback"), PREPARE, COMMON)


def test_village_and_town_at_once_give_one_feedback_and_one_lead(place: Installation) -> None:
    outcomes, state, feedback, leads = place.said(RACE)
    assert outcomes.count("done") == 1, outcomes
    assert all("不用再反馈" in words for words in outcomes if words != "done"), outcomes
    assert (state, feedback, leads) == ("disputed", 1, 1)


def test_one_key_sent_five_times_at_once_is_one_report(place: Installation) -> None:
    assert place.said(ONE_KEY) == [["done"] * 5, 1]


def test_killed_before_any_of_its_writes_nothing_is_left_and_the_next_time_it_is_whole(place: Installation) -> None:
    writes, given, owed, files, has_lead = place.said(KILLED)
    assert all(count >= 3 for count in writes), writes
    assert (given, owed, files, has_lead) == ("taken_back", "opened", 1, True)
