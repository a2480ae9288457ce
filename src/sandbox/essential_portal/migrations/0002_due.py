from django.db import migrations, models

import sandbox.essential_portal.models as essential


class Migration(migrations.Migration):
    dependencies = [("essential_portal", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="update",
            name="kind",
            field=models.CharField(choices=essential.UpdateKind.choices, max_length=10),
        )
    ]
