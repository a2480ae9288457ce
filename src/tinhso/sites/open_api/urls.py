"""Addresses of the interface; included under ``api/``. The document and its page are open to everybody."""

from django.urls import URLPattern, path

from tinhso.sites.open_api import pages
from tinhso.sites.open_api.catalogue import router as catalogue
from tinhso.sites.open_api.dossiers import router as dossiers
from tinhso.sites.open_api.interface import api, guarded
from tinhso.sites.open_api.look_ups import router as look_ups
from tinhso.sites.open_api.token import token
from tinhso.sites.open_api.webhooks import router as webhooks

api.add_router("", catalogue)
api.add_router("", dossiers)
api.add_router("", look_ups)
api.add_router("", webhooks)

_patterns, _app, _namespace = api.urls
_routes = [each for each in _patterns if isinstance(each, URLPattern) and each.name != "api-root"]
for _route in _routes:
    _route.callback = guarded(_route.callback)

app_name = "open_api"
urlpatterns = [
    path("", pages.documentation, name="documentation"),
    path("v1/openapi.json", pages.openapi, name="openapi"),
    path("v1/token", token, name="token"),
    path("v1/", (_routes, _app, _namespace)),
]
