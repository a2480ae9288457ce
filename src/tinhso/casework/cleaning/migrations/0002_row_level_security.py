# ruff: noqa: S608 - statements made of this file's own names
"""The second lock: a task is seen by the one agency that has it, by equality.

Writes happen with the system's scope, after authority has been asked. Histories and visits are append-only.
"""

from django.db import migrations

_SYSTEM = "current_setting('tinhso.scope', true) = 'system'"
_AGENCY = "nullif(current_setting('tinhso.agency', true), '')::uuid"

_TASK = f"""
alter table cleaning_task enable row level security;
create policy cleaning_task_seen on cleaning_task using ({_SYSTEM} or agency_id = {_AGENCY})
  with check ({_SYSTEM});
"""

_PARTS = "".join(
    f"""
alter table {table} enable row level security;
create policy {table}_seen on {table} using (
    {_SYSTEM} or exists (select 1 from cleaning_task t where t.id = {table}.task_id))
  with check ({_SYSTEM});
"""
    for table in (
        "cleaning_origin", "cleaning_question", "cleaning_visit", "cleaning_proposal", "cleaning_event",
    )
)  # fmt: skip

_APPEND_ONLY = """
create function cleaning_stays() returns trigger language plpgsql as $$
begin
  raise exception 'what was seen and done in a cleaning task is append-only';
end $$;
create trigger cleaning_event_stays before update or delete on cleaning_event
  for each row execute function cleaning_stays();
create trigger cleaning_visit_stays before update or delete on cleaning_visit
  for each row execute function cleaning_stays();
revoke update, delete on cleaning_event, cleaning_visit, cleaning_origin from tinhso_app;
revoke delete on cleaning_task, cleaning_question, cleaning_proposal from tinhso_app;
"""


class Migration(migrations.Migration):
    dependencies = [("cleaning", "0001_begin"), ("authority", "0004_clients_see_their_agencies")]

    operations = [migrations.RunSQL(_TASK + _PARTS + _APPEND_ONLY, migrations.RunSQL.noop)]
