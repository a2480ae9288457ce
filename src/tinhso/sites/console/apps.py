from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """Registers the room; it has no tables and no pages."""

    name = "tinhso.sites.console"
    label = "console"
