# ruff: noqa: S608 - statements made of this file's own names
"""Results by post: who sees them as whose dossier they see; what was sent, and how it ended, stays."""

import django.db.models.deletion
from django.db import migrations, models

_SYSTEM = "current_setting('tinhso.scope', true) = 'system'"
_AGENCY = "nullif(current_setting('tinhso.agency', true), '')::uuid"

_SECURE = f"""
alter table dossiers_postal_list enable row level security;
create policy postal_list_seen on dossiers_postal_list using ({_SYSTEM} or agency_id = {_AGENCY})
  with check ({_SYSTEM});
alter table dossiers_withdrawn_parcel_number enable row level security;
create policy withdrawn_parcel_number_seen on dossiers_withdrawn_parcel_number using (
    {_SYSTEM} or exists (select 1 from dossiers_parcel p
      where p.id = dossiers_withdrawn_parcel_number.parcel_id and p.agency_id = {_AGENCY}))
  with check ({_SYSTEM});
""" + "".join(
    f"""
alter table {table} enable row level security;
create policy {table}_seen on {table} using (
    {_SYSTEM} or exists (select 1 from dossiers_dossier d where d.id = {table}.dossier_id))
  with check ({_SYSTEM});
"""
    for table in ("dossiers_postal", "dossiers_parcel")
)

_STAYS = """
create function dossiers_parcel_stays() returns trigger language plpgsql as $$
begin
  if old.outcome is not null
    or (old.sent_at is not null and (new.sent_at, new.sent_by) is distinct from (old.sent_at, old.sent_by))
    or (new.id, new.dossier_id, new.agency_id, new.list_id, new.place, new.sealed_address)
      is distinct from (old.id, old.dossier_id, old.agency_id, old.list_id, old.place, old.sealed_address) then
    raise exception 'a parcel that was sent, and how it ended, stay as they are';
  end if;
  return new;
end $$;
create trigger dossiers_parcel_stays before update on dossiers_parcel
  for each row execute function dossiers_parcel_stays();
revoke delete on dossiers_postal, dossiers_parcel, dossiers_postal_series from tinhso_app;
revoke update, delete on dossiers_postal_list, dossiers_withdrawn_parcel_number from tinhso_app;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0005_agency_details"),
        ("dossiers", "0014_papers_from_the_store"),
    ]

    operations = [
        migrations.CreateModel(
            name="PostalListSeries",
            fields=[
                (
                    "agency",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="agencies.agency",
                    ),
                ),
                ("last", models.IntegerField()),
            ],
            options={
                "db_table": "dossiers_postal_series",
            },
        ),
        migrations.CreateModel(
            name="PostalList",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("number", models.IntegerField()),
                ("made_at", models.DateTimeField()),
                ("made_by", models.UUIDField()),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
            ],
            options={
                "db_table": "dossiers_postal_list",
            },
        ),
        migrations.CreateModel(
            name="Parcel",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("place", models.SmallIntegerField()),
                ("sealed_address", models.BinaryField()),
                ("number", models.TextField(null=True)),
                ("is_standard", models.BooleanField(db_default=True)),
                ("numbered_at", models.DateTimeField(null=True)),
                ("numbered_by", models.UUIDField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("sent_by", models.UUIDField(null=True)),
                ("outcome", models.TextField(null=True)),
                ("outcome_date", models.DateField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.UUIDField(null=True)),
                ("sealed_reason", models.BinaryField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.dossier"
                    ),
                ),
                (
                    "list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.postallist",
                    ),
                ),
            ],
            options={
                "db_table": "dossiers_parcel",
            },
        ),
        migrations.CreateModel(
            name="PostalReturn",
            fields=[
                (
                    "dossier",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="dossiers.dossier",
                    ),
                ),
                ("state", models.TextField()),
                ("sealed_address", models.BinaryField(null=True)),
                ("changed_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
            ],
            options={
                "db_table": "dossiers_postal",
            },
        ),
        migrations.CreateModel(
            name="WithdrawnParcelNumber",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("number", models.TextField()),
                ("is_standard", models.BooleanField()),
                ("entered_at", models.DateTimeField()),
                ("entered_by", models.UUIDField()),
                ("withdrawn_at", models.DateTimeField()),
                ("withdrawn_by", models.UUIDField(null=True)),
                ("sealed_reason", models.BinaryField()),
                (
                    "parcel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.parcel"
                    ),
                ),
            ],
            options={
                "db_table": "dossiers_withdrawn_parcel_number",
            },
        ),
        migrations.AddConstraint(
            model_name="postallist",
            constraint=models.UniqueConstraint(fields=("agency", "number"), name="postal_list_number_once"),
        ),
        migrations.AddConstraint(
            model_name="parcel",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome__isnull", True)), fields=("dossier",), name="parcel_open_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="parcel",
            constraint=models.UniqueConstraint(
                condition=models.Q(("number__isnull", False), ("is_standard", True)),
                fields=("number",),
                name="parcel_number_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="parcel",
            constraint=models.UniqueConstraint(
                condition=models.Q(("number__isnull", False)),
                fields=("agency", "number"),
                name="parcel_number_once_here",
            ),
        ),
        migrations.AddConstraint(
            model_name="parcel",
            constraint=models.CheckConstraint(
                condition=models.Q(("sent_at__isnull", True), ("number__isnull", False), _connector="OR"),
                name="parcel_sent_with_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="parcel",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("outcome__isnull", True)),
                    models.Q(
                        ("ended_at__isnull", False),
                        ("outcome__in", ["delivered", "came_back"]),
                        ("sent_at__isnull", False),
                    ),
                    models.Q(
                        ("ended_at__isnull", False), ("outcome", "taken_off"), ("sent_at__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="parcel_ends_whole",
            ),
        ),
        migrations.AddIndex(
            model_name="postalreturn",
            index=models.Index(fields=["agency", "state", "changed_at", "dossier"], name="postal_of_agency"),
        ),
        migrations.AddConstraint(
            model_name="postalreturn",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["wanted", "listed", "sent", "delivered", "came_back", "desk", "collected"])
                ),
                name="postal_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="postalreturn",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["wanted", "desk", "collected"]),
                    ("sealed_address__isnull", False),
                    _connector="OR",
                ),
                name="postal_leaves_with_address",
            ),
        ),
        migrations.RunSQL(_SECURE + _STAYS, migrations.RunSQL.noop),
    ]
