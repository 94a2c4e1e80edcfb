"""A frozen ledger keeps its unit's name as it was."""

from django.db import migrations, models

from qingdan.ledger.migrations import _finality


class Migration(migrations.Migration):
    """The name, final like the rest."""

    dependencies = [("ledger", "0002_history_only_grows")]

    operations = [
        *_finality.drop_first(),
        migrations.AddField(
            model_name="frozenledger",
            name="unit",
            field=models.CharField(default="", max_length=100, verbose_name="谁的台账"),
        ),
        *_finality.make(),
    ]
