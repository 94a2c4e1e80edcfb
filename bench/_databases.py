"""A fresh database for a benchmark: SQLite in a folder of its own, PostgreSQL in a private cluster."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
_CLUSTER = '. script/lib/test-services.sh; start_postgres "$1" >&2 && printf "%s" "$POSTGRES_HOME $POSTGRES_URL"'


@contextmanager
def databases() -> Iterator[dict[str, dict[str, str]]]:
    """For each database that the machine has, the environment of a process that uses it."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        found = {"sqlite": {"QINGDAN_HOME": str(home / "sqlite")}}
        started = subprocess.run(
            ["bash", "-c", _CLUSTER, "bash", folder], cwd=ROOT, capture_output=True, text=True, check=False
        )
        cluster, _space, url = started.stdout.strip().partition(" ")
        if started.returncode == 0 and url:
            found["postgresql"] = {"QINGDAN_HOME": str(home / "postgresql"), "QINGDAN_DATABASE_URL": url}
        try:
            yield found
        finally:
            if cluster:
                stop = f'. script/lib/test-services.sh; POSTGRES_BIN=$(postgres_bin); POSTGRES_OWNER=$(id -un postgres 2>/dev/null || echo nobody); POSTGRES_HOME="{cluster}"; stop_postgres'
                subprocess.run(["bash", "-c", stop], cwd=ROOT, check=False)
                shutil.rmtree(cluster, ignore_errors=True)


def measured(module: str, environment: dict[str, str], *arguments: str) -> dict[str, Any]:
    """What ``python -m module`` prints as JSON in a process with a database of its own."""
    Path(environment["QINGDAN_HOME"]).mkdir(parents=True, exist_ok=True)
    env = {**os.environ, **environment, "DJANGO_SETTINGS_MODULE": "qingdan.config.settings"}
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def milliseconds(times: list[float]) -> dict[str, float]:
    """Median and 95th percentile."""
    ordered = sorted(times)
    return {
        "p50_ms": round(ordered[len(ordered) // 2] * 1000, 2),
        "p95_ms": round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))] * 1000, 2),
    }
