"""Clients, their hashed secrets and tokens; only the house reads the rows."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

_SECURE = "".join(
    f"""
alter table {table} enable row level security;
create policy {table}_system on {table}
  using (current_setting('tinhso.scope', true) = 'system')
  with check (current_setting('tinhso.scope', true) = 'system');
"""
    for table in ("integration_client", "integration_access_token")
)


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Client",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("name", models.TextField()),
                ("operator", models.TextField()),
                ("reason", models.TextField()),
                ("legal_basis", models.TextField()),
                (
                    "purposes",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None),
                ),
                (
                    "agency_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), null=True, size=None
                    ),
                ),
                ("per_minute", models.IntegerField()),
                ("valid_until", models.DateTimeField()),
                ("secret_index", models.BinaryField(max_length=16)),
                ("secret_made_at", models.DateTimeField()),
                ("created_at", models.DateTimeField()),
                ("created_by", models.UUIDField(null=True)),
                ("disabled_at", models.DateTimeField(null=True)),
                ("last_token_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "integration_client",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("per_minute__gt", 0)), name="client_may_ask"),
                    models.CheckConstraint(
                        condition=models.Q(("purposes", []), _negated=True), name="client_has_a_purpose"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agency_ids__isnull", True),
                            models.Q(("agency_ids", []), _negated=True),
                            _connector="OR",
                        ),
                        name="client_has_an_agency",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccessToken",
            fields=[
                ("token_index", models.BinaryField(max_length=16, primary_key=True, serialize=False)),
                (
                    "purposes",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None),
                ),
                ("issued_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="integration.client"
                    ),
                ),
            ],
            options={
                "db_table": "integration_access_token",
                "indexes": [models.Index(fields=["expires_at"], name="access_tokens_by_end")],
            },
        ),
        migrations.RunSQL(_SECURE, migrations.RunSQL.noop),
    ]
