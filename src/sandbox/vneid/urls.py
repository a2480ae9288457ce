"""Addresses of VNeID; the issuer is /vneid, discovery below it as OpenID Connect says."""

from django.urls import include, path

from sandbox.vneid import views
from sandbox.vneid.sample import list_sample

urlpatterns = [
    path("", views.sign_in, name="vneid"),
    path("sign-in/", views.sign_in, name="account_login"),
    path("sign-in/again/", views.sign_in, name="account_reauthenticate"),
    path("sign-out/", views.sign_out, name="account_logout"),
    path("identity/o/authorize", views.ConsentView.as_view(), name="vneid-authorize"),
    path("api/sample", list_sample, name="vneid-sample"),
    path("", include("allauth.idp.urls")),
]
