from django.apps import AppConfig


class ClockConfig(AppConfig):
    name = "tinhso.foundation.clock"
    label = "clock"
