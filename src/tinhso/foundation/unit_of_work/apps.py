from django.apps import AppConfig


class UnitOfWorkConfig(AppConfig):
    name = "tinhso.foundation.unit_of_work"
    label = "unit_of_work"
