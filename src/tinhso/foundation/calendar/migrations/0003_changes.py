"""Days declared together, with the reason, so that they can be taken back together."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("calendar", "0002_declarations_stay")]

    operations = [
        migrations.AddField("holiday", "reason", models.TextField(default="", db_default="")),
        migrations.AddField("holiday", "change_id", models.UUIDField(null=True)),
    ]
