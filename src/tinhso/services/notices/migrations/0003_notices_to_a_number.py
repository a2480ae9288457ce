"""A message may go to a telephone number whose holder is not known to the register of people."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0002_row_level_security"),
        ("people", "0002_row_level_security"),
    ]

    operations = [
        migrations.AddField(model_name="notice", name="sealed_number", field=models.BinaryField(null=True)),
        migrations.AlterField(
            model_name="notice",
            name="person",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(person__isnull=False, sealed_number__isnull=True)
                | models.Q(person__isnull=True, sealed_number__isnull=False),
                name="notice_has_one_addressee",
            ),
        ),
    ]
