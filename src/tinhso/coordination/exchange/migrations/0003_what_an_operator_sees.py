"""Delays, differences in time, fields in conflict; what differs again and again. Only the system sees it."""

import django.db.models.deletion
from django.db import migrations, models

_TABLES = ("exchange_delay", "exchange_difference", "exchange_conflict", "exchange_catch_up")
_SYSTEM = "current_setting('tinhso.scope', true) = 'system'"
_SECURE = "".join(
    f"""
alter table {table} enable row level security;
create policy {table}_system on {table} using ({_SYSTEM}) with check ({_SYSTEM});
revoke delete on {table} from tinhso_app;
"""
    for table in _TABLES
)
_STAYS = "revoke update on exchange_delay, exchange_conflict from tinhso_app;"


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0002_reconciliation"),
    ]

    operations = [
        migrations.AddField(
            model_name="exchangeline",
            name="differed",
            field=models.IntegerField(default=0, db_default=0),
        ),
        migrations.AddField(
            model_name="exchangeinbound",
            name="may_jump",
            field=models.BooleanField(default=False, db_default=False),
        ),
        migrations.CreateModel(
            name="ExchangeDelay",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "dossier_id",
                        "peer",
                        "told_at",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("peer", models.TextField()),
                ("agency_code", models.TextField()),
                ("waited_from", models.DateTimeField()),
                ("told_at", models.DateTimeField()),
                (
                    "dossier",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="exchange.exchangedossier",
                    ),
                ),
            ],
            options={
                "db_table": "exchange_delay",
                "indexes": [models.Index(fields=["peer", "told_at"], name="exchange_delay_of_peer")],
            },
        ),
        migrations.CreateModel(
            name="ExchangeDifference",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("peer", models.TextField()),
                ("code", models.TextField()),
                ("kind", models.TextField()),
                ("first_seen_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "exchange_difference",
                "indexes": [models.Index(fields=["peer", "ended_at"], name="exchange_difference_ended")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("peer", "code"),
                        name="exchange_difference_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ExchangeConflict",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("field", models.TextField()),
                ("kept_system", models.TextField()),
                ("kept_seq", models.IntegerField()),
                ("overruled_system", models.TextField()),
                ("overruled_seq", models.IntegerField()),
                ("at", models.DateTimeField()),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="exchange.exchangedossier",
                    ),
                ),
            ],
            options={
                "db_table": "exchange_conflict",
                "indexes": [models.Index(fields=["-at"], name="exchange_conflict_latest")],
            },
        ),
        migrations.CreateModel(
            name="ExchangeCatchUp",
            fields=[
                ("whom", models.TextField(primary_key=True, serialize=False)),
                ("after", models.UUIDField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "exchange_catch_up",
            },
        ),
        migrations.AddIndex(
            model_name="exchangeline",
            index=models.Index(
                condition=models.Q(("behind_since__isnull", False)),
                fields=["peer", "behind_since"],
                name="exchange_line_behind",
            ),
        ),
        migrations.AddIndex(
            model_name="exchangeline",
            index=models.Index(
                condition=models.Q(("differed__gt", 0)), fields=["peer"], name="exchange_line_differs"
            ),
        ),
        migrations.RunSQL(sql=_SECURE + _STAYS, reverse_sql=migrations.RunSQL.noop),
    ]
