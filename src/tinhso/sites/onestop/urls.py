"""Addresses of the one-stop desk; included under ``desk/``. Nothing personal stands in an address."""

from django.urls import path

from tinhso.sites.onestop import (
    bulk,
    cash,
    dossier,
    files,
    lines,
    lists,
    register,
    searching,
    second_step,
    sign_in,
    steps,
    supplement,
)
from tinhso.sites.onestop.counter import digitising, filling, reserve, starting
from tinhso.sites.onestop.postal import lists as postal_lists
from tinhso.sites.onestop.postal import parcels, returning
from tinhso.sites.onestop.postal import queue as postal

app_name = "onestop"
urlpatterns = [
    path("", lists.home, name="home"),
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-in/code/", second_step.second_step, name="second-step"),
    path("sign-out/", sign_in.leave, name="sign-out"),
    path("queues/<slug:queue>/", lists.queue, name="queue"),
    path("queues/<slug:queue>/next/", lists.next_dossier, name="next"),
    path("queues/<slug:queue>/bulk/", bulk.act, name="bulk"),
    path("hand-over.pdf", bulk.sheet, name="hand-over-sheet"),
    path("find/", searching.find, name="find"),
    path("dossiers/<uuid:dossier_id>/", dossier.dossier, name="dossier"),
    path("dossiers/<uuid:dossier_id>/steps/<slug:action>/", steps.step, name="step"),
    path("dossiers/<uuid:dossier_id>/supplement/", supplement.supplement, name="supplement"),
    path("dossiers/<uuid:dossier_id>/fee/", steps.take_cash, name="take-cash"),
    path("dossiers/<uuid:dossier_id>/apology/", steps.apologise, name="apologise"),
    path("dossiers/<uuid:dossier_id>/slips/<slug:kind>/<int:about>.pdf", files.slip, name="slip"),
    path("dossiers/<uuid:dossier_id>/identity/", steps.settle_check, name="settle-check"),
    path("dossiers/<uuid:dossier_id>/papers/<uuid:file_id>/", files.paper, name="paper"),
    path("dossiers/<uuid:dossier_id>/receipt.pdf", files.receipt, name="receipt"),
    path("dossiers/<uuid:dossier_id>/result.pdf", files.result, name="result"),
    path("dossiers/<uuid:dossier_id>/registered/", filling.registered, name="registered"),
    path("counter/", starting.start, name="counter"),
    path("counter/<str:code>/", filling.form, name="counter-form"),
    path("reserve/", reserve.booklets, name="reserve"),
    path("reserve/enter/", reserve.enter, name="reserve-enter"),
    path("reserve/<uuid:batch_id>/", reserve.booklet, name="reserve-batch"),
    path("reserve/<uuid:batch_id>/booklet.pdf", reserve.printed, name="reserve-booklet"),
    path("reserve/<uuid:batch_id>/void/", reserve.void, name="reserve-void"),
    path("postal/", postal.queue, name="postal"),
    path("postal/make/", postal.make, name="postal-make"),
    path("postal/lists/<uuid:list_id>/", postal_lists.shown, name="postal-list"),
    path("postal/lists/<uuid:list_id>/sheet.pdf", postal_lists.sheet, name="postal-sheet"),
    path("postal/lists/<uuid:list_id>/scan/", postal_lists.scan, name="postal-scan"),
    path("postal/lists/<uuid:list_id>/send/", postal_lists.send, name="postal-send"),
    path("postal/parcels/<uuid:parcel_id>/", parcels.parcel, name="parcel"),
    path("postal/parcels/<uuid:parcel_id>/<slug:what>/", parcels.act, name="parcel-act"),
    path("dossiers/<uuid:dossier_id>/return/", returning.returning, name="return-choice"),
    path("dossiers/<uuid:dossier_id>/fee/<uuid:receipt_id>.pdf", files.cash_receipt, name="cash-receipt"),
    path("dossiers/<uuid:dossier_id>/fee/<uuid:receipt_id>/cancel/", steps.cancel_cash, name="cancel-cash"),
    path("digitise/", digitising.start, name="digitise"),
    path("digitise/<uuid:kept_id>/", digitising.check, name="digitised"),
    path("digitise/<uuid:kept_id>/scan/", digitising.scan, name="digitised-scan"),
    path(
        "dossiers/<uuid:dossier_id>/papers/<uuid:file_id>/digitise/",
        digitising.from_dossier,
        name="digitise-paper",
    ),
    path("cash/", cash.own, name="cash"),
    path("cash/<str:day>/<uuid:officer_id>/", cash.book, name="cash-book"),
    path("cash/<str:day>/<uuid:officer_id>/book.pdf", cash.printed, name="cash-pdf"),
    path("cash/<str:day>/<uuid:officer_id>/<slug:what>/", cash.act, name="cash-act"),
    path("register/", register.register, name="register"),
    path("register.pdf", register.printed, name="register-pdf"),
    path("lines/", lines.lines, name="lines"),
]
