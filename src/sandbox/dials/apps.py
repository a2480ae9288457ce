"""The dials application."""

from django.apps import AppConfig


class DialsConfig(AppConfig):
    name = "sandbox.dials"
    label = "dials"
