"""A filing at another portal that arrived late is noted beside the dossiers that were told late."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0004_leases_end_with_their_holder"),
    ]

    operations = [
        migrations.AddField(
            model_name="exchangedelay",
            name="is_arrival",
            field=models.BooleanField(default=False, db_default=False),
        ),
    ]
