from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Registers the room."""

    name = "tinhso.foundation.audit"
    label = "audit"
    verbose_name = "Nhật ký kiểm toán"
