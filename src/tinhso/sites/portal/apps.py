"""The portal as a Django application."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Puts the portal's pages into the navigation of citizens."""

    name = "tinhso.sites.portal"
    label = "portal"
    verbose_name = "Cổng dịch vụ công"

    def ready(self) -> None:
        """Add the entries of the navigation."""
        from tinhso.sites.frame.service import add_navigation
        from tinhso.sites.portal.menu import ENTRIES

        add_navigation(*ENTRIES)
