"""The administrator's pages as a Django application."""

from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    """Adds the administrator's entries to the navigation."""

    name = "tinhso.sites.administration"
    label = "administration"
    verbose_name = "Quản trị"

    def ready(self) -> None:
        """Make the entries known to the frame."""
        from tinhso.sites.administration.menu import ENTRIES
        from tinhso.sites.frame.service import add_navigation

        add_navigation(*ENTRIES)
