"""Versions that are being written, before they are published."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0003_payment_services")]

    operations = [
        migrations.CreateModel(
            name="DraftProcedure",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("code", models.TextField()),
                ("text", models.TextField()),
                ("revision", models.IntegerField()),
                ("saved_by", models.UUIDField()),
                ("saved_at", models.DateTimeField()),
                ("published_version", models.TextField(null=True)),
                ("discarded_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "catalogue_draft",
                "indexes": [models.Index(fields=["code"], name="catalogue_drafts_of_code")],
            },
        ),
        migrations.RunSQL("revoke delete on catalogue_draft from tinhso_app", migrations.RunSQL.noop),
    ]
