"""Why somebody changed an agency's name is their own words and may name somebody: sealed."""

from typing import Any

from django.db import migrations, models

from tinhso.foundation.crypto.service import seal_text

_FIELD = "agencies_agency_detail.sealed_reason"


def seal(apps: Any, schema_editor: Any) -> None:
    """What was written before."""
    details = apps.get_model("agencies", "AgencyDetail")
    for row in details.objects.exclude(reason=""):
        details.objects.filter(id=row.id).update(
            sealed_reason=seal_text(row.reason, owner=row.id, field=_FIELD)
        )


class Migration(migrations.Migration):
    dependencies = [("agencies", "0007_competence_periods")]

    operations = [
        migrations.AddField("agencydetail", "sealed_reason", models.BinaryField(null=True)),
        migrations.RunPython(seal, migrations.RunPython.noop),
        migrations.RemoveField("agencydetail", "reason"),
    ]
