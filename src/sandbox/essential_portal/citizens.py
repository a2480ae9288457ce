"""The citizen's acts as JSON, for tests and demonstrations; where pushes go and how they fare.

A web page of another site cannot send ``application/json``: browsers ask first, and nobody says yes.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sandbox.essential_portal.filing import file_dossier, read_essential_filing, supplement, withdraw
from sandbox.essential_portal.models import Dossier, Push, Target
from sandbox.essential_portal.pushing import is_allowed_target, push_target
from sandbox.filings import InvalidFiling, read_papers
from sandbox.json_bodies import UnreadableBody, read_object

LARGEST_FILING = 12 * 1024 * 1024


@csrf_exempt
@require_POST
def filings(request: HttpRequest) -> HttpResponse:
    """File a dossier (see ``filings.read_filing`` for the fields; ``owner_kind`` counts from 0)."""
    return _acted(request, lambda body: file_dossier(read_essential_filing(body)), status=201)


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
    """A dossier as it shows to its citizen, with its pushes, for tests; the dial does not touch it."""
    dossier = Dossier.objects.filter(pk=code).first()
    if dossier is None:
        return JsonResponse({"code": "unknown_dossier"}, status=404)
    pushes = Push.objects.filter(dossier=dossier).order_by("sequence")
    names = ("id", "kind", "sequence", "attempts", "outcome", "is_finished", "taken_at")
    answer = {
        "code": dossier.code,
        "local_code": dossier.local_code,
        "status": dossier.status,
        "version": dossier.version,
        "dossier": dossier.payload,
        "pushes": list(pushes.values(*names)),
    }
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


@csrf_exempt
@require_http_methods(["GET", "PUT"])
def target(request: HttpRequest) -> HttpResponse:
    """Where pushes go: ``{"url"}``; blank: nowhere, null: the address of the settings."""
    if request.method == "PUT":
        try:
            url = read_object(request).get("url")
        except UnreadableBody as error:
            return JsonResponse({"code": error.code, "message": error.message}, status=error.status)
        if not choose_target(url):
            return JsonResponse({"code": "invalid_url", "message": "Địa chỉ không được phép."}, status=422)
    waiting = Push.objects.filter(is_finished=False).count()
    return JsonResponse({"url": push_target(), "waiting": waiting})


def choose_target(url: object) -> bool:
    """Set where pushes go; False when that address is not allowed."""
    if url is not None and not isinstance(url, str):
        return False
    if url and not is_allowed_target(url):
        return False
    Target.objects.all().delete()
    if url is not None:
        Target.objects.create(url=url)
    return True


def _acted(
    request: HttpRequest, act: Callable[[dict[str, Any]], Dossier], *, status: int = 200
) -> HttpResponse:
    if request.content_type != "application/json":
        return JsonResponse({"code": "malformed"}, status=415)
    try:
        dossier = act(read_object(request, largest=LARGEST_FILING))
    except UnreadableBody as error:
        return JsonResponse({"code": error.code, "message": error.message}, status=error.status)
    except InvalidFiling as error:
        answer = {"code": "invalid", "message": error.message, "field": error.field}
        return JsonResponse(answer, status=404 if error.field == "code" else 422)
    return JsonResponse({"code": dossier.code, "status": dossier.status}, status=status)
