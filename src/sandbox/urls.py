"""Addresses of the sandbox: one prefix per simulated system."""

from django.urls import include, path

from sandbox.start_page import show_start_page

urlpatterns = [
    path("", show_start_page, name="start"),
    path("population/", include("sandbox.population.urls")),
    path("vneid/", include("sandbox.vneid.urls")),
    path("payment/", include("sandbox.payment.urls")),
    path("messages/", include("sandbox.messages.urls")),
    path("dials/", include("sandbox.dials.urls")),
]
