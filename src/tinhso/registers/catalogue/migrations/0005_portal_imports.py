"""Exports of the national portal that were imported."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0004_drafts")]

    operations = [
        migrations.CreateModel(
            name="PortalImport",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("digest", models.TextField(unique=True)),
                ("encoding", models.TextField()),
                ("content", models.JSONField()),
                ("drafts", models.JSONField()),
                ("imported_by", models.UUIDField()),
                ("imported_at", models.DateTimeField()),
            ],
            options={"db_table": "catalogue_portal_import"},
        ),
        migrations.RunSQL("revoke delete on catalogue_portal_import from tinhso_app", migrations.RunSQL.noop),
    ]
