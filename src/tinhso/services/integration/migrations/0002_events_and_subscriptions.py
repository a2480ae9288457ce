# ruff: noqa: S608 - statements made of this file's own names
"""What happened, for systems of others: events that stay, who is told of them, and each telling."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

_CLIENT = "(select current_setting('tinhso.scope', true)) = 'client'"
_AGENCIES = "(select current_setting('tinhso.client_agencies', true))"
_SYSTEM = "(select current_setting('tinhso.scope', true)) = 'system'"

_SECURE = (
    "".join(
        f"""
alter table {table} enable row level security;
create policy {table}_system on {table} using ({_SYSTEM}) with check ({_SYSTEM});
"""
        for table in ("integration_event", "integration_subscription", "integration_delivery")
    )
    + f"""
create policy integration_event_seen on integration_event for select using (
  {_CLIENT} and ({_AGENCIES} = 'all'
    or exists (select 1 from authority_access a where a.case_id = integration_event.dossier_id)));
revoke update, delete on integration_event from tinhso_app;
revoke delete on integration_subscription, integration_delivery from tinhso_app;
"""
)


class Migration(migrations.Migration):
    dependencies = [
        ("integration", "0001_clients_and_tokens"),
    ]

    operations = [
        migrations.CreateModel(
            name="OutsideEvent",
            fields=[
                ("seq", models.BigAutoField(primary_key=True, serialize=False)),
                ("id", models.UUIDField(unique=True)),
                ("kind", models.TextField()),
                ("dossier_id", models.UUIDField()),
                ("dossier_code", models.TextField()),
                ("procedure_code", models.TextField()),
                ("agency_id", models.UUIDField()),
                ("action", models.TextField()),
                ("status", models.SmallIntegerField()),
                ("version", models.IntegerField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "integration_event",
                "constraints": [
                    models.UniqueConstraint(fields=("dossier_id", "version"), name="outside_event_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Subscription",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("url", models.TextField()),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None),
                ),
                ("sealed_key", models.BinaryField()),
                ("created_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("paused_at", models.DateTimeField(null=True)),
                ("paused_for", models.TextField(default="")),
                ("failures", models.IntegerField(default=0)),
                ("failing_since", models.DateTimeField(null=True)),
                ("next_at", models.DateTimeField()),
                ("last_error", models.TextField(default="")),
                ("last_success_at", models.DateTimeField(null=True)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="integration.client"
                    ),
                ),
            ],
            options={
                "db_table": "integration_subscription",
            },
        ),
        migrations.CreateModel(
            name="WebhookDelivery",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "subscription_id",
                        "event_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("attempts", models.IntegerField(default=0)),
                ("next_at", models.DateTimeField()),
                ("last_error", models.TextField(default="")),
                ("delivered_at", models.DateTimeField(null=True)),
                (
                    "event",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="integration.outsideevent",
                    ),
                ),
                (
                    "subscription",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="integration.subscription",
                    ),
                ),
            ],
            options={
                "db_table": "integration_delivery",
            },
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("paused_at__isnull", True), ("paused_for", "")),
                    models.Q(("paused_at__isnull", False), ("paused_for__in", ["failing", "operator"])),
                    _connector="OR",
                ),
                name="subscription_paused_for_a_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="webhookdelivery",
            index=models.Index(
                condition=models.Q(("delivered_at__isnull", True)),
                fields=["subscription", "event"],
                name="webhooks_waiting",
            ),
        ),
        migrations.RunSQL(_SECURE, migrations.RunSQL.noop),
    ]
