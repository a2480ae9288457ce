from django.apps import AppConfig


class AuthorityConfig(AppConfig):
    name = "tinhso.foundation.authority"
    label = "authority"
