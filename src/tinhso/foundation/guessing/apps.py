from django.apps import AppConfig


class GuessingConfig(AppConfig):
    name = "tinhso.foundation.guessing"
    label = "guessing"
