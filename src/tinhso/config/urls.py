"""Every address of the house, site by site."""

from django.urls import URLPattern, URLResolver, include, path

handler400 = "tinhso.sites.frame.errors.bad_request"
handler403 = "tinhso.sites.frame.errors.permission_denied"
handler404 = "tinhso.sites.frame.errors.page_not_found"
handler500 = "tinhso.sites.frame.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("style/", include("tinhso.sites.frame.style.urls")),
    path("language", include("tinhso.sites.frame.language.switch")),
    path("uploads/", include("tinhso.sites.frame.upload_urls")),
    path("api/", include("tinhso.sites.open_api.urls")),
    path("live/", include("tinhso.sites.live.urls")),
    path("", include("tinhso.sites.exchange.urls")),
    path("", include("tinhso.sites.feedback.urls")),
    path("", include("tinhso.sites.representation.urls")),
    path("desk/", include("tinhso.sites.administration.urls")),
    path("desk/", include("tinhso.sites.reports.urls")),
    path("desk/", include("tinhso.sites.police.urls")),
    path("desk/", include("tinhso.sites.onestop.urls")),
    path("", include("tinhso.sites.portal.urls")),
]
