"""Addresses of representation; nothing personal stands in any of them."""

from django.urls import path

from tinhso.sites.representation import choosing, ending, granting, home

app_name = "representation"
urlpatterns = [
    path("acting", choosing.choose, name="choose"),
    path("authorisations", home.home, name="home"),
    path("authorisations/new", granting.grant, name="grant"),
    path("authorisations/<uuid:mandate_id>/answer", ending.answer, name="answer"),
    path("authorisations/<uuid:mandate_id>/withdraw", ending.withdraw, name="withdraw"),
    path("authorisations/<uuid:mandate_id>/leave", ending.leave, name="leave"),
]
