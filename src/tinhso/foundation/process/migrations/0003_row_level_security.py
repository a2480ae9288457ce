"""An agency sees its own tasks and the clocks of its cases; every write happens as the system."""

from django.db import migrations

_FORWARD = """
alter table process_task enable row level security;
create policy task_seen on process_task using (
    current_setting('tinhso.scope', true) = 'system'
    or agency_id = nullif(current_setting('tinhso.agency', true), '')::uuid)
  with check (current_setting('tinhso.scope', true) = 'system');
alter table process_clock_entry enable row level security;
create policy clock_seen on process_clock_entry using (
    current_setting('tinhso.scope', true) = 'system'
    or exists (select 1 from authority_access a
      where a.case_id = process_clock_entry.case_id
      and a.agency_id = nullif(current_setting('tinhso.agency', true), '')::uuid))
  with check (current_setting('tinhso.scope', true) = 'system');
"""


class Migration(migrations.Migration):
    dependencies = [
        ("process", "0002_clocks_only_grow"),
        ("authority", "0002_row_level_security"),
    ]

    operations = [migrations.RunSQL(_FORWARD, migrations.RunSQL.noop)]
