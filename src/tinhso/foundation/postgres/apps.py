from django.apps import AppConfig


class PostgresConfig(AppConfig):
    name = "tinhso.foundation.postgres"
    label = "postgres"
