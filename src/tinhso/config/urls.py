"""Every address of the house, site by site."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

handler400 = "tinhso.sites.frame.errors.bad_request"
handler403 = "tinhso.sites.frame.errors.permission_denied"
handler404 = "tinhso.sites.frame.errors.page_not_found"
handler500 = "tinhso.sites.frame.errors.server_error"

_SITES = {
    "style/": "tinhso.sites.frame",
    "live/": "tinhso.sites.live",
    "desk/": "tinhso.sites.onestop",
    "": "tinhso.sites.portal",
}

urlpatterns: list[URLPattern | URLResolver] = [
    path(prefix, include(f"{site}.urls"))
    for prefix, site in _SITES.items()
    if find_spec(site) and find_spec(f"{site}.urls")
]
