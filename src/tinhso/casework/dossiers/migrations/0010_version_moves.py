"""Moves of running dossiers to another version of their procedure; only the house reads and writes them."""

import django.db.models.deletion
from django.db import migrations, models

_SYSTEM = "current_setting('tinhso.scope', true) = 'system'"
_SECURE = "".join(
    f"""
alter table {table} enable row level security;
create policy {table}_seen on {table} using ({_SYSTEM}) with check ({_SYSTEM});
revoke delete on {table} from tinhso_app;
"""
    for table in ("dossiers_version_move", "dossiers_version_moved")
)


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0009_lists_read_their_own_lines")]

    operations = [
        migrations.CreateModel(
            name="VersionMove",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("procedure_code", models.TextField()),
                ("from_version", models.TextField()),
                ("to_version", models.TextField()),
                ("sealed_reason", models.BinaryField()),
                ("moved_by", models.UUIDField()),
                ("moved_at", models.DateTimeField()),
                ("undone_by", models.UUIDField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
            ],
            options={"db_table": "dossiers_version_move"},
        ),
        migrations.CreateModel(
            name="MovedDossier",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "move_id",
                        "dossier_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("version_after", models.IntegerField(null=True)),
                ("version_back", models.IntegerField(null=True)),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.dossier",
                    ),
                ),
                (
                    "move",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.versionmove",
                    ),
                ),
            ],
            options={"db_table": "dossiers_version_moved"},
        ),
        migrations.RunSQL(_SECURE, migrations.RunSQL.noop),
    ]
