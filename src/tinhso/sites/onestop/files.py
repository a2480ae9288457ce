"""Papers, receipt and result, shown in the browser's own reader inside the desk's pages."""

from __future__ import annotations

from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tinhso.casework.dossiers.service import OpenedFile, open_paper, open_receipt, open_result
from tinhso.sites.frame.service import Visit, officers_only

_POLICY = (
    "default-src 'none'; img-src 'self'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
)
"""A stranger's file may show itself in our own page and do nothing else."""


@require_safe
@officers_only
def paper(request: HttpRequest, visit: Visit, dossier_id: UUID, file_id: UUID) -> HttpResponse:
    """One paper of the dossier."""
    return _inline(open_paper(holder_id=dossier_id, file_id=file_id, actor=visit.actor, now=visit.now))


@require_safe
@officers_only
def receipt(request: HttpRequest, visit: Visit, dossier_id: UUID) -> HttpResponse:
    """The receipt with the date of return, as PDF."""
    url = f"{settings.TINHSO_PUBLIC_URL}/tracking/{{code}}"
    return _inline(open_receipt(dossier_id=dossier_id, tracking_url=url, actor=visit.actor, now=visit.now))


@require_safe
@officers_only
def result(request: HttpRequest, visit: Visit, dossier_id: UUID) -> HttpResponse:
    """The approved result, as PDF."""
    return _inline(open_result(dossier_id=dossier_id, actor=visit.actor, now=visit.now))


def _inline(file: OpenedFile) -> HttpResponse:
    response = HttpResponse(file.content, content_type=file.media_type)
    response.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(file.name)}"
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response
