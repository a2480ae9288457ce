"""When lines stood still, never altered; and how much was put on them in the last minutes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0001_begin"),
    ]

    operations = [
        migrations.AddField(model_name="line", name="failing_since", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="line", name="use_minute", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="line", name="used", field=models.IntegerField(default=0)),
        migrations.AddField(model_name="line", name="used_before", field=models.IntegerField(default=0)),
        migrations.CreateModel(
            name="LineChange",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("line", models.TextField()),
                ("at", models.DateTimeField()),
                ("became", models.TextField()),
                ("cause", models.TextField(default="")),
            ],
            options={
                "db_table": "ledger_line_change",
                "indexes": [models.Index(fields=["line", "at"], name="ledger_line_change_of_line")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("became__in", ["down", "up", "paused", "resumed"])),
                        name="ledger_line_change_known",
                    )
                ],
            },
        ),
        migrations.RunSQL(
            sql="revoke update, delete on ledger_line_change from tinhso_app",
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
