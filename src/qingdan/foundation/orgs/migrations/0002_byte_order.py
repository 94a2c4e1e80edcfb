"""Division codes are compared byte by byte, so that a subtree is one range of the index (SQLite does so anyway)."""

from django.db import migrations


def use_byte_order(_apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute('ALTER TABLE orgs_division ALTER COLUMN code TYPE varchar(12) COLLATE "C"')


def use_default_order(_apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute("ALTER TABLE orgs_division ALTER COLUMN code TYPE varchar(12) COLLATE \"default\"")


class Migration(migrations.Migration):
    """Collation of the code."""

    dependencies = [("orgs", "0001_initial")]

    operations = [migrations.RunPython(use_byte_order, use_default_order)]
