"""The open work of one officer, found without reading the others' (a transfer moves it)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("process", "0004_tasks_of_one_case")]

    operations = [
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("completed_at__isnull", True), ("officer_id__isnull", False)),
                fields=["officer_id"],
                name="process_task_of_officer",
            ),
        ),
    ]
