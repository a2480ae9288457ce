from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "tinhso.casework.feedback"
    label = "feedback"

    def ready(self) -> None:
        from tinhso.casework.feedback import handlers  # noqa: F401 - subscribes
