from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "tinhso.casework.dossiers"
    label = "dossiers"

    def ready(self) -> None:
        from tinhso.casework.dossiers import handlers  # noqa: F401 - subscribes
