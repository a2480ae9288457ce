"""The citizen's acts as JSON, for tests and demonstrations, and the files the province fetches.

A web page of another site cannot send ``application/json``: browsers ask first, and nobody says yes.
"""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from sandbox.filings import InvalidFiling, read_papers
from sandbox.handing_out import hand_out
from sandbox.json_bodies import UnreadableBody, read_object
from sandbox.national_portal.errors import INVALID_FIELD, MALFORMED, UNKNOWN_DOSSIER
from sandbox.national_portal.filing import file_dossier, read_national_filing, supplement, withdraw
from sandbox.national_portal.models import Dossier, Paper

LARGEST_FILING = 12 * 1024 * 1024


@csrf_exempt
@require_POST
def filings(request: HttpRequest) -> HttpResponse:
    """File a dossier (see ``filings.read_filing`` for the fields)."""
    return _acted(request, lambda body: file_dossier(read_national_filing(body)), status=201)


@csrf_exempt
@require_POST
def supplements(request: HttpRequest, code: str) -> HttpResponse:
    """``{"note", "papers"}``: give what was asked for."""
    return _acted(
        request,
        lambda body: supplement(code, str(body.get("note", ""))[:1000], read_papers(body.get("papers", []))),
    )


@csrf_exempt
@require_POST
def withdrawals(request: HttpRequest, code: str) -> HttpResponse:
    """``{"reason"}``: ask to withdraw."""
    return _acted(request, lambda body: withdraw(code, str(body.get("reason", ""))[:1000]))


@require_safe
def one_dossier(request: HttpRequest, code: str) -> HttpResponse:
    """A dossier as it shows to its citizen, with progress and files, for tests."""
    dossier = Dossier.objects.filter(pk=code).first()
    if dossier is None:
        return JsonResponse({"error_code": UNKNOWN_DOSSIER}, status=404)
    fetches = dossier.fetches.order_by("pk").values(
        "name", "url", "attempts", "outcome", "is_finished", "sha256", "length"
    )
    answer = {
        "code": dossier.code,
        "local_code": dossier.local_code,
        "status": dossier.status,
        "payload": dossier.payload,
        "progress": [step.payload for step in dossier.progress.order_by("pk")],
        "fetches": list(fetches),
        "untaken": dossier.wishes.filter(taken_at=None).count(),
    }
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


@require_safe
def paper(request: HttpRequest, paper_id: str) -> HttpResponseBase:
    """A file by its unguessable address, for two days."""
    found = Paper.objects.filter(pk=paper_id, kept_until__gte=timezone.now()).first()
    if found is None:
        raise Http404
    return hand_out("national_portal", bytes(found.content), found.content_type)


def _acted(
    request: HttpRequest, act: Callable[[dict[str, Any]], Dossier], *, status: int = 200
) -> HttpResponse:
    if request.content_type != "application/json":
        return JsonResponse({"error_code": MALFORMED}, status=415)
    try:
        dossier = act(read_object(request, largest=LARGEST_FILING))
    except UnreadableBody as error:
        return JsonResponse({"error_code": MALFORMED, "message": error.message}, status=error.status)
    except InvalidFiling as error:
        known = 404 if error.field == "code" else 422
        answer = {"error_code": INVALID_FIELD, "message": error.message, "field": error.field}
        return JsonResponse(answer, status=known)
    return JsonResponse({"code": dossier.code, "status": dossier.status}, status=status)
