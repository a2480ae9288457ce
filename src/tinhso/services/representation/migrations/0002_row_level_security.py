"""Who sees which mandates: the system, the principal, the representative, whoever legally represents.

Every write happens with the system's scope, after authority has been asked; a mandate is ended, never removed.
"""

from django.db import migrations

_SYSTEM = "current_setting('tinhso.scope', true) = 'system'"
_PERSON = "nullif(current_setting('tinhso.person', true), '')::uuid"
_ORGANISATION = "nullif(current_setting('tinhso.organisation', true), '')::uuid"

_FORWARD = f"""
alter table representation_mandate enable row level security;
create policy mandate_seen on representation_mandate using (
    {_SYSTEM} or principal_id = {_PERSON} or representative_id = {_PERSON}
    or organisation_id = {_ORGANISATION})
  with check ({_SYSTEM});
alter table representation_organisation enable row level security;
create policy organisation_seen on representation_organisation using (
    {_SYSTEM} or id = {_ORGANISATION})
  with check ({_SYSTEM});
revoke delete on representation_mandate, representation_organisation from tinhso_app;
"""


class Migration(migrations.Migration):
    dependencies = [("representation", "0001_begin")]

    operations = [migrations.RunSQL(_FORWARD, migrations.RunSQL.noop)]
