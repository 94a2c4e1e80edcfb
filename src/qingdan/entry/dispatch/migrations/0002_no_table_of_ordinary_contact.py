from django.db import migrations


class Migration(migrations.Migration):
    """The tables of ordinary contact, which nothing has written, go."""

    dependencies = [("dispatch", "0001_initial")]

    operations = [
        migrations.DeleteModel(name="ContactReceipt"),
        migrations.DeleteModel(name="Contact"),
    ]
