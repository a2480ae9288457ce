"""A conflict keeps what each side said, when, and why one counts; also where a message may not be a change."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0005_filings_that_arrive_late"),
    ]

    operations = [
        migrations.AlterField(
            model_name="exchangeconflict",
            name="kept_seq",
            field=models.IntegerField(null=True),
        ),
        migrations.AlterField(
            model_name="exchangeconflict",
            name="overruled_seq",
            field=models.IntegerField(null=True),
        ),
        migrations.AddField(
            model_name="exchangeconflict",
            name="message",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="exchange.exchangeinbound",
            ),
        ),
        migrations.AddField(
            model_name="exchangeconflict",
            name="why",
            field=models.TextField(db_default="", default=""),
        ),
        migrations.AddField(
            model_name="exchangeconflict",
            name="said_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="exchangeconflict",
            name="held_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="exchangeconflict",
            name="sealed_values",
            field=models.BinaryField(null=True),
        ),
        migrations.AddConstraint(
            model_name="exchangeconflict",
            constraint=models.UniqueConstraint(
                condition=models.Q(("message__isnull", False)),
                fields=("message", "field"),
                name="exchange_conflict_once",
            ),
        ),
    ]
