"""Pages as nobody should write them: each breaks one rule, and the sweep must say which."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.test import override_settings
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from openpyxl import Workbook

from tests.trust.everywhere.addresses import Address, every_address
from tests.trust.everywhere.town import rows
from tinhso.casework.dossiers.service import DossierView, get_dossier, open_paper
from tinhso.config import urls
from tinhso.foundation.authority.service import NotVisible, Permission, system_actor
from tinhso.foundation.clock.service import legal_now
from tinhso.foundation.identifiers.service import DomainError
from tinhso.foundation.printing.service import render_pdf
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.sites.frame.service import Visit, file_response, officers_only, visit_of


def anybodys(dossier_id: UUID) -> DossierView:
    """The dossier without asking whether the visitor may see it."""
    return get_dossier(dossier_id=dossier_id, actor=system_actor("planted"), now=legal_now())


@require_safe
def without_its_check(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    return HttpResponse(anybodys(dossier_id).applicant_name)


@require_safe
@officers_only
def list_of_everything(request: HttpRequest, visit: Visit) -> HttpResponse:
    found = [str(row[0]) for row in rows("select id from dossiers_dossier")]
    return JsonResponse({"dossiers": found})


@require_safe
@officers_only
def table_of_everything(request: HttpRequest, visit: Visit) -> HttpResponse:
    """A workbook: packed, and dossiers are named by their codes."""
    book = Workbook()
    for (code,) in rows("select code from dossiers_dossier"):
        book.active.append([code])
    packed = io.BytesIO()
    book.save(packed)
    return HttpResponse(packed.getvalue())


@require_safe
@officers_only
def lines_of_everything(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The same as text, in the notation with dots."""
    found = rows("select coalesce(dotted_code, code) from dossiers_dossier")
    return HttpResponse("\r\n".join(row[0] for row in found), content_type="text/csv")


@require_safe
@officers_only
def printed_for_anybody(request: HttpRequest, visit: Visit, dossier_id: UUID) -> HttpResponse:
    """A page as PDF: what stands on it is packed."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "page.typ").write_text("#json(bytes(sys.inputs.data)).name", encoding="utf-8")
        page = render_pdf("page.typ", {"name": anybodys(dossier_id).applicant_name}, folder=Path(folder))
    return HttpResponse(page, content_type="application/pdf")


@require_safe
@officers_only
def error_that_tells(request: HttpRequest, visit: Visit, dossier_id: UUID) -> HttpResponse:
    try:
        get_dossier(dossier_id=dossier_id, actor=visit.actor, now=visit.now)
    except NotVisible:
        name = anybodys(dossier_id).applicant_name
        raise DomainError(code="planted.not_found", message=f"Hồ sơ của {name} không phải của bạn.") from None
    return HttpResponse("ok")


@require_safe
@officers_only
def forbidden_that_reveals(request: HttpRequest, visit: Visit, dossier_id: UUID) -> HttpResponse:
    if not rows("select 1 from dossiers_dossier where id = %s", dossier_id):
        raise Http404
    try:
        get_dossier(dossier_id=dossier_id, actor=visit.actor, now=visit.now)
    except NotVisible:
        return HttpResponse(status=403)
    return HttpResponse("ok")


@require_safe
@officers_only
def refusal_that_nobody_notes(request: HttpRequest, visit: Visit, dossier_id: UUID) -> HttpResponse:
    found = anybodys(dossier_id)
    if found.agency != rows_agency(visit):
        raise NotVisible(object_kind="dossier", object_id=dossier_id, permission=Permission.DOSSIER_READ)
    return HttpResponse("ok")


def rows_agency(visit: Visit) -> str:
    from tinhso.registers.agencies.service import get_agency

    return get_agency(visit.actor.agency_id).name if visit.actor.agency_id else ""


@require_safe
@officers_only
def failing_for_strangers(request: HttpRequest, visit: Visit, dossier_id: UUID) -> HttpResponse:
    with unit_of_work(actor=visit.actor, now=visit.now):
        row = rows_as(visit, dossier_id)
    return HttpResponse(row[0])


def rows_as(visit: Visit, dossier_id: UUID) -> tuple[str]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select code from dossiers_dossier where id = %s", [dossier_id])
        return (cursor.fetchone()[0],)


@require_safe
@officers_only
def file_under_any_holder(
    request: HttpRequest, visit: Visit, dossier_id: UUID, file_id: UUID
) -> HttpResponse:
    get_dossier(dossier_id=dossier_id, actor=visit.actor, now=visit.now)
    holder = rows("select dossier_id from dossiers_paper where file_id = %s", file_id)
    if not holder:
        raise Http404
    opened = open_paper(holder_id=holder[0][0], file_id=file_id, actor=system_actor("planted"), now=visit.now)
    return file_response(request, opened)


@require_safe
def name_in_the_address(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    visit = visit_of(request)
    view = get_dossier(dossier_id=dossier_id, actor=visit.actor, now=visit.now)
    return HttpResponseRedirect(f"/dossiers?of={view.applicant_name}")


@require_safe
def leads_anywhere(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(request.GET.get("next", "/"))


@csrf_exempt
@require_POST
def form_without_token(request: HttpRequest) -> HttpResponse:
    with unit_of_work(actor=system_actor("planted"), now=legal_now()) as work:
        work.record(action="planted.done", object_kind="planted", object_id=None)
    return HttpResponse("ok")


@require_safe
@officers_only
def link_that_is_closed(request: HttpRequest, visit: Visit) -> HttpResponse:
    ((dossier_id,),) = rows(
        "select id from dossiers_dossier where agency_id <> %s order by id limit 1", visit.actor.agency_id
    )
    return HttpResponse(f'<a href="/desk/dossiers/{dossier_id}/">Hồ sơ</a>')


@require_safe
def changed_by_looking(request: HttpRequest) -> HttpResponse:
    with unit_of_work(actor=system_actor("planted"), now=legal_now()) as work:
        work.defer("notices.drain")
    return HttpResponse("ok")


def any_method(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


@require_http_methods(["GET", "POST"])
def undescribed(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    raise Http404


@require_safe
def parameter_of_its_own(request: HttpRequest, shelf: int) -> HttpResponse:
    return HttpResponse("ok")


@contextmanager
def planted(route: str, view: Callable[..., HttpResponse]) -> Iterator[Address]:
    """The house with one more address."""
    house = ModuleType("planted_urls")
    house.urlpatterns = [path(route, view, name="planted"), *urls.urlpatterns]  # type: ignore[attr-defined]
    for handler in ("handler400", "handler403", "handler404", "handler500"):
        setattr(house, handler, getattr(urls, handler))
    with override_settings(ROOT_URLCONF=house):
        yield next(each for each in every_address() if each.name == "planted")
