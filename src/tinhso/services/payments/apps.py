from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "tinhso.services.payments"
    label = "payments"
