"""Audit records are never changed or deleted."""

from django.db import migrations

from qingdan.foundation.audit.triggers import append_only


class Migration(migrations.Migration):
    """Triggers on records."""

    dependencies = [("audit", "0001_initial")]

    operations = [append_only("audit_record")]
