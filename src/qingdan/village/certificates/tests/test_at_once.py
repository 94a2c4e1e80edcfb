"""Real processes on each database: clerks issue, print and hand over at one moment, residents book the last place."""

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
from qingdan.village.certificates.tests.cast import install_kinds
for install in (install_library_packs, install_pack_lists, install_demo, install_kinds):
    install()
"""
COMMON = """
import json
from dataclasses import replace
from django.db import connections
from qingdan.entry.admission.tests.forked import at_once, killed_before_each_write
from qingdan.foundation.audit.models import Record
from qingdan.foundation.clock.moments import now
from qingdan.foundation.numbering.models import CounterRow
from qingdan.foundation.personal.models import Subject
from qingdan.village.certificates.hours import slots_from
from qingdan.village.certificates.models import *
from qingdan.village.certificates.services import booking, handing, handling
from qingdan.village.certificates.services.issuing import fill_and_issue, issue, replace as anew
from qingdan.village.certificates.tests import cast
people = [cast.clerk(), cast.head(), cast.town()] * 2
def look():
    models = (Application, ApplicationStep, Certificate, Printing, Appointment, Safeguard, Subject, Record, CounterRow)
    found = [list(model.objects.order_by("pk").values_list()) for model in models]
    connections.close_all()
    return found
def serials():
    return sorted(Certificate.objects.values_list("serial", flat=True))
"""
ONE = """
made = cast.filled(order=11)
said = at_once([lambda who=who: issue(actor=who, application=made, verified_how=cast.HOW) for who in people])
print(json.dumps([said, made.certificates.count(), serials()]))
"""
FILLED = """
made = cast.received(who=cast.party(order=61))
said = at_once([lambda who=who, n=n: fill_and_issue(actor=who, application=made, values={"address": f"二区{n}号"}, verified_how=cast.HOW) for n, who in enumerate(people)])
print(json.dumps([said, made.certificates.count()]))
"""
MANY = """
before = len(serials())
made = [cast.filled(order=20 + n) for n in range(6)]
said = at_once([lambda one=one, who=who: issue(actor=who, application=one, verified_how=cast.HOW) for one, who in zip(made, people)])
print(json.dumps([said, serials() == list(range(1, before + 7))]))
"""
ANEW = """
at_once([lambda: cast.issued(order=31)])  # set in a process of its own: the setting's threads do not outlive a fork
made = Certificate.objects.latest("pk")
said = at_once([lambda who=who: anew(actor=who, certificate=made, reason="丢了") for who in people])
prints = at_once([lambda who=who: handing.record_print(actor=who, certificate=Certificate.objects.get(replaces=made)) for who in people])
print(json.dumps([said, Certificate.objects.filter(application=made.application).count(), prints.count("done")]))
"""
TWICE = """
said = at_once([lambda who=who: cast.received(who=cast.party(order=41), actor=who) for who in people])
print(json.dumps([said.count("done"), [words for words in said if words != "done"]]))
"""
BOOKING = """
booking.set_hours(actor=cast.clerk(), division=cast.village(), halves=["1am", "2am", "3am", "4am", "5am"], per_half=2)
slot = slots_from(cast.VILLAGE, now())[1]
wish = booking.Wish(cast.VILLAGE, "问一问", "", slot.day, slot.half, "王小明", "", True, True)
said = at_once([lambda n=n: booking.book(wish=replace(wish, phone=f"1380000222{n}")) for n in range(6)])
places = sorted(Appointment.objects.filter(day=slot.day).values_list("place", flat=True))
print(json.dumps([said.count("done"), places]))
"""
KILLED = """
made = cast.filled(order=51)
writes = killed_before_each_write(lambda: issue(actor=cast.clerk(), application=made, verified_how=cast.HOW), look)
print(json.dumps([writes, made.certificates.count(), serials() == list(range(1, len(serials()) + 1))]))
"""


@pytest.fixture(scope="module", params=DATABASES)
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation of its own on each database, with the demo district and kept kinds."""
    yield from installation_on(request.param, tmp_path_factory.mktemp("certificates"), PREPARE, COMMON)


def test_two_clerks_at_once_issue_one_certificate(place: Installation) -> None:
    said, number, serials = place.said(ONE)
    assert said == ["done"] * 6 and number == 1, said
    assert serials == list(range(1, len(serials) + 1))


def test_two_clerks_who_fill_in_and_issue_in_one_step_issue_one_certificate(place: Installation) -> None:
    said, number = place.said(FILLED)
    assert said == ["done"] * 6 and number == 1, said


def test_many_at_once_get_numbers_without_gap_or_double(place: Installation) -> None:
    said, whole = place.said(MANY)
    assert said == ["done"] * 6 and whole, said


def test_replaced_at_once_it_is_one_replacement_and_one_print(place: Installation) -> None:
    said, number, prints = place.said(ANEW)
    assert said == ["done"] * 6 and (number, prints) == (2, 1), said


def test_a_person_at_two_counters_is_received_once(place: Installation) -> None:
    done, refused = place.said(TWICE)
    assert done == 1 and all("正在办" in words for words in refused), refused


def test_the_last_places_of_a_half_day_go_to_as_many_as_there_are(place: Installation) -> None:
    done, places = place.said(BOOKING)
    assert (done, places) == (2, [1, 2])


def test_a_kill_while_issuing_leaves_nothing_half_done(place: Installation) -> None:
    writes, number, whole = place.said(KILLED)
    assert writes > 5 and number == 1 and whole
