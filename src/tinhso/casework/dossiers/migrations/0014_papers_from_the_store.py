"""Papers that come from the personal store, and papers that need not be brought at all."""

import django.db.models.deletion
from django.db import migrations, models

_SYSTEM = "current_setting('tinhso.scope', true) = 'system'"

_FORWARD = f"""
alter table dossiers_spared_paper enable row level security;
create policy spared_paper_seen on dossiers_spared_paper using (
    {_SYSTEM} or exists (select 1 from dossiers_dossier d where d.id = dossiers_spared_paper.dossier_id))
  with check ({_SYSTEM});
revoke update on dossiers_spared_paper from tinhso_app;
"""  # noqa: S608 - made of this file's own names


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0013_reserve_numbers"),
        ("files", "0002_one_level_of_folders"),
        ("personal_store", "0002_row_level_security"),
    ]

    operations = [
        migrations.CreateModel(
            name="SparedPaper",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "dossier_id", "key", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.dossier",
                    ),
                ),
                ("key", models.TextField()),
                ("by", models.TextField()),
                ("fact", models.TextField()),
            ],
            options={
                "db_table": "dossiers_spared_paper",
            },
        ),
        migrations.AddField(
            model_name="paper",
            name="kept_paper",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="personal_store.keptpaper",
            ),
        ),
        migrations.AddIndex(
            model_name="paper",
            index=models.Index(
                condition=models.Q(("kept_paper__isnull", False)),
                fields=["kept_paper"],
                name="papers_from_the_store",
            ),
        ),
        migrations.AddConstraint(
            model_name="sparedpaper",
            constraint=models.CheckConstraint(
                condition=models.Q(("by__in", ["register", "store"])), name="spared_paper_by_known"
            ),
        ),
        migrations.RunSQL(_FORWARD, migrations.RunSQL.noop),
    ]
