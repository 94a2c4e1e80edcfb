"""History, escalations and frozen ledgers only grow; of a frozen ledger only the stamped scan comes later, once."""

from django.db import migrations

from qingdan.foundation.audit.triggers import append_only

_KEPT = (
    "division_id", "first", "last", "label", "version", "rows", "zero", "digest", "frozen_by_id", "frozen_at",
)  # fmt: skip
_CHANGED = " OR ".join(f"NEW.{name} <> OLD.{name}" for name in _KEPT)
_OTHER_BODY = "COALESCE(NEW.body_id, 0) <> COALESCE(OLD.body_id, 0)"


class Migration(migrations.Migration):
    """Triggers."""

    dependencies = [("ledger", "0001_initial"), ("documents", "0001_initial")]

    operations = [
        append_only("ledger_step"),
        append_only("ledger_step_attachments"),
        append_only("ledger_escalation"),
        append_only("ledger_frozenrow"),
        append_only("ledger_frozenledger", when=f"OLD.scan_id IS NOT NULL OR {_CHANGED} OR {_OTHER_BODY}", events=("UPDATE",)),
        append_only("ledger_frozenledger", events=("DELETE",)),
    ]
