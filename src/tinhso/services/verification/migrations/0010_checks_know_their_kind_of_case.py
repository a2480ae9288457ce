"""A check of a person says of which kind its case is: dossiers are not the only ones that ask."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("verification", "0009_words_of_the_agreement")]

    operations = [
        migrations.AddField(
            model_name="verificationrequest",
            name="case_kind",
            field=models.TextField(default="dossier", db_default="dossier"),
        ),
    ]
