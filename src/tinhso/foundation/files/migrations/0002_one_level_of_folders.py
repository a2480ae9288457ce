"""Blobs lie in one level of folders; those of the two levels before are moved, so that each is found again."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import migrations


def move_up(apps: Any, schema_editor: Any) -> None:
    """``aa/bb/aabb…`` becomes ``aa/aabb…``; repeating it, or a stop in the middle, does no harm."""
    root = Path(settings.TINHSO_FILES_DIR)
    for path in [*root.glob("??/??/" + "?" * 32)]:
        path.replace(path.parent.parent / path.name)
    for folder in [*root.glob("??/??")]:
        if not any(folder.iterdir()):
            folder.rmdir()


class Migration(migrations.Migration):
    """Nothing of the database changes."""

    dependencies = [("files", "0001_stored_files")]
    operations = [migrations.RunPython(move_up, migrations.RunPython.noop)]
