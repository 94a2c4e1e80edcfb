"""A person's row stays and never gets a key again once erased; who looked is never changed or deleted."""

from django.db import migrations

from qingdan.foundation.audit.triggers import append_only


class Migration(migrations.Migration):
    """Triggers."""

    dependencies = [("personal", "0001_initial")]

    operations = [
        append_only("personal_subject", when="OLD.erased_at IS NOT NULL", events=("UPDATE",)),
        append_only("personal_subject", events=("DELETE",)),
        append_only("personal_reveal"),
    ]
