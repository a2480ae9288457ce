"""A kept paper is seen by its person, its organisation, the agency that scanned or issued it, the system.

Only a scan that nobody has certified can be removed.
"""

from django.db import migrations

_SYSTEM = "current_setting('tinhso.scope', true) = 'system'"
_PERSON = "nullif(current_setting('tinhso.person', true), '')::uuid"
_AGENCY = "nullif(current_setting('tinhso.agency', true), '')::uuid"
_ORGANISATION = "nullif(current_setting('tinhso.organisation', true), '')::uuid"

_FORWARD = f"""
alter table personal_store_paper enable row level security;
create policy kept_paper_seen on personal_store_paper for select using (
    {_SYSTEM} or person_id = {_PERSON} or organisation_id = {_ORGANISATION} or agency_id = {_AGENCY});
create policy kept_paper_kept on personal_store_paper for insert with check ({_SYSTEM});
create policy kept_paper_changed on personal_store_paper for update using ({_SYSTEM}) with check ({_SYSTEM});
create policy kept_paper_discarded on personal_store_paper for delete
  using ({_SYSTEM} and certified_at is null);
"""


class Migration(migrations.Migration):
    dependencies = [("personal_store", "0001_begin")]

    operations = [migrations.RunSQL(_FORWARD, migrations.RunSQL.noop)]
