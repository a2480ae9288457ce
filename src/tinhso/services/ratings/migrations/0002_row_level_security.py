"""No officer sees a rating: whoever gave it does, and the system, which makes figures of them."""

from django.db import migrations

_SYSTEM = "current_setting('tinhso.scope', true) = 'system'"
_PERSON = "nullif(current_setting('tinhso.person', true), '')::uuid"

_FORWARD = f"""
alter table ratings_rating enable row level security;
create policy rating_seen on ratings_rating using ({_SYSTEM} or person_id = {_PERSON})
  with check ({_SYSTEM});
revoke delete on ratings_rating from tinhso_app;
"""


class Migration(migrations.Migration):
    dependencies = [("ratings", "0001_begin")]

    operations = [migrations.RunSQL(_FORWARD, migrations.RunSQL.noop)]
