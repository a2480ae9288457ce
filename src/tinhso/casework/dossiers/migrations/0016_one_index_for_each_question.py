"""Each question to the table has one index; those that another one answers as well only cost every write."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0015_results_by_post"),
    ]

    operations = [
        migrations.AlterField(
            model_name="dossier",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.agency",
            ),
        ),
        migrations.AlterField(
            model_name="dossier",
            name="applicant",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AlterField(
            model_name="dossier",
            name="code",
            field=models.TextField(),
        ),
        migrations.AlterField(
            model_name="dossier",
            name="dotted_code",
            field=models.TextField(null=True),
        ),
        migrations.AlterField(
            model_name="dossier",
            name="national_code",
            field=models.TextField(null=True),
        ),
        migrations.AlterField(
            model_name="dossierevent",
            name="dossier",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="dossiers.dossier",
            ),
        ),
        migrations.AlterField(
            model_name="paper",
            name="dossier",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="dossiers.dossier",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.UniqueConstraint(fields=("code",), name="dossier_code_once"),
        ),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.UniqueConstraint(fields=("dotted_code",), name="dossier_dotted_code_once"),
        ),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.UniqueConstraint(
                condition=models.Q(("national_code__isnull", False)),
                fields=("national_code",),
                name="dossier_national_code_once",
            ),
        ),
    ]
