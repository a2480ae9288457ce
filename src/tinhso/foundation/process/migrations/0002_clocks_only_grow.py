"""What the ledger says of a clock is never changed: entries are added."""

from django.db import migrations

FORWARD = """
create function process_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'process_clock_entry is append-only';
end $$;
create trigger process_clock_entry_append_only before update or delete on process_clock_entry
  for each row execute function process_refuse_change();
"""

BACKWARD = """
drop trigger process_clock_entry_append_only on process_clock_entry;
drop function process_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("process", "0001_tasks_and_clocks")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
