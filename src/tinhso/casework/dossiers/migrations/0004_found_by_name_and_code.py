"""Dossiers are found at an agency by whole accent-free words of the applicant's name and by the end of the code.

The words are blind indexes; an agency looks among its own only, and only the house writes them.
"""

import django.db.models.deletion
from django.db import migrations, models

_SECURE = """
alter table dossiers_name_word enable row level security;
create policy name_word_seen on dossiers_name_word using (
    current_setting('tinhso.scope', true) = 'system'
    or agency_id = nullif(current_setting('tinhso.agency', true), '')::uuid)
  with check (current_setting('tinhso.scope', true) = 'system');
"""


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0003_supplement_may_lapse")]

    operations = [
        migrations.AddField(
            model_name="worklistrow",
            name="code_tail",
            field=models.TextField(null=True, db_collation="C"),
        ),
        migrations.AddIndex(
            model_name="worklistrow",
            index=models.Index(fields=["agency_id", "code_tail"], name="worklist_code_tail"),
        ),
        migrations.AddIndex(
            model_name="worklistrow",
            index=models.Index(
                condition=models.Q(("code_tail__isnull", True)),
                fields=["dossier"],
                name="worklist_not_yet_findable",
            ),
        ),
        migrations.CreateModel(
            name="ApplicantNameWord",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "agency_id",
                        "word_index",
                        "dossier_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("agency_id", models.UUIDField()),
                ("word_index", models.BinaryField(max_length=16)),
                (
                    "dossier",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.dossier",
                    ),
                ),
            ],
            options={"db_table": "dossiers_name_word"},
        ),
        migrations.RunSQL(_SECURE, migrations.RunSQL.noop),
    ]
