"""What was declared stays readable as it was: no row is changed or removed."""

from django.db import migrations

FORWARD = """
create function calendar_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'calendar_holiday is append-only';
end $$;
create trigger calendar_holiday_append_only before update or delete on calendar_holiday
  for each row execute function calendar_refuse_change();
"""

BACKWARD = """
drop trigger calendar_holiday_append_only on calendar_holiday;
drop function calendar_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("calendar", "0001_declared_days")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
