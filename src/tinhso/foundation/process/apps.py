from django.apps import AppConfig


class ProcessConfig(AppConfig):
    name = "tinhso.foundation.process"
    label = "process"
