"""The reports as a Django application."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Adds the entry of reports to the desk's navigation."""

    name = "tinhso.sites.reports"
    label = "reports"
    verbose_name = "Thống kê, báo cáo"

    def ready(self) -> None:
        """Make the entry known to the frame."""
        from tinhso.sites.frame.service import add_navigation
        from tinhso.sites.reports.menu import ENTRIES

        add_navigation(*ENTRIES)
