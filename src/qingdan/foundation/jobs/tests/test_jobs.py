"""Jobs: once each, again after a failure, taken over after a kill."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from qingdan.foundation.clock.moments import now
from qingdan.foundation.jobs import registry
from qingdan.foundation.jobs.models import Job, State
from qingdan.foundation.jobs.services import LEASE, MOST_ATTEMPTS, enqueue, keep, run, start_recurring, take

done: list[int] = []


@pytest.fixture(autouse=True)
def jobs() -> Iterator[None]:
    """Two jobs of this test."""

    def count(job: Job) -> None:
        done.append(job.pk)

    def fail(_job: Job) -> None:
        raise RuntimeError("坏了")

    registry._REGISTRY["test.count"] = registry.Registered(count, None)
    registry._REGISTRY["test.fail"] = registry.Registered(fail, None)
    registry._REGISTRY["test.again"] = registry.Registered(count, timedelta(hours=1))
    done.clear()
    yield
    for name in ("test.count", "test.fail", "test.again"):
        del registry._REGISTRY[name]


@pytest.mark.django_db
class TestQueue:
    def test_a_job_is_done_once(self) -> None:
        made = enqueue("test.count")
        taken = take("a")
        assert taken == made
        assert take("b") is None
        run(taken)
        assert done == [made.pk]
        assert take("b") is None
        made.refresh_from_db()
        assert made.state == State.DONE

    def test_the_same_key_waits_once(self) -> None:
        assert enqueue("test.count", key="x") == enqueue("test.count", key="x")
        assert enqueue("test.count", key="y").pk != enqueue("test.count", key="x").pk

    def test_a_failure_is_tried_again_later_and_not_for_ever(self) -> None:
        made = enqueue("test.fail")
        moment = now()
        for attempt in range(1, MOST_ATTEMPTS + 1):
            with time_machine.travel(moment, tick=False):
                taken = take("a")
                assert taken is not None and taken.attempt == attempt
                run(taken)
                assert take("a") is None
            moment += timedelta(hours=1)
        made.refresh_from_db()
        assert made.state == State.FAILED
        assert "坏了" in made.error

    def test_a_killed_workers_job_is_taken_over_after_its_lease(self) -> None:
        enqueue("test.count", {"n": 1})
        lost = take("killed")
        assert lost is not None
        keep(lost, {"done": 3})
        assert take("b") is None
        with time_machine.travel(now() + LEASE + timedelta(seconds=1), tick=False):
            again = take("b")
            assert again is not None and again.pk == lost.pk
            assert (again.attempt, again.cursor) == (2, {"done": 3})
            assert keep(lost) is False
            run(lost)
            again.refresh_from_db()
            assert again.state == State.RUNNING, "the late worker must not finish the other's job"
            run(again)
        assert Job.objects.get(pk=again.pk).state == State.DONE

    def test_a_recurring_job_waits_again_when_it_is_done(self) -> None:
        start_recurring()
        start_recurring()
        assert Job.objects.filter(name="test.again").count() == 1
        Job.objects.exclude(name="test.again").delete()
        taken = take("a")
        assert taken is not None
        run(taken)
        following = Job.objects.get(name="test.again", state=State.WAITING)
        assert following.run_after > now() + timedelta(minutes=59)

    def test_an_unknown_job_is_a_kept_failure(self) -> None:
        made = enqueue("test.nowhere")
        taken = take("a")
        assert taken is not None
        run(taken)
        made.refresh_from_db()
        assert "test.nowhere" in made.error


def test_a_real_worker_that_is_really_killed_loses_nothing(tmp_path: Path) -> None:
    """SIGKILL in the middle of a job; another worker does it again after the lease."""
    environment = {
        **os.environ,
        "QINGDAN_HOME": str(tmp_path),
        "PYTHONPATH": "src",
        "DJANGO_SETTINGS_MODULE": "qingdan.config.settings",
    }
    environment.pop("QINGDAN_DATABASE_URL", None)
    marker = tmp_path / "marks"
    worker = (
        "import django; django.setup()\n"
        "from datetime import timedelta\n"
        "import sys, time\n"
        "from django.core.management import call_command\n"
        "from qingdan.foundation.jobs import services, registry\n"
        "services.LEASE = timedelta(seconds=1)\n"
        f"def slow(job):\n    open({str(marker)!r}, 'a').write('x')\n    time.sleep(float(sys.argv[1]))\n"
        "registry.job('test.slow')(slow)\n"
        "from qingdan.foundation.jobs.worker import Worker\n"
        "import qingdan.foundation.jobs.worker as w; w.PAUSE_SECONDS = 0.1\n"
        "call_command('migrate', interactive=False, verbosity=0)\n"
        "services.enqueue('test.slow', key='once')\n"
        "Worker().run_forever()\n"
    )
    first = subprocess.Popen([sys.executable, "-c", worker, "60"], env=environment)
    _wait(lambda: marker.exists() and marker.read_text() == "x")
    first.send_signal(signal.SIGKILL)
    first.wait()
    second = subprocess.Popen([sys.executable, "-c", worker, "0"], env=environment)
    try:
        _wait(lambda: _state(tmp_path) == ("done", 2))
    finally:
        second.terminate()
        assert second.wait(20) == 0
    assert marker.read_text() == "xx"


def _state(home: Path) -> tuple[str, int] | None:
    rows = sqlite3.connect(home / "qingdan.sqlite3").execute(
        "SELECT state, attempt FROM jobs_job WHERE name = 'test.slow'"
    )
    found: tuple[str, int] | None = rows.fetchone()
    return found


def _wait(until: Callable[[], bool], seconds: float = 180) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if until():
            return
        time.sleep(0.1)
    raise AssertionError("waited in vain")
