"""Agencies that end by decision, and who takes over; read by every process, never deleted."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agencies", "0005_agency_details")]

    operations = [
        migrations.CreateModel(
            name="AgencyEnding",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("ends_on", models.DateField()),
                ("officers_follow", models.BooleanField()),
                ("sealed_reason", models.BinaryField()),
                ("ordered_by", models.UUIDField()),
                ("ordered_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("announced_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
            ],
            options={
                "db_table": "agencies_ending",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("agency",),
                        name="agencies_agency_ends_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("agency", models.F("successor")), _negated=True),
                        name="agencies_agency_succeeded_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at__isnull", True), ("announced_at__isnull", True), _connector="OR"
                        ),
                        name="agencies_ending_withdrawn_before_its_day",
                    ),
                ],
            },
        ),
        migrations.RunSQL("revoke delete on agencies_ending from tinhso_app", migrations.RunSQL.noop),
    ]
