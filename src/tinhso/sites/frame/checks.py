"""Start-up check: the built style and scripts are there."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Warning
from django.core.checks import register as register_check


def front_end_is_built(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """Pages work without style and scripts, but nobody should meet them so."""
    manifest = Path(str(settings.DJANGO_VITE["default"]["manifest_path"]))
    if manifest.exists():
        return []
    return [
        Warning(
            "Giao diện chưa được dựng: các trang sẽ không có kiểu dáng.",
            hint="npm ci --ignore-scripts && npx vite build",
            id="frame.W001",
        )
    ]


def register() -> None:
    """Register the checks of this room."""
    register_check(front_end_is_built)
