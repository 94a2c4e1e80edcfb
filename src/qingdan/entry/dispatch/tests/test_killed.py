"""The worker that sends is really killed in the middle, again and again: each village gets it once, nothing is half done."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from tests.separate import DATABASES, command, connected, environment_on, run_python

PREPARE = """
from django.core.management import call_command
call_command("migrate", interactive=False, verbosity=0)
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.lists.services import install_pack_lists
from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.entry.dispatch.tests.cast import DISTRICT, install_lists, sent
from qingdan.entry.dispatch.services import delivering
install_library_packs(); install_pack_lists(); install_demo(); install_lists()
delivering.AT_ONCE = 0
made = sent("残疾人康复知识宣传", divisions=[DISTRICT])
print(made.pk)
"""
WORK = """
import sys, time
from datetime import timedelta
from qingdan.foundation.jobs import services
from qingdan.foundation.jobs import worker as loop
from qingdan.entry.dispatch.services import delivering
from qingdan.foundation.jobs.registry import _REGISTRY
services.LEASE = timedelta(seconds=1); loop.PAUSE_SECONDS = 0.1; delivering.BATCH = 12
for name in [name for name in _REGISTRY if name != delivering.JOB]:
    del _REGISTRY[name]
owe = delivering.owe
def slowly(*given):
    found = owe(*given)
    time.sleep(float(sys.argv[1]))
    return found
delivering.owe = slowly
loop.Worker().run_forever()
"""
STANDING = "SELECT state, targets, sent, refused FROM dispatch_delivery"
OWED = "SELECT count(*), count(*) - count(DISTINCT division_id) FROM obligations_obligation"


@pytest.fixture(params=DATABASES)
def environment(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, str]]:
    """An installation of its own on each database."""
    yield from environment_on(request.param, tmp_path)


@pytest.mark.database  # runs on both: it has no fixture of Django, by which the run on a server would find it
def test_a_sending_worker_killed_in_the_middle_reaches_each_village_once(environment: dict[str, str]) -> None:
    run_python(PREPARE, environment)
    seen = 0
    for _ in range(4):
        worker = subprocess.Popen(command(WORK, "0.3"), env=environment)
        _wait(partial(_has_reached_more, environment, seen))
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        state, _targets, sent, refused, owed, twice = _look(environment)
        assert (state, sent, refused, twice) == ("running", owed, 0, 0), "the mark and the rows stand or fall together"
        seen = owed
        time.sleep(1.1)  # the lease of the killed one
    worker = subprocess.Popen(command(WORK, "0"), env=environment)
    try:
        _wait(lambda: _look(environment)[0] == "done")
    finally:
        worker.terminate()
        assert worker.wait(30) == 0
    _state, targets, sent, refused, owed, twice = _look(environment)
    assert targets > 250
    assert (sent, refused, owed, twice) == (targets, 0, targets, 0)


def _has_reached_more(environment: dict[str, str], before: int) -> bool:
    return bool(_look(environment)[4] > before)


def _look(environment: dict[str, str]) -> list[Any]:
    """State, targets, sent, refused, how many owe it, how many owe it twice: by SQL, past the program."""
    with closing(connected(environment)) as connection:
        rows = [connection.execute(words).fetchone() for words in (STANDING, OWED)]
    return [value for row in rows for value in row]


def _wait(until: Callable[[], bool], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if until():
            return
        time.sleep(0.1)
    raise AssertionError("waited in vain")
