from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Registers the room."""

    name = "tinhso.foundation.files"
    label = "files"
    verbose_name = "Tệp giấy tờ"
