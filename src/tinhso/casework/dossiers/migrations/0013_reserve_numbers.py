"""Reserve numbers: printed by an agency, then entered or void; nothing of them vanishes or changes back."""

import django.db.models.deletion
from django.db import migrations, models

_SYSTEM = "current_setting('tinhso.scope', true) = 'system'"
_AGENCY = "nullif(current_setting('tinhso.agency', true), '')::uuid"
_CODE = "nullif(current_setting('tinhso.tracking_code', true), '')"

_SECURE = f"""
alter table dossiers_reserve_batch enable row level security;
create policy reserve_batch_seen on dossiers_reserve_batch using ({_SYSTEM} or agency_id = {_AGENCY})
  with check ({_SYSTEM});
alter table dossiers_reserve_number enable row level security;
create policy reserve_number_seen on dossiers_reserve_number using (
    {_SYSTEM} or agency_id = {_AGENCY} or number = {_CODE})
  with check ({_SYSTEM});
"""

_STAYS = """
create function dossiers_reserve_number_stays() returns trigger language plpgsql as $$
begin
  if old.dossier_id is not null or old.voided_at is not null
    or (new.number, new.batch_id, new.agency_id, new.sequence)
      is distinct from (old.number, old.batch_id, old.agency_id, old.sequence) then
    raise exception 'a reserve number that was used, and whose it is, stay as they are';
  end if;
  return new;
end $$;
create trigger dossiers_reserve_number_stays before update on dossiers_reserve_number
  for each row execute function dossiers_reserve_number_stays();
revoke delete on dossiers_reserve_number from tinhso_app;
revoke update, delete on dossiers_reserve_batch from tinhso_app;
revoke delete on dossiers_reserve_series from tinhso_app;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0004_delegations"),
        ("dossiers", "0012_calendar_moves"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReserveSeries",
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
                "db_table": "dossiers_reserve_series",
            },
        ),
        migrations.CreateModel(
            name="ReserveBatch",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("first", models.IntegerField()),
                ("last", models.IntegerField()),
                ("printed_at", models.DateTimeField()),
                ("printed_by", models.UUIDField()),
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
                "db_table": "dossiers_reserve_batch",
            },
        ),
        migrations.CreateModel(
            name="ReserveNumber",
            fields=[
                ("number", models.TextField(primary_key=True, serialize=False)),
                ("sequence", models.IntegerField()),
                ("received_at", models.DateTimeField(null=True)),
                ("entered_at", models.DateTimeField(null=True)),
                ("entered_by", models.UUIDField(null=True)),
                ("voided_at", models.DateTimeField(null=True)),
                ("voided_by", models.UUIDField(null=True)),
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
                    "batch",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.reservebatch",
                    ),
                ),
                (
                    "dossier",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.dossier",
                    ),
                ),
            ],
            options={
                "db_table": "dossiers_reserve_number",
            },
        ),
        migrations.AddConstraint(
            model_name="reservebatch",
            constraint=models.UniqueConstraint(fields=("agency", "first"), name="reserve_batch_begins_once"),
        ),
        migrations.AddConstraint(
            model_name="reservebatch",
            constraint=models.CheckConstraint(
                condition=models.Q(("last__gte", models.F("first"))), name="reserve_batch_has_numbers"
            ),
        ),
        migrations.AddConstraint(
            model_name="reservenumber",
            constraint=models.UniqueConstraint(fields=("batch", "sequence"), name="reserve_number_in_batch"),
        ),
        migrations.AddConstraint(
            model_name="reservenumber",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("dossier__isnull", True),
                        ("entered_at__isnull", True),
                        ("entered_by__isnull", True),
                        ("received_at__isnull", True),
                    ),
                    models.Q(
                        ("dossier__isnull", False),
                        ("entered_by__isnull", False),
                        ("received_at__lte", models.F("entered_at")),
                        ("voided_at__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="reserve_number_entered_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="reservenumber",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("sealed_reason__isnull", True),
                        ("voided_at__isnull", True),
                        ("voided_by__isnull", True),
                    ),
                    models.Q(
                        ("sealed_reason__isnull", False),
                        ("voided_at__isnull", False),
                        ("voided_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="reserve_number_void_with_reason",
            ),
        ),
        migrations.RunSQL(_SECURE + _STAYS, migrations.RunSQL.noop),
    ]
