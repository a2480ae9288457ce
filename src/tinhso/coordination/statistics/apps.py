from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    name = "tinhso.coordination.statistics"
    label = "statistics"
    verbose_name = "Thống kê"
