# ruff: noqa: S608 - statements made of this file's own names
"""The second lock: dossiers are seen by their owner, by agencies with an access row, by the system.

Every write happens with the system's scope, after authority has been asked; policies compare by
equality and queries state the WHERE. Histories are append-only.
"""

from django.db import migrations

_SYSTEM = "current_setting('tinhso.scope', true) = 'system'"
_PERSON = "nullif(current_setting('tinhso.person', true), '')::uuid"
_AGENCY = "nullif(current_setting('tinhso.agency', true), '')::uuid"
_CODE = "nullif(current_setting('tinhso.tracking_code', true), '')"

_DOSSIER = f"""
alter table dossiers_dossier enable row level security;
create policy dossier_seen on dossiers_dossier using (
    {_SYSTEM}
    or applicant_id = {_PERSON}
    or code = {_CODE}
    or exists (select 1 from authority_access a
      where a.case_id = dossiers_dossier.id and a.agency_id = {_AGENCY}))
  with check ({_SYSTEM});
"""

_PARTS = "".join(
    f"""
alter table {table} enable row level security;
create policy {table}_seen on {table} using (
    {_SYSTEM} or exists (select 1 from dossiers_dossier d where d.id = {table}.dossier_id))
  with check ({_SYSTEM});
"""
    for table in ("dossiers_paper", "dossiers_event", "dossiers_supplement", "dossiers_result")
)

_WORKLIST = f"""
alter table dossiers_worklist enable row level security;
create policy worklist_seen on dossiers_worklist using ({_SYSTEM} or agency_id = {_AGENCY})
  with check ({_SYSTEM});
"""

_DRAFT = f"""
alter table dossiers_draft enable row level security;
create policy draft_seen on dossiers_draft using ({_SYSTEM} or person_id = {_PERSON});
"""

_APPEND_ONLY = """
create function dossiers_event_stays() returns trigger language plpgsql as $$
begin
  raise exception 'the history of a dossier is append-only';
end $$;
create trigger dossiers_event_stays before update or delete on dossiers_event
  for each row execute function dossiers_event_stays();
revoke update, delete on dossiers_event from tinhso_app;
revoke delete on dossiers_dossier, dossiers_paper, dossiers_supplement from tinhso_app;
"""


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0001_begin"), ("authority", "0002_row_level_security")]

    operations = [
        migrations.RunSQL(_DOSSIER + _PARTS + _WORKLIST + _DRAFT + _APPEND_ONLY, migrations.RunSQL.noop)
    ]
