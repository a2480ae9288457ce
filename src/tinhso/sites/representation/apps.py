"""The pages of representation as a Django application."""

from django.apps import AppConfig


class RepresentationPagesConfig(AppConfig):
    """Adds the entry of the citizens' navigation."""

    name = "tinhso.sites.representation"
    label = "representation_pages"
    verbose_name = "Làm thay, ủy quyền"

    def ready(self) -> None:
        """Make the entry known to the frame."""
        from tinhso.sites.frame.service import add_navigation
        from tinhso.sites.representation.menu import ENTRIES

        add_navigation(*ENTRIES)
