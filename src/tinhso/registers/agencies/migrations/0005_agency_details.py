"""What agencies are called and how they are reached, by day."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agencies", "0004_delegations")]

    operations = [
        migrations.CreateModel(
            name="AgencyDetail",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("valid_from", models.DateField()),
                ("name", models.CharField(max_length=200)),
                ("telephone", models.CharField(blank=True, max_length=40)),
                ("address", models.CharField(blank=True, max_length=300)),
                ("reason", models.CharField(max_length=200)),
                ("noted_by", models.UUIDField()),
                ("noted_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
            ],
            options={"db_table": "agencies_agency_detail"},
        ),
        migrations.RunSQL(
            "revoke update, delete on agencies_agency_detail from tinhso_app", migrations.RunSQL.noop
        ),
    ]
