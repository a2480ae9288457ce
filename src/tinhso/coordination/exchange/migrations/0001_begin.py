"""What the exchange keeps. Only the system sees it; what was said is never altered, nothing is deleted."""

import django.db.models.deletion
from django.db import migrations, models

_TABLES = (
    "exchange_dossier",
    "exchange_change",
    "exchange_line",
    "exchange_inbound",
    "exchange_cursor",
    "exchange_operation",
)
_SYSTEM = "current_setting('tinhso.scope', true) = 'system'"
_SECURE = "".join(
    f"""
alter table {table} enable row level security;
create policy {table}_system on {table} using ({_SYSTEM}) with check ({_SYSTEM});
revoke delete on {table} from tinhso_app;
"""
    for table in _TABLES
)
_STAYS = "revoke update on exchange_change, exchange_operation from tinhso_app;"


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0017_outside_codes"),
    ]

    operations = [
        migrations.CreateModel(
            name="ExchangeCursor",
            fields=[
                ("system", models.TextField(primary_key=True, serialize=False)),
                ("position", models.BigIntegerField()),
                ("moved_at", models.DateTimeField()),
            ],
            options={
                "db_table": "exchange_cursor",
            },
        ),
        migrations.CreateModel(
            name="ExchangeDossier",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("creator", models.TextField()),
                ("code", models.TextField()),
                ("owner", models.TextField()),
                ("agency_code", models.TextField()),
                ("procedure_code", models.TextField()),
                ("status", models.SmallIntegerField()),
                ("changes", models.IntegerField()),
                ("told_version", models.IntegerField(default=0)),
                ("opened_on", models.DateField()),
                ("digest", models.BinaryField()),
                ("problem", models.TextField(default="")),
                ("changed_at", models.DateTimeField()),
                (
                    "house_dossier",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.dossier",
                    ),
                ),
            ],
            options={
                "db_table": "exchange_dossier",
            },
        ),
        migrations.CreateModel(
            name="ExchangeChange",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "dossier_id",
                        "origin",
                        "seq",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("origin", models.TextField()),
                ("seq", models.IntegerField()),
                ("place", models.IntegerField()),
                ("after", models.JSONField()),
                ("at", models.DateTimeField()),
                ("sealed_parts", models.BinaryField()),
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
                "db_table": "exchange_change",
            },
        ),
        migrations.CreateModel(
            name="ExchangeInbound",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("system", models.TextField()),
                ("message_id", models.TextField()),
                ("dossier_code", models.TextField()),
                ("sequence", models.BigIntegerField()),
                ("digest", models.BinaryField()),
                ("sealed_body", models.BinaryField()),
                ("arrived_at", models.DateTimeField()),
                ("state", models.TextField()),
                ("reason", models.TextField(default="")),
                ("tries", models.IntegerField(default=0)),
                ("due_at", models.DateTimeField(null=True)),
                ("leased_until", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "exchange_inbound",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["due_at"],
                        name="exchange_inbound_due",
                    ),
                    models.Index(
                        fields=["system", "dossier_code", "sequence"], name="exchange_inbound_of_dossier"
                    ),
                    models.Index(
                        condition=models.Q(("state", "apart")),
                        fields=["arrived_at"],
                        name="exchange_inbound_apart",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("system", "message_id"), name="exchange_inbound_once"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "taken", "apart", "dismissed"])),
                        name="exchange_inbound_never_dropped",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExchangeLine",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "dossier_id", "peer", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("peer", models.TextField()),
                ("acknowledged", models.JSONField()),
                ("is_agreed", models.BooleanField()),
                ("behind_since", models.DateTimeField(null=True)),
                ("due_at", models.DateTimeField(null=True)),
                ("leased_until", models.DateTimeField(null=True)),
                ("tries", models.IntegerField(default=0)),
                ("reason", models.TextField(default="")),
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
                "db_table": "exchange_line",
            },
        ),
        migrations.CreateModel(
            name="ExchangeOperation",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("officer", models.UUIDField(null=True)),
                ("act", models.TextField()),
                ("system", models.TextField()),
                ("sealed_reason", models.BinaryField()),
                (
                    "message",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="exchange.exchangeinbound",
                    ),
                ),
            ],
            options={
                "db_table": "exchange_operation",
            },
        ),
        migrations.AddIndex(
            model_name="exchangedossier",
            index=models.Index(fields=["opened_on", "agency_code"], name="exchange_dossier_bucket"),
        ),
        migrations.AddConstraint(
            model_name="exchangedossier",
            constraint=models.UniqueConstraint(fields=("creator", "code"), name="exchange_dossier_once"),
        ),
        migrations.AddIndex(
            model_name="exchangeline",
            index=models.Index(
                condition=models.Q(("due_at__isnull", False)),
                fields=["peer", "due_at"],
                name="exchange_line_due",
            ),
        ),
        migrations.AddIndex(
            model_name="exchangeoperation",
            index=models.Index(fields=["-at"], name="exchange_operation_latest"),
        ),
        migrations.RunSQL(sql=_SECURE + _STAYS, reverse_sql=migrations.RunSQL.noop),
    ]
