"""History, escalations and frozen ledgers only grow; of a frozen ledger only the stamped scan comes later, once."""

from django.db import migrations

from qingdan.foundation.audit.triggers import append_only
from qingdan.ledger.migrations import _finality


class Migration(migrations.Migration):
    """Triggers."""

    dependencies = [("ledger", "0001_initial"), ("documents", "0001_initial")]

    operations = [
        append_only("ledger_step"),
        append_only("ledger_step_attachments"),
        append_only("ledger_escalation"),
        append_only("ledger_frozenrow"),
        *_finality.first(),
    ]
