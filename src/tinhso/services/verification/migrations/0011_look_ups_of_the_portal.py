"""The portal looks up, too: for somebody who files, before any officer works on the case."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("verification", "0010_checks_know_their_kind_of_case")]

    operations = [
        migrations.AlterField(
            model_name="lookup",
            name="asked_by",
            field=models.UUIDField(null=True),
        ),
        migrations.RemoveConstraint(model_name="lookup", name="look_up_task_has_reason"),
        migrations.AddConstraint(
            model_name="lookup",
            constraint=models.CheckConstraint(
                condition=models.Q(purpose__in=["dossier", "filing"])
                | models.Q(purpose="task", sealed_reason__isnull=False),
                name="look_up_task_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="lookup",
            constraint=models.CheckConstraint(
                condition=models.Q(purpose="filing", asked_by__isnull=True)
                | (~models.Q(purpose="filing") & models.Q(asked_by__isnull=False)),
                name="look_up_by_officer_or_portal",
            ),
        ),
    ]
