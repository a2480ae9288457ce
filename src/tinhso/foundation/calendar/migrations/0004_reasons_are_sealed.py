"""Why somebody changed the calendar is their own words and may name somebody: sealed like every such text."""

from typing import Any

from django.db import migrations, models

from tinhso.foundation.crypto.service import seal_text

_FIELD = "calendar_holiday.sealed_reason"


def seal(apps: Any, schema_editor: Any) -> None:
    """What was written before; the rows themselves say what they said."""
    holidays = apps.get_model("calendar", "Holiday")
    schema_editor.execute("alter table calendar_holiday disable trigger user")
    for row in holidays.objects.exclude(reason=""):
        holidays.objects.filter(id=row.id).update(
            sealed_reason=seal_text(row.reason, owner=row.id, field=_FIELD)
        )
    schema_editor.execute("alter table calendar_holiday enable trigger user")


class Migration(migrations.Migration):
    dependencies = [("calendar", "0003_changes")]

    operations = [
        migrations.AddField("holiday", "sealed_reason", models.BinaryField(null=True)),
        migrations.RunPython(seal, migrations.RunPython.noop),
        migrations.RemoveField("holiday", "reason"),
    ]
