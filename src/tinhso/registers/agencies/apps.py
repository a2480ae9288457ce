from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """Registers the room."""

    name = "tinhso.registers.agencies"
    label = "agencies"
    verbose_name = "Cơ quan và đơn vị hành chính"
