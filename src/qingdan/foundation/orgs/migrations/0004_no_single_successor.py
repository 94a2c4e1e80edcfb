"""The single successor goes; search by name, pinyin and initials gets its indexes.

Pinyin is compared byte by byte like the code, so that "begins with" is one range of the index (SQLite does so anyway).
Apart from the migration of the data, because PostgreSQL wants it so.
"""

import django.db.models.deletion
from django.db import migrations, models

_COLUMNS = (("sort_key", 200), ("initials", 100))


def _collate(editor, name):
    if editor.connection.vendor == "postgresql":
        for column, length in _COLUMNS:
            editor.execute(f'ALTER TABLE orgs_division ALTER COLUMN {column} TYPE varchar({length}) COLLATE "{name}"')


class Migration(migrations.Migration):
    dependencies = [("orgs", "0003_history_of_divisions")]

    operations = [
        migrations.RemoveField("division", "successor"),
        migrations.AlterField("division", "sort_key", models.CharField(blank=True, max_length=200, verbose_name="拼音")),
        migrations.AlterField(
            "division",
            "parent",
            models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="children", to="orgs.division"),
        ),
        migrations.RunPython(lambda _apps, editor: _collate(editor, "C"), lambda _apps, editor: _collate(editor, "default")),
        migrations.AddIndex("division", models.Index(fields=["parent"], name="division_by_parent")),
        migrations.AddIndex("division", models.Index(fields=["level", "name", "code"], name="division_by_level_and_name")),
        migrations.AddIndex("division", models.Index(fields=["sort_key"], name="division_by_pinyin")),
        migrations.AddIndex("division", models.Index(fields=["initials"], name="division_by_initials")),
    ]
