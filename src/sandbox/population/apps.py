"""The population application."""

from django.apps import AppConfig


class PopulationConfig(AppConfig):
    name = "sandbox.population"
    label = "population"
