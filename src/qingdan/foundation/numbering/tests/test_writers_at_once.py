"""Many writers of one series at the same moment, some of which fail or are killed: no gap, no double."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction

from qingdan.foundation.numbering.models import CounterRow
from qingdan.foundation.numbering.services import take

WRITERS, EACH = 50, 4


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_fifty_writers_on_a_real_server_leave_no_gap_and_no_double() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
    start, taken, failures = threading.Barrier(WRITERS), [], []

    def work(writer: int) -> None:
        try:
            connection.ensure_connection()
            start.wait(timeout=60)
            for turn in range(EACH):
                fails = (writer + turn) % 5 == 0
                try:
                    with transaction.atomic():
                        number = take("codes")
                        if fails:
                            raise _ChangedItsMind
                    taken.append(number)
                except _ChangedItsMind:
                    pass
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(writer,)) for writer in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(taken) == WRITERS * EACH * 4 // 5
    assert sorted(taken) == list(range(1, len(taken) + 1))
    assert CounterRow.objects.get().last == len(taken)


class _ChangedItsMind(Exception):
    """The writer's paper failed before its transaction ended."""


_WRITER = """
import django, json, sys
django.setup()
from django.db import transaction
from qingdan.foundation.numbering.services import take
taken = []
for turn in range(int(sys.argv[1])):
    with transaction.atomic():
        number = take("codes")
        if len(sys.argv) > 2:
            print("holding", number, flush=True)
            sys.stdin.read()
    taken.append(number)
print(json.dumps(taken))
"""


class _FileDatabase:
    """An embedded database in a file, and writers on it in processes of their own."""

    def __init__(self, home: Path) -> None:
        self._environment = os.environ | {
            "PYTHONPATH": str(settings.SOURCE.parent),
            "DJANGO_SETTINGS_MODULE": "qingdan.config.settings_test",
            "QINGDAN_HOME": str(home),
            "QINGDAN_DATABASE_URL": f"sqlite:///{home / 'qingdan.sqlite3'}",
        }
        migrate = [sys.executable, "-m", "django", "migrate", "numbering", "--verbosity", "0"]
        subprocess.run(migrate, env=self._environment, check=True, timeout=120)

    def writer(self, *arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", _WRITER, *arguments]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, env=self._environment, stdin=pipe, stdout=pipe, text=True)


@pytest.fixture
def file_database(tmp_path: Path) -> _FileDatabase:
    return _FileDatabase(tmp_path)


def test_processes_on_one_file_leave_no_gap_and_no_double(file_database: _FileDatabase) -> None:
    writers = [file_database.writer("25") for _ in range(4)]
    taken = [number for writer in writers for number in json.loads(writer.communicate(timeout=120)[0])]
    assert sorted(taken) == list(range(1, 101))


def test_a_killed_writer_gives_its_number_back(file_database: _FileDatabase) -> None:
    killed = file_database.writer("1", "hold")
    assert killed.stdout is not None
    assert killed.stdout.readline() == "holding 1\n"
    killed.send_signal(signal.SIGKILL)
    killed.wait(timeout=60)
    assert json.loads(file_database.writer("1").communicate(timeout=120)[0]) == [1]
