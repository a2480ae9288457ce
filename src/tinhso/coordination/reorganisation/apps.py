from django.apps import AppConfig


class ReorganisationConfig(AppConfig):
    name = "tinhso.coordination.reorganisation"
    label = "reorganisation"
    verbose_name = "Sắp xếp cơ quan"

    def ready(self) -> None:
        from tinhso.coordination.reorganisation import handlers  # noqa: F401 - subscribes
