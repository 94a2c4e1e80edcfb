"""The constraints of the new columns, and the triggers again."""

from django.db import migrations, models
from django.db.models import F, Q

from qingdan.register.lists.migrations import _finality as finality


class Migration(migrations.Migration):
    dependencies = [("lists", "0005_digests_and_bases_of_what_is_there")]

    operations = [
        migrations.AlterField("itemlist", "code", models.CharField(max_length=12, unique=True, verbose_name="编码")),
        migrations.AddConstraint(
            "edition",
            models.CheckConstraint(
                condition=Q(published_on=None) | Q(effective_on=None) | Q(effective_on__gte=F("published_on")),
                name="edition_takes_effect_when_published_or_later",
            ),
        ),
        migrations.AddConstraint(
            "edition",
            models.CheckConstraint(
                condition=Q(published_by=None) | Q(published_on__isnull=False, effective_on__isnull=False),
                name="published_edition_has_its_dates",
            ),
        ),
        migrations.AddConstraint(
            "edition",
            models.CheckConstraint(
                condition=Q(published_by=None) | ~Q(published_by=F("submitted_by")),
                name="edition_published_by_another_than_who_submitted",
            ),
        ),
        *finality.make(),
    ]
