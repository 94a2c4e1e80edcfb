"""Several at the same moment, by real processes: no gap, no double, the last place of a slot is given once."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.separate import DATABASES, command, environment_on, run_python

SET_UP = """
from datetime import timedelta
from qingdan.commands.preparing import prepare
from qingdan.foundation.clock.moments import today
from qingdan.foundation.clock.queries import is_working_day
from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.village.public_services.services import booking
from qingdan.village.public_services.tests import cast
prepare(); install_demo(); cast.install_services()
day = next(day for ahead in range(1, 14) if is_working_day(day := today() + timedelta(days=ahead)))
wish = booking.Wish(cast.code(cast.CARD), day, "morning")
for number in range(4):
    booking.book(division=cast.VILLAGE, wish=wish, name="王小明", phone=f"1380000000{number}", consent=True)
print(__import__("json").dumps([wish.item_code, str(day), cast.ticket().pk]))
"""
ACT = """
import sys
from datetime import date
from qingdan.village.public_services.models import Ticket
from qingdan.village.public_services.problems import ServiceProblem
from qingdan.village.public_services.services import booking, window
from qingdan.village.public_services.tests import cast
who, item, day, ticket = sys.argv[1:]
sys.stdin.readline()
clerk = cast.demo("village-clerk")
for reference in range(5):
    window.take_number(actor=clerk, division=cast.VILLAGE, matter="居住证明", source="certificate", reference=str(reference))
    window.take_number(actor=clerk, division=cast.VILLAGE, matter="问路")
wish = booking.Wish(item, date.fromisoformat(day), "morning")
for act in (
    lambda: booking.book(division=cast.VILLAGE, wish=wish, name="王小明", phone=f"1390000000{who}", consent=True),
    lambda: window.hand_to_town(actor=clerk, ticket=Ticket.objects.get(pk=int(ticket)), reason="办不了"),
):
    try:
        act()
        print("done")
    except ServiceProblem as problem:
        print("refused")
"""
LOOK = """
import json
from qingdan.foundation.audit.queries import verify
from qingdan.village.public_services.models import Booking, Coordination, Ticket
numbers = sorted(Ticket.objects.values_list("number", flat=True))
print(json.dumps([numbers, Booking.objects.count(), Coordination.objects.count(), len(verify())]))
"""


@pytest.fixture(params=DATABASES)
def installation(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, str]]:
    yield from environment_on(request.param, tmp_path)


@pytest.mark.full
def test_taking_numbers_booking_and_handing_on_at_once(installation: dict[str, str]) -> None:
    given = [str(each) for each in json.loads(run_python(SET_UP, installation).splitlines()[-1])]
    running = [
        subprocess.Popen(
            command(ACT, str(who), *given), env=installation, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for who in (1, 2)
    ]
    for each in running:
        assert each.stdin is not None
        each.stdin.write("go\n")
        each.stdin.flush()
    said = [each.communicate(timeout=120)[0].split() for each in running]
    assert sorted(word for words in said for word in words) == ["done", "done", "refused", "refused"], said
    numbers, bookings, handed, faults = json.loads(run_python(LOOK, installation).splitlines()[-1])
    assert numbers == list(range(1, 1 + 1 + 5 + 10)), "each reference once, every other matter its own"
    assert (bookings, handed, faults) == (5, 1, 0)
