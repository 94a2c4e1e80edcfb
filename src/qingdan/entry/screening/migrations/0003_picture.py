import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0002_files_of_cases'),
        ('screening', '0002_second_opinion'),
    ]

    operations = [
        migrations.AddField(
            model_name='screening',
            name='picture',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.attachment'),
        ),
    ]
