"""Addresses of the old one-stop system: for other systems, for its officers, for tests."""

from django.urls import path

from sandbox.old_one_stop import api, officers

urlpatterns = [
    path("", officers.home, name="old_one_stop"),
    path("new", officers.new, name="old-one-stop-new"),
    path("dossiers/<str:code>", officers.dossier, name="old-one-stop-dossier"),
    path("api/ho-so", api.dossiers),
    path("api/ho-so/<str:code>", api.one_dossier),
    path("api/thay-doi", api.changes),
    path("api/tinh-trang", api.statuses),
    path("officers/dossiers", officers.create),
    path("officers/dossiers/<str:code>", officers.dossier_by_json),
    path("officers/webhook", officers.webhook),
]
