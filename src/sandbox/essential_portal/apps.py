"""The application of the essential-services portal."""

from django.apps import AppConfig


class EssentialPortalConfig(AppConfig):
    name = "sandbox.essential_portal"
    label = "essential_portal"
