"""Only the system grants access, and only the agency concerned (and the system) sees its grants."""

from django.db import migrations

_SYSTEM = "current_setting('tinhso.scope', true) = 'system'"
_AGENCY = "nullif(current_setting('tinhso.agency', true), '')::uuid"

_FORWARD = f"""
drop policy access_read on authority_access;
create policy access_read on authority_access for select using ({_SYSTEM} or agency_id = {_AGENCY});
drop policy access_write on authority_access;
create policy access_write on authority_access for insert with check ({_SYSTEM});
"""


class Migration(migrations.Migration):
    dependencies = [("authority", "0002_row_level_security")]

    operations = [migrations.RunSQL(_FORWARD, migrations.RunSQL.noop)]
