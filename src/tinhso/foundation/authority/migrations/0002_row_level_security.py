"""An agency sees its own access rows; the system sees all."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("authority", "0001_begin")]

    operations = [
        migrations.RunSQL(
            """
            alter table authority_access enable row level security;
            create policy access_read on authority_access for select using (
              current_setting('tinhso.scope', true) in ('system', 'citizen', 'public')
              or agency_id = nullif(current_setting('tinhso.agency', true), '')::uuid);
            create policy access_write on authority_access for insert with check (true);
            """,
            migrations.RunSQL.noop,
        )
    ]
