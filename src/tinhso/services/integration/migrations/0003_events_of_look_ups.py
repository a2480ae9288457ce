# ruff: noqa: S608 - statements made of this file's own names
"""What happened to a look-up is kept for the one client that asked it, beside the steps of dossiers.

Who reads events by an agency alone goes on reading those of dossiers, and none of another client's look-ups.
"""

from django.db import migrations, models
from django.db.models import Q

_CLIENT = "(select current_setting('tinhso.scope', true)) = 'client'"
_AGENCIES = "(select current_setting('tinhso.client_agencies', true))"
_ITSELF = "(select nullif(current_setting('tinhso.client', true), '')::uuid)"
_TAKES_PART = f"""({_AGENCIES} = 'all'
    or exists (select 1 from authority_access a where a.case_id = integration_event.dossier_id))"""

_FORWARD = f"""
drop policy integration_event_seen on integration_event;
create policy integration_event_seen on integration_event for select using (
  {_CLIENT} and {_TAKES_PART} and (client_id is null or client_id = {_ITSELF}));
"""
_BACK = f"""
drop policy integration_event_seen on integration_event;
create policy integration_event_seen on integration_event for select using ({_CLIENT} and {_TAKES_PART});
"""


class Migration(migrations.Migration):
    dependencies = [
        ("integration", "0002_events_and_subscriptions"),
        ("authority", "0004_clients_see_their_agencies"),
    ]

    operations = [
        migrations.AddField("outsideevent", "client_id", models.UUIDField(null=True)),
        migrations.AddField("outsideevent", "look_up_id", models.UUIDField(null=True)),
        migrations.AddField("outsideevent", "register", models.TextField(null=True)),
        migrations.AddField("outsideevent", "state", models.TextField(null=True)),
        migrations.AddField("outsideevent", "asked_at", models.DateTimeField(null=True)),
        migrations.AddField("outsideevent", "answered_at", models.DateTimeField(null=True)),
        migrations.AddField("outsideevent", "as_of", models.DateTimeField(null=True)),
        migrations.AlterField("outsideevent", "procedure_code", models.TextField(null=True)),
        migrations.AlterField("outsideevent", "action", models.TextField(null=True)),
        migrations.AlterField("outsideevent", "status", models.SmallIntegerField(null=True)),
        migrations.AlterField("outsideevent", "version", models.IntegerField(null=True)),
        migrations.AddConstraint(
            "outsideevent",
            models.UniqueConstraint(
                fields=["look_up_id", "kind", "at"],
                condition=Q(look_up_id__isnull=False),
                name="outside_event_of_look_up_once",
            ),
        ),
        migrations.AddConstraint(
            "outsideevent",
            models.CheckConstraint(
                condition=Q(
                    procedure_code__isnull=False,
                    action__isnull=False,
                    status__isnull=False,
                    version__isnull=False,
                    client_id__isnull=True,
                    look_up_id__isnull=True,
                )
                | Q(
                    version__isnull=True,
                    client_id__isnull=False,
                    look_up_id__isnull=False,
                    register__isnull=False,
                    state__isnull=False,
                    asked_at__isnull=False,
                    answered_at__isnull=False,
                ),
                name="outside_event_of_one_sort",
            ),
        ),
        migrations.RunSQL(_FORWARD, _BACK),
    ]
