"""The frame as a Django application."""

from django.apps import AppConfig


class FrameConfig(AppConfig):
    """Registers the start-up check of the front-end build."""

    name = "tinhso.sites.frame"
    label = "frame"
    verbose_name = "Khung giao diện"

    def ready(self) -> None:
        """Make the checks known to Django."""
        from tinhso.sites.frame import checks

        checks.register()
