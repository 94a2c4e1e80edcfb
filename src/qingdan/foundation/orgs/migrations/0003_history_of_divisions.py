"""Former names, successions (several old, several new) in place of one successor, and initials for the search."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q
from django.utils import timezone

from qingdan.foundation.orgs.pinyin import sort_key

ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))
BATCH = 2000


def keep(apps, _editor):
    """The successors that are on record, and the initials of every division."""
    Division, Succession = apps.get_model("orgs", "Division"), apps.get_model("orgs", "Succession")
    followed = Division.objects.exclude(successor=None)
    Succession.objects.bulk_create(
        [Succession(old=old, new_id=old.successor_id, since=old.valid_to or timezone.localdate()) for old in followed]
    )
    rows = []
    for division in Division.objects.only("code", "name").iterator(chunk_size=BATCH):
        division.initials = sort_key(division.name, careful=False)[1]
        rows.append(division)
        if len(rows) == BATCH:
            Division.objects.bulk_update(rows, ["initials"], batch_size=500)
            rows = []
    Division.objects.bulk_update(rows, ["initials"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("orgs", "0002_byte_order")]

    operations = [
        migrations.AddField("division", "initials", models.CharField(blank=True, default="", max_length=100, verbose_name="拼音首字母"), preserve_default=False),
        migrations.CreateModel(
            name="FormerName",
            fields=[
                ID,
                ("name", models.CharField(max_length=100, verbose_name="原名")),
                ("until", models.DateField(verbose_name="用到")),
                ("division", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="former_names", to="orgs.division")),
            ],
            options={
                "verbose_name": "原名",
                "ordering": ["division", "-until"],
                "constraints": [models.UniqueConstraint(fields=("division", "until"), name="one_former_name_a_day")],
            },
        ),
        migrations.CreateModel(
            name="Succession",
            fields=[
                ID,
                ("since", models.DateField(verbose_name="起")),
                ("new", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="follows", to="orgs.division")),
                ("old", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="followed_by", to="orgs.division")),
            ],
            options={
                "verbose_name": "接续",
                "ordering": ["since", "old", "new"],
                "constraints": [
                    models.UniqueConstraint(fields=("old", "new"), name="succession_once"),
                    models.CheckConstraint(condition=~Q(old=F("new")), name="succession_of_another"),
                ],
            },
        ),
        migrations.RunPython(keep, migrations.RunPython.noop),
    ]
