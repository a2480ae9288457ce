"""The application of the provincial gateway."""

from django.apps import AppConfig


class GatewayConfig(AppConfig):
    name = "sandbox.gateway"
    label = "gateway"
