"""Writing very many tokens at once: the one place where SQLite and PostgreSQL differ in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import connection

CHUNK = 50_000
TABLE, COLUMNS = "search_token", "entry_id, token, weight"
Row = tuple[int, str, int]


def insert_tokens(rows: Iterable[Row]) -> None:
    """Add tokens in the caller's transaction."""
    write = _copy if connection.vendor == "postgresql" else _execute
    for chunk in _chunks(iter(rows)):
        write(chunk)


def refresh_statistics() -> None:
    """Tell the database how many rows there are now, so that it chooses its indexes well."""
    with connection.cursor() as cursor:
        for table in ("search_entry", TABLE):
            cursor.execute(f"ANALYZE {table}")


def _chunks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def _copy(rows: list[Row]) -> None:
    """Tokens are letters, digits and characters only: nothing in them needs to be escaped."""
    lines = "".join(f"{entry}\t{token}\t{weight}\n" for entry, token, weight in rows)
    with connection.cursor() as cursor, cursor.copy(f"COPY {TABLE} ({COLUMNS}) FROM STDIN") as copy:
        copy.write(lines)


def _execute(rows: list[Row]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {TABLE} ({COLUMNS}) VALUES (%s, %s, %s)", rows)  # noqa: S608 - names of our own
