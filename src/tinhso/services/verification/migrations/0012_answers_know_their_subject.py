"""An answer about a person is found again by its subject, blindly, so that a change of it can be announced.

The policies of the table stand for the column as for the others: only the system reads and keeps answers.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("verification", "0011_look_ups_of_the_portal")]

    operations = [
        migrations.AddField(
            model_name="registeranswer",
            name="subject",
            field=models.BinaryField(null=True),
        ),
        migrations.AddConstraint(
            model_name="registeranswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("subject__isnull", True), ("answer__in", ["match", "no_match"]), _connector="OR"
                ),
                name="verification_answer_of_somebody",
            ),
        ),
        migrations.AddIndex(
            model_name="registeranswer",
            index=models.Index(
                condition=models.Q(("subject__isnull", False)),
                fields=["subject", "-as_of"],
                name="verification_of_subject",
            ),
        ),
        migrations.AddIndex(
            model_name="verificationrequest",
            index=models.Index(
                condition=models.Q(("state__in", ["match", "no_match"])),
                fields=["question"],
                name="verification_told",
            ),
        ),
    ]
