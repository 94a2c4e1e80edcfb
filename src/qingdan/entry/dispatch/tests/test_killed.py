"""The worker that sends is really killed in the middle, again and again: each village gets it once, nothing is half done."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

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


@pytest.fixture(params=["sqlite", "postgresql"])
def environment(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, str]]:
    """An installation of its own on each database."""
    made = {**os.environ, "QINGDAN_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "qingdan.config.settings"}
    made["PYTHONPATH"] = "src:."
    server = made.pop("QINGDAN_DATABASE_URL", "")
    if request.param == "sqlite":
        if server.startswith("postgres"):
            pytest.skip("the run without a server covers SQLite")
        yield made
        return
    if not server.startswith("postgres"):
        pytest.skip("needs PostgreSQL")
    import psycopg

    name = f"killed_{uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    made["QINGDAN_DATABASE_URL"] = server.replace("/postgres?", f"/{name}?")
    yield made
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.postgres
def test_a_sending_worker_killed_in_the_middle_reaches_each_village_once(environment: dict[str, str]) -> None:
    _python(PREPARE, environment)
    seen = 0
    for _ in range(4):
        worker = subprocess.Popen(_command(WORK, "0.3"), env=environment)
        _wait(lambda before=seen: _look(environment)[4] > before)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        state, _targets, sent, refused, owed, twice = _look(environment)
        assert (state, sent, refused, twice) == ("running", owed, 0, 0), "the mark and the rows stand or fall together"
        seen = owed
        time.sleep(1.1)  # the lease of the killed one
    worker = subprocess.Popen(_command(WORK, "0"), env=environment)
    try:
        _wait(lambda: _look(environment)[0] == "done")
    finally:
        worker.terminate()
        assert worker.wait(30) == 0
    _state, targets, sent, refused, owed, twice = _look(environment)
    assert targets > 250
    assert (sent, refused, owed, twice) == (targets, 0, targets, 0)


def _command(words: str, *given: str) -> list[str]:
    return [sys.executable, "-c", f"import django; django.setup()\n{words}", *given]


def _python(words: str, environment: dict[str, str]) -> str:
    done = subprocess.run(_command(words), env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def _look(environment: dict[str, str]) -> list[Any]:
    """State, targets, sent, refused, how many owe it, how many owe it twice: by SQL, past the program."""
    with closing(_connect(environment)) as connection:
        rows = [connection.execute(words).fetchone() for words in (STANDING, OWED)]
    return [value for row in rows for value in row]


def _connect(environment: dict[str, str]) -> Any:
    url = environment.get("QINGDAN_DATABASE_URL")
    if url is None:
        return sqlite3.connect(Path(environment["QINGDAN_HOME"]) / "qingdan.sqlite3", timeout=30)
    import psycopg

    return psycopg.connect(url, autocommit=True)


def _wait(until: Callable[[], bool], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if until():
            return
        time.sleep(0.1)
    raise AssertionError("waited in vain")
