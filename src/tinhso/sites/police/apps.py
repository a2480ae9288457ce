"""The pages of the commune police as a Django application."""

from django.apps import AppConfig


class PolicePagesConfig(AppConfig):
    """Adds the entry of the police to the desk's navigation."""

    name = "tinhso.sites.police"
    label = "police_pages"
    verbose_name = "Công an xã, phường"

    def ready(self) -> None:
        """Make the entry known to the frame."""
        from tinhso.sites.frame.service import add_navigation
        from tinhso.sites.police.menu import ENTRIES

        add_navigation(*ENTRIES)
