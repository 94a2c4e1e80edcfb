"""Where tries are kept: the one module that knows the difference between a server's database and a file.

Where the service writes to a database on a server, there: every process of every machine counts together. Else in a small
file of the data folder, which all processes of a machine share: an embedded database is one machine's anyhow, and where the
portal stands alone before a copy of the database nothing is written there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

_MAKE = (
    "CREATE TABLE IF NOT EXISTS certificates_checktry (id INTEGER PRIMARY KEY, who BLOB NOT NULL, at REAL NOT NULL)",
    "CREATE INDEX IF NOT EXISTS check_tries_of ON certificates_checktry (who, at)",
    "CREATE INDEX IF NOT EXISTS check_tries_by_time ON certificates_checktry (at)",
)
_FORGET = "DELETE FROM certificates_checktry WHERE at < ? OR at > ?"
_FORGET_WHAT_NOBODY_HOLDS = """
DELETE FROM certificates_checktry
WHERE id IN (SELECT id FROM certificates_checktry WHERE at < ? OR at > ? FOR UPDATE SKIP LOCKED)
"""
_SINCE = "SELECT count(*), min(at) FROM certificates_checktry WHERE who = ? AND at > ?"
_ADD = "INSERT INTO certificates_checktry (who, at) VALUES (?, ?)"
_REMOVE = """
DELETE FROM certificates_checktry WHERE id = (SELECT min(id) FROM certificates_checktry WHERE who = ? AND at = ?)
"""
Execute = Callable[[str, Sequence[Any]], Any]


class Kept:
    """The kept tries in one transaction."""

    def __init__(self, execute: Execute, forget: str) -> None:
        self._execute, self._forget = execute, forget

    def forget_outside(self, first: float, last: float) -> None:
        """Forget all tries that are not of this time."""
        self._execute(self._forget, (first, last))

    def since(self, who: bytes, at: float) -> tuple[int, float]:
        """How many tries there were after a moment, and when the first of them was."""
        count, first = self._execute(_SINCE, (who, at)).fetchone()
        return int(count), float(first or at)

    def add(self, who: bytes, at: float) -> None:
        """Keep a try."""
        self._execute(_ADD, (who, at))

    def remove(self, who: bytes, at: float) -> None:
        """Take one try back."""
        self._execute(_REMOVE, (who, at))


def opened(marks: Sequence[bytes]) -> AbstractContextManager[Kept]:
    """The tries in one transaction of its own; whoever counts one of the same marks waits until it ends."""
    if connection.vendor == "postgresql" and settings.ROLE != "portal":
        return _on_the_server(marks)
    return _in_the_file()


@contextmanager
def _on_the_server(marks: Sequence[bytes]) -> Iterator[Kept]:
    with transaction.atomic(durable=True), connection.cursor() as cursor:

        def execute(sql: str, values: Sequence[Any]) -> Any:
            cursor.execute(sql.replace("?", "%s"), values)
            return cursor

        for mark in sorted(marks):  # in one order, so that two never wait for each other
            execute("SELECT pg_advisory_xact_lock(?)", (int.from_bytes(mark[:8], "big", signed=True),))
        yield Kept(execute, _FORGET_WHAT_NOBODY_HOLDS)


@contextmanager
def _in_the_file() -> Iterator[Kept]:
    """Made at first use, for its owner only."""
    path = Path(settings.HOME) / "check-tries.sqlite3"
    if not path.exists():
        path.touch(mode=0o600)
    with closing(sqlite3.connect(path, timeout=10, isolation_level=None)) as kept:
        kept.execute("PRAGMA synchronous=OFF")  # a crash may forget a few tries
        kept.execute("BEGIN IMMEDIATE")
        for sql in _MAKE:
            kept.execute(sql)
        try:
            yield Kept(kept.execute, _FORGET)
        except BaseException:
            kept.execute("ROLLBACK")
            raise
        kept.execute("COMMIT")
