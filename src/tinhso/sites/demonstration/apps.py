from django.apps import AppConfig


class DemonstrationConfig(AppConfig):
    """The invented cases of a demonstration; no tables of its own."""

    name = "tinhso.sites.demonstration"
    label = "demonstration"
    verbose_name = "Dữ liệu trình diễn"
