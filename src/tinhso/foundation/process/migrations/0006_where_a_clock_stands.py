"""Where a clock stands at a moment, as a function that statements of other rooms may call.

For each case: the due date as last written down by then, and since when the clock is stopped (also where
the case ended while it was). Says what ``rules/clock.py`` says; a test compares the two.
"""

from django.db import migrations

_FORWARD = """
create function process_clock_standing(kind_of_case text, the_case uuid, moment timestamptz)
returns table (due_at timestamptz, stopped_at timestamptz) language sql stable as $$
  select
    (array_agg(coalesce(e.due_after, e.due_before) order by e.sequence desc)
      filter (where coalesce(e.due_after, e.due_before) is not null))[1],
    case when max(e.sequence) filter (where e.kind = 'stop')
        > coalesce(max(e.sequence) filter (where e.kind = 'resume'), 0)
      then max(e.at) filter (where e.kind = 'stop') end
  from process_clock_entry e
  where e.case_kind = kind_of_case and e.case_id = the_case and e.at <= moment
$$;
create index process_task_open_at_agency on process_task (agency_id, case_kind, due_at)
  where completed_at is null and role <> 'system';
"""
_BACK = """
drop index process_task_open_at_agency;
drop function process_clock_standing(text, uuid, timestamptz);
"""


class Migration(migrations.Migration):
    dependencies = [("process", "0005_tasks_of_an_officer")]

    operations = [migrations.RunSQL(_FORWARD, _BACK)]
