from django.apps import AppConfig


class LinesConfig(AppConfig):
    name = "tinhso.coordination.lines"
    label = "lines"
    verbose_name = "Đường kết nối"
