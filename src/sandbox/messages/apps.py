"""The messages application."""

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "sandbox.messages"
    label = "sandbox_messages"
