"""An act under a delegation names the leader in whose place it was done."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0010_version_moves"),
    ]

    operations = [
        migrations.AddField(
            model_name="dossierevent",
            name="on_behalf_of",
            field=models.UUIDField(null=True),
        ),
    ]
