"""When a system was asked for a dossier that stands in its list and is not known here."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0006_what_each_side_said"),
    ]

    operations = [
        migrations.AddField(
            model_name="exchangedifference",
            name="asked_at",
            field=models.DateTimeField(null=True),
        ),
    ]
