"""What the other systems show, beside what they should; only the system sees it."""

from django.db import migrations, models

_TABLES = ("exchange_shown", "exchange_scan", "exchange_bucket")
_SYSTEM = "current_setting('tinhso.scope', true) = 'system'"
_SECURE = "".join(
    f"""
alter table {table} enable row level security;
create policy {table}_system on {table} using ({_SYSTEM}) with check ({_SYSTEM});
"""
    for table in _TABLES
)


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0001_begin"),
    ]

    operations = [
        migrations.CreateModel(
            name="ExchangeBucket",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "peer",
                        "day",
                        "agency_code",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("peer", models.TextField()),
                ("day", models.DateField()),
                ("agency_code", models.TextField()),
                ("here", models.BinaryField(null=True)),
                ("there", models.BinaryField(null=True)),
                ("dossiers_here", models.IntegerField(default=0)),
                ("dossiers_there", models.IntegerField(default=0)),
                ("is_stale", models.BooleanField(default=True)),
                ("hashed_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "exchange_bucket",
            },
        ),
        migrations.CreateModel(
            name="ExchangeScan",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "peer", "day", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("peer", models.TextField()),
                ("day", models.DateField()),
                ("read_at", models.DateTimeField()),
            ],
            options={
                "db_table": "exchange_scan",
            },
        ),
        migrations.CreateModel(
            name="ExchangeShown",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "peer", "code", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("peer", models.TextField()),
                ("code", models.TextField()),
                ("day", models.DateField()),
                ("status", models.SmallIntegerField()),
                ("seen_at", models.DateTimeField()),
                ("is_known", models.BooleanField(default=True)),
            ],
            options={
                "db_table": "exchange_shown",
            },
        ),
        migrations.AddField(
            model_name="exchangeline",
            name="is_expected",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="exchangeline",
            name="peer_code",
            field=models.TextField(default=""),
        ),
        migrations.AddIndex(
            model_name="exchangeline",
            index=models.Index(fields=["peer", "peer_code"], name="exchange_line_code"),
        ),
        migrations.AddIndex(
            model_name="exchangebucket",
            index=models.Index(
                condition=models.Q(("is_stale", True)), fields=["peer"], name="exchange_bucket_stale"
            ),
        ),
        migrations.AddIndex(
            model_name="exchangebucket",
            index=models.Index(
                condition=models.Q(("here", models.F("there")), _negated=True),
                fields=["peer"],
                name="exchange_bucket_unequal",
            ),
        ),
        migrations.AddIndex(
            model_name="exchangeshown",
            index=models.Index(fields=["peer", "day"], name="exchange_shown_day"),
        ),
        migrations.AddIndex(
            model_name="exchangeshown",
            index=models.Index(
                condition=models.Q(("is_known", False)),
                fields=["peer", "code"],
                name="exchange_shown_unknown",
            ),
        ),
        migrations.RunSQL(sql=_SECURE, reverse_sql=migrations.RunSQL.noop),
    ]
