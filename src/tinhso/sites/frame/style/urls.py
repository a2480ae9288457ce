"""Addresses of the style page; included under ``style/``."""

from django.urls import path

from tinhso.sites.frame.style import views

app_name = "frame"
urlpatterns = [
    path("", views.style_portal, name="style"),
    path("desk/", views.style_desk, name="style-desk"),
    path("error/<int:status>/", views.style_error, name="style-error"),
]
