from django.apps import AppConfig


class CleaningConfig(AppConfig):
    name = "tinhso.casework.cleaning"
    label = "cleaning"

    def ready(self) -> None:
        from tinhso.casework.cleaning import handlers  # noqa: F401 - subscribes
