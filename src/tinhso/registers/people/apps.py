from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Registers the room."""

    name = "tinhso.registers.people"
    label = "people"
    verbose_name = "Người dân"
