"""Live as a Django application: the page's side of it. The live process itself never loads Django."""

from django.apps import AppConfig


class LiveConfig(AppConfig):
    """Subscribes to what happens to dossiers."""

    name = "tinhso.sites.live"
    label = "live"
    verbose_name = "Cập nhật trực tiếp"

    def ready(self) -> None:
        """Let the outbox know the handlers."""
        from tinhso.sites.live import handlers  # noqa: F401 - subscribes
