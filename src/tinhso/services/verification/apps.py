from django.apps import AppConfig


class VerificationConfig(AppConfig):
    name = "tinhso.services.verification"
    label = "verification"
