# ruff: noqa: S608 - statements made of this file's own names
"""The second lock: a case is seen by its sender, by agencies with an access row, by whoever holds its code.

Writes happen with the system's scope, after authority has been asked. Published answers
are public while they stand. Histories are append-only.
"""

from django.db import migrations

_SYSTEM = "current_setting('tinhso.scope', true) = 'system'"
_PERSON = "nullif(current_setting('tinhso.person', true), '')::uuid"
_AGENCY = "nullif(current_setting('tinhso.agency', true), '')::uuid"
_CODE = "nullif(current_setting('tinhso.tracking_code', true), '')"

_CASE = f"""
alter table feedback_case enable row level security;
create policy feedback_seen on feedback_case using (
    {_SYSTEM}
    or sender_id = {_PERSON}
    or code = {_CODE}
    or exists (select 1 from authority_access a
      where a.case_id = feedback_case.id and a.agency_id = {_AGENCY}))
  with check ({_SYSTEM});
"""

_PARTS = "".join(
    f"""
alter table {table} enable row level security;
create policy {table}_seen on {table} using (
    {_SYSTEM} or exists (select 1 from feedback_case f where f.id = {table}.feedback_id))
  with check ({_SYSTEM});
"""
    for table in ("feedback_paper", "feedback_event", "feedback_answer")
)

_OTHERS = f"""
alter table feedback_publication enable row level security;
create policy publication_seen on feedback_publication using ({_SYSTEM} or withdrawn_at is null)
  with check ({_SYSTEM});
"""

_APPEND_ONLY = """
create function feedback_event_stays() returns trigger language plpgsql as $$
begin
  raise exception 'the history of a feedback is append-only';
end $$;
create trigger feedback_event_stays before update or delete on feedback_event
  for each row execute function feedback_event_stays();
revoke update, delete on feedback_event from tinhso_app;
revoke delete on feedback_case, feedback_paper, feedback_answer, feedback_publication
  from tinhso_app;
"""


class Migration(migrations.Migration):
    dependencies = [("feedback", "0001_begin"), ("authority", "0003_system_grants_access")]

    operations = [migrations.RunSQL(_CASE + _PARTS + _OTHERS + _APPEND_ONLY, migrations.RunSQL.noop)]
