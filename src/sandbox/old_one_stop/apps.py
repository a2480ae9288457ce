"""The application of the old one-stop system."""

from django.apps import AppConfig


class OldOneStopConfig(AppConfig):
    name = "sandbox.old_one_stop"
    label = "old_one_stop"
