"""Addresses of the message services."""

from django.urls import path

from sandbox.messages import views

urlpatterns = [
    path("", views.show_inbox, name="messages"),
    path("api/send", views.send, name="messages-send"),
]
