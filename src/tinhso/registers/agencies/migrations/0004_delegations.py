"""A leader's delegation for a period: seen by the officers of the agency, written by the house."""

import django.db.models.deletion
from django.db import migrations, models

_SECURE = """
alter table agencies_delegation enable row level security;
create policy delegation_of_the_agency on agencies_delegation for select
  using (current_setting('tinhso.scope', true) = 'officer'
    and agency_id::text = current_setting('tinhso.agency', true));
create policy delegation_kept on agencies_delegation
  using (current_setting('tinhso.scope', true) = 'system')
  with check (current_setting('tinhso.scope', true) = 'system');
"""

# Joined where an account becomes an actor, before there is a scope; it names officers by their ids alone.
_VIEW = """
create view agencies_acting_delegation as
  select deputy_id, leader_id, agency_id, begins_at, least(ends_at, coalesce(ended_at, ends_at)) as until
  from agencies_delegation
"""


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0003_officer_name_words"),
    ]

    operations = [
        migrations.CreateModel(
            name="Delegation",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("begins_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("basis", models.CharField(blank=True, default="", max_length=120)),
                ("created_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_for", models.CharField(blank=True, default="", max_length=16)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.officer",
                    ),
                ),
                (
                    "deputy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.officer"
                    ),
                ),
                (
                    "leader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.officer"
                    ),
                ),
            ],
            options={
                "db_table": "agencies_delegation",
                "indexes": [models.Index(fields=["deputy", "ends_at"], name="agencies_delegation_of_deputy")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("begins_at"))),
                        name="agencies_delegation_lasts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("leader", models.F("deputy")), _negated=True),
                        name="agencies_delegation_between_two",
                    ),
                ],
            },
        ),
        migrations.RunSQL(_SECURE, migrations.RunSQL.noop),
        migrations.RunSQL(_VIEW, "drop view agencies_acting_delegation"),
    ]
