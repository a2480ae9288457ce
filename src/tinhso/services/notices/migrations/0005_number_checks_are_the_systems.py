"""Only the system sees which number is being confirmed."""

from django.db import migrations

_SYSTEM = "current_setting('tinhso.scope', true) = 'system'"

_FORWARD = f"""
alter table notices_number_check enable row level security;
create policy number_check_seen on notices_number_check using ({_SYSTEM}) with check ({_SYSTEM});
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0004_number_checks")]

    operations = [migrations.RunSQL(_FORWARD, migrations.RunSQL.noop)]
