from django.apps import AppConfig


class RepresentationConfig(AppConfig):
    name = "tinhso.services.representation"
    label = "representation"
