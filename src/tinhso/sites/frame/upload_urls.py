"""Addresses of uploads in pieces; included under ``uploads/``."""

from django.urls import path

from tinhso.sites.frame.upload_pieces import piece, root

app_name = "uploads"
urlpatterns = [
    path("", root, name="root"),
    path("<str:sha256>", piece, name="piece"),
]
