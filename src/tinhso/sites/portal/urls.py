"""Addresses of the portal; nothing personal stands in any of them."""

from django.urls import path

from tinhso.sites.portal.one_page import one_page
from tinhso.sites.portal.views import (
    about,
    access_log,
    dossiers,
    draft_papers,
    draft_review,
    draft_steps,
    drafts,
    home,
    messages,
    payments,
    procedures,
    signing_in,
    supplement,
    tracking,
    withdrawal,
)

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("procedures", procedures.search, name="procedures"),
    path("procedures/<str:code>", procedures.procedure, name="procedure"),
    path("procedures/<str:code>/apply", drafts.apply, name="apply"),
    path("procedures/<str:code>/file", one_page, name="one-page"),
    path("sign-in", signing_in.sign_in, name="sign-in"),
    path("sign-in/callback", signing_in.callback, name="sign-in-callback"),
    path("sign-out", signing_in.leave, name="sign-out"),
    path("drafts/<uuid:draft_id>", drafts.resume, name="draft"),
    path("drafts/<uuid:draft_id>/discard", drafts.discard, name="discard"),
    path("drafts/<uuid:draft_id>/steps/<str:section>", draft_steps.step, name="step"),
    path("drafts/<uuid:draft_id>/papers", draft_papers.papers, name="draft-papers"),
    path("drafts/<uuid:draft_id>/papers/<uuid:file_id>", draft_papers.paper, name="draft-paper"),
    path("drafts/<uuid:draft_id>/papers/<uuid:file_id>/small", draft_papers.small, name="draft-paper-small"),
    path("drafts/<uuid:draft_id>/review", draft_review.review, name="review"),
    path("drafts/<uuid:draft_id>/submit", draft_review.submit, name="submit"),
    path("dossiers", dossiers.own, name="dossiers"),
    path("dossiers/<uuid:dossier_id>", dossiers.dossier, name="dossier"),
    path("dossiers/<uuid:dossier_id>/done", dossiers.done, name="done"),
    path("dossiers/<uuid:dossier_id>/receipt", dossiers.receipt, name="receipt"),
    path("dossiers/<uuid:dossier_id>/result", dossiers.result, name="result"),
    path("dossiers/<uuid:dossier_id>/papers/<uuid:file_id>", dossiers.paper, name="dossier-paper"),
    path("dossiers/<uuid:dossier_id>/supplement", supplement.supplement, name="supplement"),
    path("dossiers/<uuid:dossier_id>/withdraw", withdrawal.withdraw, name="withdraw"),
    path("dossiers/<uuid:dossier_id>/payment", payments.payment, name="payment"),
    path("payments/callback", payments.callback, name="payment-callback"),
    path("tracking", tracking.find, name="tracking"),
    path("tracking/<str:code>", tracking.status, name="tracked"),
    path("my-data", access_log.access_log, name="access-log"),
    path("messages", messages.messages, name="messages"),
    path("help", about.about, {"page": "help"}, name="help"),
    path("accessibility", about.about, {"page": "accessibility"}, name="accessibility"),
    path("privacy", about.about, {"page": "privacy"}, name="privacy"),
]
