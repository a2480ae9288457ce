"""Addresses of the gateway: token and look-ups for machines, the registrar's hand, the page."""

from django.urls import path

from sandbox.gateway import api, pages

urlpatterns = [
    path("", pages.home, name="gateway"),
    path("businesses/<str:code>", pages.change_business, name="gateway-change"),
    path("token", api.token),
    path("api/<slug:register>/<slug:call>", api.look_up),
    path("registrar/<slug:register>/<str:code>", api.change_entry),
]
