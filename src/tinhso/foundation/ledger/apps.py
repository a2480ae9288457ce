from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "tinhso.foundation.ledger"
    label = "ledger"
