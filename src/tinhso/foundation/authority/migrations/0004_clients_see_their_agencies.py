"""A client sees the access rows of the agencies that its agreement names, or of all."""

from django.db import migrations

_CLIENT = "(select current_setting('tinhso.scope', true)) = 'client'"
_AGENCIES = "(select current_setting('tinhso.client_agencies', true))"

_FORWARD = f"""
create policy access_read_by_client on authority_access for select using (
  {_CLIENT} and ({_AGENCIES} = 'all' or agency_id = any(
    (select string_to_array(nullif(nullif({_AGENCIES}, ''), 'all'), ',')::uuid[])::uuid[])));
"""


class Migration(migrations.Migration):
    dependencies = [("authority", "0003_system_grants_access")]

    operations = [
        migrations.RunSQL(_FORWARD, "drop policy access_read_by_client on authority_access"),
    ]
