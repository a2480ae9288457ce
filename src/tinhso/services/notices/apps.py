from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "tinhso.services.notices"
    label = "notices"
