from django.apps import AppConfig


class CryptoConfig(AppConfig):
    """Registers the room; it has no tables."""

    name = "tinhso.foundation.crypto"
    label = "crypto"
    verbose_name = "Mã hóa và khóa"
