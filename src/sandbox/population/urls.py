"""Addresses of the population database."""

from django.urls import path

from sandbox.population import views
from sandbox.population.soap.views import soap_endpoint

urlpatterns = [
    path("", views.show_register, name="population"),
    path("api/queries", views.list_queries, name="population-queries"),
    path("soap", soap_endpoint, name="population-soap"),
]
