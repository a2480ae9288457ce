from django.apps import AppConfig


class OpenApiConfig(AppConfig):
    """Registers the site."""

    name = "tinhso.sites.open_api"
    label = "open_api"
    verbose_name = "Giao diện lập trình"

    def ready(self) -> None:
        """Let the outbox know the handlers; the routes are loaded with the addresses, in the web process."""
        from tinhso.sites.open_api import handlers  # noqa: F401 - subscribes
