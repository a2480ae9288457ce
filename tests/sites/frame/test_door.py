"""The frame's door can be read before Django has loaded any model, as the sites' apps.py do."""

import subprocess
import sys


def test_the_door_needs_no_models() -> None:
    code = (
        "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'tinhso.config.settings';"
        "import tinhso.sites.frame.service; from django.apps import apps; assert not apps.models_ready"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
