from django.apps import AppConfig


class RatingsConfig(AppConfig):
    name = "tinhso.services.ratings"
    label = "ratings"
