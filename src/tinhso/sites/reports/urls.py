"""Addresses of reports; periods, codes of procedures and ids of agencies, nothing personal."""

from django.urls import path

from tinhso.sites.reports import day, files, giving, load, progress, registers, spared, statistics

app_name = "reports"
urlpatterns = [
    path("reports/", statistics.home, name="home"),
    path("reports/dossiers/", statistics.behind, name="behind"),
    path("reports/figures.<slug:kind>", files.figures, name="figures-file"),
    path("reports/dossiers.<slug:kind>", files.dossiers, name="dossiers-file"),
    path("reports/day/", day.home, name="day"),
    path("reports/day/dossiers/", day.behind, name="day-behind"),
    path("reports/load/", load.home, name="load"),
    path("reports/load/tasks/", load.behind, name="load-behind"),
    path("reports/load/give/", giving.give, name="give"),
    path("reports/spared/", spared.home, name="spared"),
    path("reports/spared/dossiers/", spared.behind, name="spared-behind"),
    path("reports/registers/", registers.home, name="registers"),
    path("reports/registers.<slug:kind>", registers.as_file, name="registers-file"),
    path("reports/progress/<str:code>/", progress.progress, name="progress"),
]
