from django.apps import AppConfig


class IdentifiersConfig(AppConfig):
    """Registers the room; it has no tables."""

    name = "tinhso.foundation.identifiers"
    label = "identifiers"
    verbose_name = "Mã số và định danh"
