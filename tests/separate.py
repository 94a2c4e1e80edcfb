"""Installations of their own for tests that kill processes or let them race: on SQLite's file or a fresh PostgreSQL database."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

DATABASES = ("sqlite", "postgresql")


def environment_on(database: str, home: Path) -> Iterator[dict[str, str]]:
    """The environment of an installation of its own on a database; skips what the run is not for."""
    made = {**os.environ, "QINGDAN_HOME": str(home), "DJANGO_SETTINGS_MODULE": "qingdan.config.settings"}
    made["PYTHONPATH"] = "src:."
    server = made.pop("QINGDAN_DATABASE_URL", "")
    if database == "sqlite":
        if server.startswith("postgres"):
            pytest.skip("the run without a server covers SQLite")
        yield made
        return
    if not server.startswith("postgres"):
        pytest.skip("needs PostgreSQL")
    import psycopg

    name = f"separate_{uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    made["QINGDAN_DATABASE_URL"] = server.replace("/postgres?", f"/{name}?")
    yield made
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def command(words: str, *given: str) -> list[str]:
    """A Python program with our settings."""
    return [sys.executable, "-c", f"import django; django.setup()\n{words}", *given]


def run_python(words: str, environment: dict[str, str]) -> str:
    """Run a program to its end; its output."""
    done = subprocess.run(command(words), env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def at_once(words: str, environment: dict[str, str], *calls: list[str]) -> list[str]:
    """What each of several processes said, all begun at the same moment; ``words`` wait for a line of their input."""
    running = [
        subprocess.Popen(
            command(words, *call), env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for call in calls
    ]
    for each in running:
        assert each.stdin is not None
        each.stdin.write("go\n")
        each.stdin.flush()
    said = []
    for each in running:
        out, _error = each.communicate(timeout=120)
        assert each.returncode == 0
        said.append(out.strip())
    return said


def connected(environment: dict[str, str]) -> Any:
    """A connection past the program."""
    url = environment.get("QINGDAN_DATABASE_URL")
    if url is None:
        return sqlite3.connect(Path(environment["QINGDAN_HOME"]) / "qingdan.sqlite3", timeout=30)
    import psycopg

    return psycopg.connect(url, autocommit=True)


class Installation:
    """An installation of its own, in which words of Python run as processes of their own."""

    def __init__(self, environment: dict[str, str], common: str) -> None:
        self.environment, self._common = environment, common

    def said(self, words: str) -> Any:
        """What the last line says that they print, as JSON; ``common`` runs before them."""
        return json.loads(run_python(self._common + words, self.environment).splitlines()[-1])


def installation_on(database: str, home: Path, prepare: str, common: str) -> Iterator[Installation]:
    """A prepared :class:`Installation` on a database; skips what the run is not for."""
    for environment in environment_on(database, home):
        run_python(prepare, environment)
        yield Installation(environment, common)
