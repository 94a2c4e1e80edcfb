"""A counter grows by one only; what was voided stays as it is."""

from django.db import migrations

from qingdan.foundation.audit.triggers import append_only


class Migration(migrations.Migration):
    """Triggers on counters and voided numbers."""

    dependencies = [("numbering", "0001_initial")]

    operations = [
        append_only(
            "numbering_counterrow", when="NEW.last <> OLD.last + 1 OR NEW.series <> OLD.series", events=("UPDATE",)
        ),
        append_only("numbering_voidednumber"),
    ]
