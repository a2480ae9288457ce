"""Addresses for tests of the desk alone, whatever other sites are doing."""

from django.urls import include, path

urlpatterns = [path("desk/", include("tinhso.sites.onestop.urls"))]
handler400 = "tinhso.sites.frame.errors.bad_request"
handler403 = "tinhso.sites.frame.errors.permission_denied"
handler404 = "tinhso.sites.frame.errors.page_not_found"
handler500 = "tinhso.sites.frame.errors.server_error"
