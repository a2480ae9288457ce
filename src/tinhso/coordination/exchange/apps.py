from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "tinhso.coordination.exchange"
    label = "exchange"
    verbose_name = "Đồng bộ hồ sơ"

    def ready(self) -> None:
        from tinhso.coordination.exchange import handlers  # noqa: F401 - subscribes
