"""The start-up checks are known to every process of the house, not to the web alone."""

from importlib import import_module

from django.apps import AppConfig


class StartupConfig(AppConfig):
    name = "tinhso.config"
    label = "startup"

    def ready(self) -> None:
        """Registers what must be true before a process starts."""
        import_module("tinhso.config.startup")
