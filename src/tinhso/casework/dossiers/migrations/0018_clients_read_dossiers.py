"""A client reads the dossiers of its agencies, and asks what changed since a moment.

Events are appended in the order of time, so that a block range index finds those of a day for almost nothing.
"""

from django.contrib.postgres.indexes import BrinIndex
from django.db import migrations

_CLIENT = "(select current_setting('tinhso.scope', true)) = 'client'"
_AGENCIES = "(select current_setting('tinhso.client_agencies', true))"

_FORWARD = f"""
create policy dossier_seen_by_client on dossiers_dossier for select using (
  {_CLIENT} and ({_AGENCIES} = 'all'
    or exists (select 1 from authority_access a where a.case_id = dossiers_dossier.id)));
"""  # noqa: S608 - made of this file's own names


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0017_outside_codes"),
        ("authority", "0004_clients_see_their_agencies"),
    ]

    operations = [
        migrations.RunSQL(_FORWARD, "drop policy dossier_seen_by_client on dossiers_dossier"),
        migrations.AddIndex(
            model_name="dossierevent",
            index=BrinIndex(fields=["at"], name="dossiers_events_in_time", pages_per_range=16),
        ),
    ]
