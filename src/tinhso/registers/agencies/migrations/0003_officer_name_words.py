"""Officers are found by whole accent-free words of their names; officers may look, only the house writes."""

import django.db.models.deletion
from django.db import migrations, models

_SECURE = """
alter table agencies_officer_name_word enable row level security;
create policy officer_name_word_looked_up on agencies_officer_name_word for select
  using (current_setting('tinhso.scope', true) in ('system', 'officer'));
create policy officer_name_word_kept on agencies_officer_name_word
  using (current_setting('tinhso.scope', true) = 'system')
  with check (current_setting('tinhso.scope', true) = 'system');
"""


class Migration(migrations.Migration):
    dependencies = [("agencies", "0002_acting_officer_view")]

    operations = [
        migrations.CreateModel(
            name="OfficerNameWord",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "word_index",
                        "officer_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("word_index", models.BinaryField(max_length=16)),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.officer"
                    ),
                ),
            ],
            options={"db_table": "agencies_officer_name_word"},
        ),
        migrations.RunSQL(_SECURE, migrations.RunSQL.noop),
    ]
