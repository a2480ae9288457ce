from django.apps import AppConfig


class SecondFactorConfig(AppConfig):
    """Registers the room."""

    name = "tinhso.services.second_factor"
    label = "second_factor"
    verbose_name = "Bước xác nhận thứ hai"
