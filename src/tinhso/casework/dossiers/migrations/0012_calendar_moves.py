"""How far running dossiers are laid on a changed calendar; nothing personal, and only the house reads it."""

from django.db import migrations, models

_SYSTEM = "current_setting('tinhso.scope', true) = 'system'"
_SECURE = f"""
alter table dossiers_calendar_move enable row level security;
create policy dossiers_calendar_move_seen on dossiers_calendar_move using ({_SYSTEM}) with check ({_SYSTEM});
revoke delete on dossiers_calendar_move from tinhso_app;
"""


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0011_event_on_behalf")]

    operations = [
        migrations.CreateModel(
            name="CalendarMove",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("since", models.DateField()),
                ("reason", models.TextField()),
                ("total", models.IntegerField()),
                ("looked_at", models.IntegerField(default=0)),
                ("later", models.IntegerField(default=0)),
                ("earlier", models.IntegerField(default=0)),
                ("told", models.IntegerField(default=0)),
                ("reached", models.UUIDField(null=True)),
                ("begun_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={"db_table": "dossiers_calendar_move"},
        ),
        migrations.RunSQL(_SECURE, migrations.RunSQL.noop),
    ]
