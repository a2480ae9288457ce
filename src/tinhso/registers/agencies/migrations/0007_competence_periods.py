"""Competences given by decision, from a day on; read by every process, never deleted."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agencies", "0006_agency_endings")]

    operations = [
        migrations.CreateModel(
            name="CompetencePeriod",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("competence", models.CharField(max_length=32)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                ("sealed_reason", models.BinaryField()),
                ("noted_by", models.UUIDField()),
                ("noted_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.administrativeunit",
                    ),
                ),
            ],
            options={
                "db_table": "agencies_competence_period",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="agencies_competence_ends_after_it_begins",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("competence", "unit"),
                        name="agencies_competence_open_once",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            "revoke delete on agencies_competence_period from tinhso_app", migrations.RunSQL.noop
        ),
    ]
