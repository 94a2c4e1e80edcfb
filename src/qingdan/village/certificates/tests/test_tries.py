"""Tries are counted together by all processes, on each database, also after a restart; no stranger uses up a code's alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from tests.separate import DATABASES, Installation, installation_on

from qingdan.foundation.clock.moments import now
from qingdan.village.certificates.checking import attempts
from qingdan.village.certificates.codes import new_code
from qingdan.village.certificates.tries import TooManyTries, one_caller

PREPARE = """
from django.core.management import call_command
call_command("migrate", interactive=False, verbosity=0)
"""
COMMON = """
import json
from concurrent.futures import ThreadPoolExecutor
from django.conf import settings
from django.db import connection
from qingdan.entry.admission.tests.forked import at_once
from qingdan.village.certificates.checking.attempts import enter
from qingdan.village.certificates.tries import TooManyTries
def tried(code, address):
    try:
        enter(code, address)
    except TooManyTries:
        raise ValueError("too many") from None
def in_threads(code, addresses):
    with ThreadPoolExecutor(8) as pool:
        return sum(pool.map(lambda address: bool(silent(code, address)), addresses))
def silent(code, address):
    try:
        tried(code, address)
    except ValueError:
        return False
    finally:
        connection.close()
    return True
"""
AT_ONCE = """
said = at_once([lambda: tried("7K3M9XWQ2T4B", "10.0.0.1") for _ in range(12)])
print(json.dumps([said.count("done"), said.count("too many")]))
"""
AGAIN = """
print(json.dumps([silent("7K3M9XWQ2T4B", "10.0.0.1"), silent("7K3M9XWQ2T4B", "10.0.0.2")]))
"""
IN_ALL = """
said = at_once([lambda n=n: in_threads("8K3M9XWQ2T4B", [f"10.1.{n}.{each}" for each in range(8)]) for n in range(6)])
print(json.dumps(sum(silent("8K3M9XWQ2T4B", f"10.2.0.{n}") for n in range(30))))
"""
WHERE = """
from pathlib import Path
silent("9K3M9XWQ2T4B", "10.3.0.1")
from qingdan.village.certificates.models import CheckTry
print(json.dumps([CheckTry.objects.exists(), (Path(settings.HOME) / "check-tries.sqlite3").exists()]))
"""


@pytest.fixture(scope="module", params=DATABASES)
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An empty installation on each database; every program is a process of its own, as after a restart."""
    yield from installation_on(request.param, tmp_path_factory.mktemp("tries"), PREPARE, COMMON)


@pytest.mark.database
def test_twelve_processes_at_once_get_the_tries_of_one_also_after_a_restart(place: Installation) -> None:
    assert place.said(AT_ONCE) == [5, 7]
    assert place.said(AGAIN) == [False, True]


@pytest.mark.database
def test_processes_with_threads_together_get_no_more_of_a_code_than_it_takes(place: Installation) -> None:
    assert place.said(IN_ALL) == 0


@pytest.mark.database
def test_machines_of_one_server_count_in_its_database_and_an_embedded_one_is_left_alone(place: Installation) -> None:
    on_the_server = "QINGDAN_DATABASE_URL" in place.environment
    assert place.said(WHERE) == [on_the_server, not on_the_server]


@pytest.fixture
def _own_file(settings: Any, tmp_path: Any) -> None:
    settings.HOME, settings.ROLE = tmp_path, "portal"


def _answered(code: str, address: str, times: int) -> int:
    done = 0
    for _ in range(times):
        try:
            attempts.enter(code, address)
        except TooManyTries:
            continue
        done += 1
    return done


@pytest.mark.usefixtures("_own_file")
def test_one_stranger_who_never_stops_leaves_the_others_their_tries() -> None:
    code = new_code()
    for hours in range(0, 48, 2):
        with time_machine.travel(now() + timedelta(hours=hours)):
            _answered(code, "203.0.113.9", 30)
            assert _answered(code, f"198.51.100.{hours}", 1) == 1


@pytest.mark.usefixtures("_own_file")
def test_a_line_with_any_number_of_addresses_is_one_caller() -> None:
    code = new_code()
    assert sum(_answered(code, f"2001:db8:1:2::{each:x}", 1) for each in range(1, 30)) == 5


@pytest.mark.usefixtures("_own_file")
def test_a_clock_that_ran_ahead_and_is_set_right_locks_nobody_out() -> None:
    code = new_code()
    with time_machine.travel(now() + timedelta(days=4000)):
        assert _answered(code, "10.0.0.1", 9) == 5
    assert _answered(code, "10.0.0.1", 9) == 5


@given(st.ip_addresses())
def test_every_address_is_some_caller(address: Any) -> None:
    assert one_caller(str(address))
    if address.version == 4:
        assert one_caller(f"::ffff:{address}") == one_caller(str(address)) == str(address)


def test_what_is_no_address_is_counted_as_it_stands() -> None:
    assert one_caller("unix:") == "unix:"
    assert one_caller("") == ""
