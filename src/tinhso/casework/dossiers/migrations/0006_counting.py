"""Counting by agency and period, and what an agency did on a day, without reading the others' rows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0005_slips_and_apologies"),
        ("process", "0006_where_a_clock_stands"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(fields=["agency", "finished_at"], name="dossiers_of_agency"),
        ),
        migrations.AddIndex(
            model_name="dossierevent",
            index=models.Index(fields=["agency_id", "at"], name="dossiers_acts_of_agency"),
        ),
    ]
