"""The VNeID application."""

from django.apps import AppConfig


class VneidConfig(AppConfig):
    name = "sandbox.vneid"
    label = "vneid"
