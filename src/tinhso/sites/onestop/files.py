"""Papers, receipt and result, shown in the browser's own reader inside the desk's pages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tinhso.casework.dossiers.service import (
    open_cash_receipt,
    open_paper,
    open_receipt,
    open_result,
    open_slip,
)
from tinhso.sites.frame.service import Visit, by_short_link, file_response, officers_only


@require_safe
@officers_only
@by_short_link
def paper(request: HttpRequest, visit: Visit, dossier_id: UUID, file_id: UUID) -> HttpResponse:
    """One paper of the dossier."""
    return file_response(
        request,
        open_paper(holder_id=dossier_id, file_id=file_id, actor=visit.actor, now=visit.now),
        in_page=True,
    )


@require_safe
@officers_only
@by_short_link
def receipt(request: HttpRequest, visit: Visit, dossier_id: UUID) -> HttpResponse:
    """The receipt with the date of return, as PDF."""
    given: dict[str, Any] = {"dossier_id": dossier_id, "tracking_url": _tracking_url()}
    opened = open_receipt(actor=visit.actor, now=visit.now, **given)
    return file_response(request, opened, in_page=True)


@require_safe
@officers_only
@by_short_link
def slip(request: HttpRequest, visit: Visit, dossier_id: UUID, kind: str, about: int) -> HttpResponse:
    """A legal slip of the dossier, as PDF."""
    which: dict[str, Any] = {"dossier_id": dossier_id, "kind": kind, "about": about}
    opened = open_slip(tracking_url=_tracking_url(), actor=visit.actor, now=visit.now, **which)
    return file_response(request, opened, in_page=True)


@require_safe
@officers_only
@by_short_link
def cash_receipt(request: HttpRequest, visit: Visit, dossier_id: UUID, receipt_id: UUID) -> HttpResponse:
    """A receipt for cash, as PDF."""
    which: dict[str, Any] = {"dossier_id": dossier_id, "receipt_id": receipt_id}
    opened = open_cash_receipt(tracking_url=_tracking_url(), actor=visit.actor, now=visit.now, **which)
    return file_response(request, opened, in_page=True)


@require_safe
@officers_only
@by_short_link
def result(request: HttpRequest, visit: Visit, dossier_id: UUID) -> HttpResponse:
    """The approved result, as PDF."""
    return file_response(
        request, open_result(dossier_id=dossier_id, actor=visit.actor, now=visit.now), in_page=True
    )


def _tracking_url() -> str:
    return f"{settings.TINHSO_PUBLIC_URL}/tracking/{{code}}"
