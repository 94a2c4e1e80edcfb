"""The triggers of frozen ledgers: which words are final. SQLite loses a table's triggers when a column is added."""

from django.db import migrations

from qingdan.foundation.audit.triggers import append_only

_FIRST = ("division_id", "first", "last", "label", "version", "rows", "zero", "digest", "frozen_by_id", "frozen_at")
_OTHER_BODY = "COALESCE(NEW.body_id, 0) <> COALESCE(OLD.body_id, 0)"


def _steps(names: tuple[str, ...]) -> list[migrations.RunPython]:
    changed = " OR ".join(f"NEW.{name} <> OLD.{name}" for name in names)
    when = f"OLD.scan_id IS NOT NULL OR {changed} OR {_OTHER_BODY}"
    return [
        append_only("ledger_frozenledger", when=when, events=("UPDATE",)),
        append_only("ledger_frozenledger", events=("DELETE",)),
    ]


def first() -> list[migrations.RunPython]:
    """The triggers as migration 0002 made them."""
    return _steps(_FIRST)


def drop_first() -> list[migrations.RunPython]:
    """Steps that take them away."""
    return [migrations.RunPython(step.reverse_code, step.code) for step in first()]


def make() -> list[migrations.RunPython]:
    """The triggers of today."""
    return _steps((*_FIRST, "unit"))
