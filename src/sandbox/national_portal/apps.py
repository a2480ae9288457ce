"""The application of the national portal."""

from django.apps import AppConfig


class NationalPortalConfig(AppConfig):
    name = "sandbox.national_portal"
    label = "national_portal"
