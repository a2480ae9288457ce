"""The one-stop desk as a Django application."""

from django.apps import AppConfig


class OnestopConfig(AppConfig):
    """Adds the desk's entries to the navigation."""

    name = "tinhso.sites.onestop"
    label = "onestop"
    verbose_name = "Bộ phận một cửa"

    def ready(self) -> None:
        """Make the entries known to the frame."""
        from tinhso.sites.frame.service import add_navigation
        from tinhso.sites.onestop.menu import ENTRIES

        add_navigation(*ENTRIES)
