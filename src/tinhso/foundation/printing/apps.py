from django.apps import AppConfig


class PrintingConfig(AppConfig):
    """Registers the room; it has no tables."""

    name = "tinhso.foundation.printing"
    label = "printing"
    verbose_name = "In ấn"
