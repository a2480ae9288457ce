"""The agency's register of dossiers: choose the days, print it."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from tinhso.casework.dossiers.service import OpenedFile, UnableToPrintSlip, open_register
from tinhso.sites.frame.service import Visit, file_response, officers_only, read_date
from tinhso.sites.onestop.desk import show


@require_safe
@officers_only
def register(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The days of this month so far, to be changed."""
    return _page(request, first=visit.today.replace(day=1), last=visit.today)


@require_POST
@officers_only
def printed(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The register as PDF; the page again, with the reason, where the days do not fit."""
    first, last = _day(request, "first"), _day(request, "last")
    if first is None or last is None:
        return _page(request, first=first, last=last, message="Bạn hãy ghi đủ ngày, tháng, năm.")
    try:
        content = open_register(first=first, last=last, actor=visit.actor, now=visit.now)
    except UnableToPrintSlip as refusal:
        return _page(request, first=first, last=last, message=refusal.message)
    name = f"so-theo-doi-{first:%Y%m%d}-{last:%Y%m%d}.pdf"
    return file_response(
        request, OpenedFile(content=content, media_type="application/pdf", name=name), in_page=True
    )


def _day(request: HttpRequest, name: str) -> date | None:
    """The day as typed in three boxes; None where it is none."""
    try:
        return datetime.strptime(read_date(request.POST, name), "%d/%m/%Y").date()  # noqa: DTZ007
    except ValueError:
        return None


def _page(request: HttpRequest, *, first: date | None, last: date | None, message: str = "") -> HttpResponse:
    context = {"first": first, "last": last, "message": message}
    return show(request, "register.html", context, status=400 if message else 200)
