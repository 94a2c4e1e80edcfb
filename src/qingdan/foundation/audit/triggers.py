"""Tables that only grow: database triggers that refuse change and deletion, on SQLite and on PostgreSQL."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython

_FUNCTION = """
CREATE OR REPLACE FUNCTION qingdan_refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'append-only: % refuses %', TG_TABLE_NAME, TG_OP USING ERRCODE = '23514'; END $$
"""


def append_only(table: str, *, when: str = "", events: tuple[str, ...] = ("UPDATE", "DELETE")) -> RunPython:
    """A migration step that makes a table append-only.

    ``when``: a condition on ``OLD`` (and ``NEW``, for updates; plain SQL for both databases) under which change is
    refused; always if empty.
    """

    def make(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        for event in events:
            _make(editor, table, event, when)

    def drop(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        for event in events:
            name = _name(table, event)
            on = f" ON {table}" if editor.connection.vendor == "postgresql" else ""
            editor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")

    return RunPython(make, drop)


def _name(table: str, event: str) -> str:
    return f"{table}_refuse_{event.lower()}"


def _make(editor: BaseDatabaseSchemaEditor, table: str, event: str, when: str) -> None:
    guard = f"WHEN ({when})" if when else ""
    if editor.connection.vendor == "postgresql":
        editor.execute(_FUNCTION, params=None)  # without parameters the driver leaves % alone
        editor.execute(
            f"CREATE TRIGGER {_name(table, event)} BEFORE {event} ON {table} "
            f"FOR EACH ROW {guard} EXECUTE FUNCTION qingdan_refuse_change()"
        )
        return
    editor.execute(
        f"CREATE TRIGGER {_name(table, event)} BEFORE {event} ON {table} {guard} "
        f"BEGIN SELECT RAISE(ABORT, 'append-only: {table} refuses {event}'); END"
    )
