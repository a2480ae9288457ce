"""Addresses of the dials: a page for people, JSON for tests."""

from django.urls import path

from sandbox.dials import views

urlpatterns = [
    path("", views.all_dials, name="dials"),
    path("normal/", views.normalise_by_form, name="dials-normal"),
    path("<slug:system>", views.one_dial, name="dial"),
    path("<slug:system>/settings", views.settings_by_json, name="dial-settings"),
    path("<slug:system>/set", views.settings_by_form, name="dial-set"),
    path("<slug:system>/turn", views.turn_by_form, name="dial-turn"),
]
