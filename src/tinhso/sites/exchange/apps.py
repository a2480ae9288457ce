"""The exchange's site as a Django application."""

from django.apps import AppConfig


class ExchangeSiteConfig(AppConfig):
    """Adds the entry of the lines to the desk's navigation."""

    name = "tinhso.sites.exchange"
    label = "exchange_site"
    verbose_name = "Đường kết nối và đồng bộ hồ sơ"

    def ready(self) -> None:
        """Make the entry known to the frame."""
        from tinhso.sites.exchange.menu import ENTRIES
        from tinhso.sites.frame.service import add_navigation

        add_navigation(*ENTRIES)
