from django.apps import AppConfig


class OpenApiConfig(AppConfig):
    """Registers the site."""

    name = "tinhso.sites.open_api"
    label = "open_api"
    verbose_name = "Giao diện lập trình"
