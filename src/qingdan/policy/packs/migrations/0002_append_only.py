"""Installed packs are immutable."""

from django.db import migrations

from qingdan.foundation.audit.triggers import append_only


class Migration(migrations.Migration):
    """Triggers on pack versions."""

    dependencies = [("packs", "0001_initial")]

    operations = [append_only("packs_packversion")]
