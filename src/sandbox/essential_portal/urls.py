"""Addresses of the essential-services portal: for the province, for citizens, for tests."""

from django.urls import path

from sandbox.essential_portal import api, citizens, pages

urlpatterns = [
    path("", pages.home, name="essential_portal"),
    path("file", pages.file, name="essential-portal-new"),
    path("target", pages.set_target, name="essential-portal-target"),
    path("pushes/<str:push_id>", pages.push_again, name="essential-portal-again"),
    path("dossiers/<str:code>", pages.dossier, name="essential-portal-dossier"),
    path("dossiers/<str:code>/act", pages.act, name="essential-portal-act"),
    path("api/token", api.token),
    path("api/updates", api.updates),
    path("api/dossiers", api.dossiers_of_day),
    path("api/dossiers/<str:code>", api.one_dossier),
    path("api/files/<str:paper_id>", api.paper, name="essential-portal-file"),
    path("citizens/filings", citizens.filings),
    path("citizens/target", citizens.target),
    path("citizens/dossiers/<str:code>", citizens.one_dossier),
    path("citizens/dossiers/<str:code>/supplements", citizens.supplements),
    path("citizens/dossiers/<str:code>/withdrawals", citizens.withdrawals),
]
