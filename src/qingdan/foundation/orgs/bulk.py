"""Writing very many divisions at once: the one place where SQLite and PostgreSQL differ in it.

Every constraint of the table holds for every row when the transaction ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import date
from itertools import islice
from typing import NamedTuple

from django.db import connection

CHUNK = 50_000
TABLE = "orgs_division"
WHOLE = 100_000
"""More rows than these are a whole table: what can be made for all rows at once is made when they are there."""
_MADE_AT_ONCE = {
    "sqlite": "SELECT 'DROP INDEX ' || name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s AND sql IS NOT NULL",
    "postgresql": """
        SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
            format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
        FROM pg_constraint WHERE conrelid = %s::regclass AND confrelid = conrelid
        UNION ALL SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid)
        FROM pg_index WHERE indrelid = %s::regclass AND NOT indisunique
    """,
}
"""Statements that take away and make: the indexes for searching, and on PostgreSQL that every parent is there, which
it else looks up for each row. Keys and checks of the rows stay all the time."""


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


def insert(rows: Iterable[NewDivision], count: int, progress: Callable[[int], None] | None = None) -> None:
    """Add that many divisions in the caller's transaction; parents stand before their children."""
    write = _copy if connection.vendor == "postgresql" else _execute
    waiting = iter(rows)
    done = 0
    with _made_at_once() if count > WHOLE else nullcontext():
        while chunk := list(islice(waiting, CHUNK)):
            write(chunk)
            done += len(chunk)
            if progress:
                progress(done)
    _refresh_statistics()


@contextmanager
def _made_at_once() -> Iterator[None]:
    """Take away what is quicker to make, and to check, for all rows at once; in the caller's transaction."""
    with connection.cursor() as cursor:
        statement = _MADE_AT_ONCE[connection.vendor]
        cursor.execute(statement, [TABLE] * statement.count(" %s"))
        pairs = cursor.fetchall()
        for take_away, _make in pairs:
            cursor.execute(take_away)
        yield
        for _take_away, make in pairs:
            cursor.execute(make)


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
