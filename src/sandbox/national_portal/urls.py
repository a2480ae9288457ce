"""Addresses of the national portal: the adapter for provinces, the citizen's acts, the pages."""

from django.urls import path

from sandbox.national_portal import api, citizens, pages

urlpatterns = [
    path("", pages.home, name="national_portal"),
    path("file", pages.file, name="national-portal-new"),
    path("dossiers/<str:code>", pages.dossier, name="national-portal-dossier"),
    path("dossiers/<str:code>/act", pages.act, name="national-portal-act"),
    path("api/auth", api.auth),
    path("api/service", api.service),
    path("api/files/<str:paper_id>", citizens.paper, name="national-portal-file"),
    path("citizens/filings", citizens.filings),
    path("citizens/dossiers/<str:code>", citizens.one_dossier),
    path("citizens/dossiers/<str:code>/supplements", citizens.supplements),
    path("citizens/dossiers/<str:code>/withdrawals", citizens.withdrawals),
]
