"""How old an answer may be, until a regulation says so: each value is ours and is edited at the desk.

Longer than the rhythm in which the gateway renews its copy (nightly, weekly, monthly), so that an answer is
not old on the day it comes.
"""

from django.db import migrations

_SOURCE = "Mức tạm đặt, chưa có văn bản quy định"
_DAYS = {"population": 90, "business": 30, "insurance": 30, "budget": 62}


def _set(apps, schema_editor):
    policy = apps.get_model("verification", "StalePolicy")
    for register, days in _DAYS.items():
        policy.objects.create(register=register, valid_from="2023-01-01", days=days, source=_SOURCE)


class Migration(migrations.Migration):
    dependencies = [("verification", "0005_look_ups_row_level_security")]

    operations = [migrations.RunPython(_set, migrations.RunPython.noop)]
