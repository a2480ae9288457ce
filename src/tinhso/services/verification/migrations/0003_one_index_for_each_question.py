"""Each question to the table has one index; those that another one answers as well only cost every write."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0001_begin"),
        ("verification", "0002_row_level_security"),
    ]

    operations = [
        migrations.AlterField(
            model_name="verificationrequest",
            name="question",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.question",
            ),
        ),
    ]
