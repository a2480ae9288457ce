"""Addresses of the sandbox: one prefix per simulated system that this process serves."""

from django.urls import include, path

from sandbox.start_page import show_start_page
from sandbox.systems import served_systems

urlpatterns = [
    path("", show_start_page, name="start"),
    path("dials/", include("sandbox.dials.urls")),
    *(path(f"{system.name}/", include(system.urls)) for system in served_systems()),
]
