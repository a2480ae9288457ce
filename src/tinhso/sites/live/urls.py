"""Addresses of live in the web process; included under ``live/``."""

from django.urls import path

from tinhso.sites.live import views

app_name = "live"
urlpatterns = [path("", views.follow, name="follow")]
