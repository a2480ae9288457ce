"""On what a client asked is kept with its look-up: an answer that comes days later is recorded with it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("verification", "0008_look_ups_through_clients")]

    operations = [
        migrations.AddField("lookup", "agreed_reason", models.TextField(null=True)),
        migrations.AddField("lookup", "agreed_basis", models.TextField(null=True)),
    ]
