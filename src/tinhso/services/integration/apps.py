from django.apps import AppConfig


class IntegrationConfig(AppConfig):
    """Registers the room."""

    name = "tinhso.services.integration"
    label = "integration"
    verbose_name = "Kết nối của hệ thống khác"
