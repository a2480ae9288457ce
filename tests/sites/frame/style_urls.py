"""Addresses for the tests of the frame alone: the style page and its errors."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from tinhso.foundation.identifiers.service import DomainError


def refuse(request: HttpRequest) -> HttpResponse:
    raise DomainError("dossier.already_received", "Hồ sơ đã được tiếp nhận.")


urlpatterns = [
    path("style/", include("tinhso.sites.frame.style.urls")),
    path("language", include("tinhso.sites.frame.language.switch")),
    path("refuse/", refuse),
]
handler400 = "tinhso.sites.frame.errors.bad_request"
handler403 = "tinhso.sites.frame.errors.permission_denied"
handler404 = "tinhso.sites.frame.errors.page_not_found"
handler500 = "tinhso.sites.frame.errors.server_error"
