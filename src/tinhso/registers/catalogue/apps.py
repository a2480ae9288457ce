from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Registers the room and its table of versions."""

    name = "tinhso.registers.catalogue"
    label = "catalogue"
    verbose_name = "Danh mục thủ tục hành chính"
