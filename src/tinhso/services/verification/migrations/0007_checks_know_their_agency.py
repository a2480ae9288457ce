"""A check of a person says which agency leads the case, so that the use of the register can be counted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("verification", "0006_first_stale_policies")]

    operations = [
        migrations.AddField(
            model_name="verificationrequest",
            name="agency_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AddIndex(
            model_name="verificationrequest",
            index=models.Index(fields=["agency_id", "asked_at"], name="verification_of_agency"),
        ),
    ]
