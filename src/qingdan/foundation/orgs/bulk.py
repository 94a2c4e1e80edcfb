"""Writing very many divisions at once: the one place where SQLite and PostgreSQL differ in it.

All constraints of the table stay on while it is filled.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import islice
from typing import NamedTuple

from django.db import connection

CHUNK = 50_000
TABLE = "orgs_division"


class NewDivision(NamedTuple):
    """A row of the table, in the order in which it is written."""

    code: str
    name: str
    level: str
    kind: str
    parent_id: str | None
    sort_key: str
    initials: str
    valid_from: date | None


def insert(rows: Sequence[NewDivision], progress: Callable[[int], None] | None = None) -> None:
    """Add divisions in the caller's transaction; parents stand before their children."""
    write = _copy if connection.vendor == "postgresql" else _execute
    waiting = iter(rows)
    done = 0
    while chunk := list(islice(waiting, CHUNK)):
        write(chunk)
        done += len(chunk)
        if progress:
            progress(done)
    _refresh_statistics()


def lock() -> None:
    """Keep other loads out until the caller's transaction ends (SQLite lets one writer in anyway)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {TABLE} IN SHARE ROW EXCLUSIVE MODE")


def _copy(rows: list[NewDivision]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {TABLE} ({_columns()}) FROM STDIN") as copy:
        copy.write("".join(map(_line, rows)))


def _line(row: NewDivision) -> str:
    """A row in COPY's text form: tabs between, backslashes doubled, ``\\N`` for nothing. Names hold no control characters."""
    return "\t".join(["\\N" if value is None else str(value).replace("\\", "\\\\") for value in row]) + "\n"


def _execute(rows: list[NewDivision]) -> None:
    places = ", ".join(["%s"] * len(NewDivision._fields))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {TABLE} ({_columns()}) VALUES ({places})", rows)  # noqa: S608 - names of our own


def _columns() -> str:
    return ", ".join(NewDivision._fields)


def _refresh_statistics() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {TABLE}")
