"""Payment services stand beside procedures; what was published before is a procedure."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0002_versions_never_change")]

    operations = [
        migrations.AddField("publishedprocedure", "kind", models.TextField(default="procedure")),
        migrations.AddConstraint(
            model_name="publishedprocedure",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["procedure", "payment"])), name="catalogue_kind_is_known"
            ),
        ),
    ]
