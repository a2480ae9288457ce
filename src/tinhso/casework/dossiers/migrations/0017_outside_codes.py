"""Codes of dossiers at other systems, and what was filed there; nothing of it changes afterwards."""

import django.db.models.deletion
from django.db import migrations, models

_SYSTEM = "current_setting('tinhso.scope', true) = 'system'"

_SECURE = f"""
alter table dossiers_outside_code enable row level security;
create policy outside_code_seen on dossiers_outside_code using (
    {_SYSTEM} or exists (select 1 from dossiers_dossier d where d.id = dossiers_outside_code.dossier_id))
  with check ({_SYSTEM});
revoke update, delete on dossiers_outside_code from tinhso_app;
"""  # noqa: S608 - made of this file's own names


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0016_one_index_for_each_question")]

    operations = [
        migrations.CreateModel(
            name="OutsideCode",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "system", "code", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("system", models.TextField()),
                ("code", models.TextField()),
                ("noted_at", models.DateTimeField()),
                ("filed_at", models.DateTimeField(null=True)),
                ("sealed_filing", models.BinaryField(null=True)),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.dossier"
                    ),
                ),
            ],
            options={
                "db_table": "dossiers_outside_code",
            },
        ),
        migrations.AddConstraint(
            model_name="outsidecode",
            constraint=models.UniqueConstraint(
                fields=("dossier", "system"), name="outside_code_once_a_system"
            ),
        ),
        migrations.AddConstraint(
            model_name="outsidecode",
            constraint=models.UniqueConstraint(
                condition=models.Q(("sealed_filing__isnull", False)),
                fields=("dossier",),
                name="outside_filed_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="outsidecode",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("filed_at__isnull", True), ("sealed_filing__isnull", True)),
                    models.Q(("filed_at__isnull", False), ("sealed_filing__isnull", False)),
                    _connector="OR",
                ),
                name="outside_filing_whole",
            ),
        ),
        migrations.AddField(
            model_name="paper",
            name="outside_code",
            field=models.TextField(null=True),
        ),
        migrations.RunSQL(_SECURE, migrations.RunSQL.noop),
    ]
