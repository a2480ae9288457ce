"""The essential-services portal for the province: a token, updates in batches, how dossiers stand."""

import hmac
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from sandbox.dials.modes import Mode
from sandbox.dials.service import DialPosition, take
from sandbox.dials.systems import FILE_VARIANTS
from sandbox.essential_portal.models import Dossier, Paper
from sandbox.essential_portal.pushing import PUSH_VARIANTS, SYSTEM
from sandbox.essential_portal.updating import take_update
from sandbox.handing_out import hand_out
from sandbox.json_bodies import UnreadableBody, read_object

TOKEN_SECONDS = 3600
SALT = "essential_portal.token"
LARGEST_BATCH = 50
PAGE = 100
Answer = dict[str, Any]


@csrf_exempt
@require_POST
def token(request: HttpRequest) -> HttpResponse:
    """``{"client_id", "client_secret"}``, answered by a bearer token for an hour."""
    try:
        wish = read_object(request)
    except UnreadableBody as error:
        return _problem(error.code, error.message, status=error.status)
    secrets = settings.SHARED_SECRETS
    right = all(
        isinstance(wish.get(name), str)
        and hmac.compare_digest(wish[name].encode(), secrets[f"essential_{name}"].encode())
        for name in ("client_id", "client_secret")
    )
    if not right:
        return _problem("invalid_client", "Mã hoặc khóa của hệ thống không đúng.", status=401)
    return JsonResponse({"access_token": signing.dumps("client", salt=SALT), "expires_in": TOKEN_SECONDS})


@csrf_exempt
@require_POST
def updates(request: HttpRequest) -> HttpResponse:
    """``{"updates": [{"update_id", "dossier_code", "kind", "version", …}]}``; each is answered by itself."""
    position = _position({Mode.REFUSING, Mode.PARTIAL, Mode.LYING})
    if refusal := _refusal(request, position):
        return refusal
    try:
        records = read_object(request).get("updates")
    except UnreadableBody as error:
        return _problem(error.code, error.message, status=error.status)
    if not isinstance(records, list) or not 1 <= len(records) <= LARGEST_BATCH:
        return _problem("invalid_batch", "Mỗi lần gửi từ 1 đến 50 cập nhật.")
    return _delivered({"results": _take(records, position)}, position)


@require_safe
def one_dossier(request: HttpRequest, code: str) -> HttpResponse:
    """How one dossier stands here."""
    position = _position({Mode.REFUSING})
    if refusal := _refusal(request, position):
        return refusal
    dossier = Dossier.objects.filter(pk=code).first()
    if dossier is None:
        return _problem("unknown_dossier", "Không có hồ sơ này.", status=404)
    answer = _summary(dossier) | {"dossier": dossier.payload}
    if position is not None and position.variant == "stale":
        answer["status"] = dossier.previous_status or dossier.status
    return _delivered(answer, position)


@require_safe
def dossiers_of_day(request: HttpRequest) -> HttpResponse:
    """``?day=yyyy-mm-dd&after=<code>``: the dossiers that came to be here on a day, 100 a page, by code."""
    position = _position({Mode.REFUSING})
    if refusal := _refusal(request, position):
        return refusal
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return _problem("invalid_day", "Ngày phải có dạng yyyy-mm-dd.")
    start = timezone.make_aware(datetime.combine(day, time.min))
    found = Dossier.objects.filter(created_at__gte=start, created_at__lt=start + timedelta(days=1))
    page = found.filter(code__gt=request.GET.get("after", "")).order_by("code")[:PAGE]
    return _delivered({"day": day.isoformat(), "dossiers": [_summary(each) for each in page]}, position)


@require_safe
def paper(request: HttpRequest, paper_id: str) -> HttpResponseBase:
    """A file by its unguessable address, for two days."""
    found = Paper.objects.filter(pk=paper_id, kept_until__gte=timezone.now()).first()
    if found is None:
        raise Http404
    return hand_out("essential_portal", bytes(found.content), found.content_type)


def _position(modes: set[Mode]) -> DialPosition | None:
    """The dial as far as it concerns answers; wrong pushes and files are left alone."""
    return take(SYSTEM, modes | {Mode.WRONG}, but_variants=PUSH_VARIANTS | FILE_VARIANTS.keys())


def _refusal(request: HttpRequest, position: DialPosition | None) -> HttpResponse | None:
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    try:
        signing.loads(given if scheme == "Bearer" else "", salt=SALT, max_age=TOKEN_SECONDS)
        is_known = position is None or position.variant != "token"
    except signing.BadSignature:
        is_known = False
    if not is_known:
        return _problem("invalid_token", "Mã truy cập không đúng hoặc đã hết hạn.", status=401)
    if position is not None and position.mode is Mode.REFUSING:
        return _problem("refused", "Cổng từ chối yêu cầu.", status=403)
    return None


def _take(records: list[object], position: DialPosition | None) -> list[Answer]:
    mode = position.mode if position is not None else None
    if mode is Mode.LYING:
        return [_unlooked(record, "taken") for record in records]
    if mode is Mode.PARTIAL:
        half = len(records) // 2
        rest = [_unlooked(record, "not_processed") for record in records[half:]]
        return [take_update(record) for record in records[:half]] + rest
    return [take_update(record) for record in records]


def _unlooked(record: object, code: str) -> Answer:
    name = record.get("update_id") if isinstance(record, dict) else None
    return {"update_id": name[:64] if isinstance(name, str) else "", "code": code}


def _summary(dossier: Dossier) -> Answer:
    return {
        "code": dossier.code,
        "local_code": dossier.local_code,
        "status": dossier.status,
        "version": dossier.version,
        "changed_at": timezone.localtime(dossier.changed_at).isoformat(),
    }


def _delivered(answer: Answer, position: DialPosition | None) -> HttpResponse:
    variant = position.variant if position is not None else ""
    if variant == "error_500":
        return HttpResponse("Internal Server Error", status=500, content_type="text/plain")
    if variant == "garbled":
        return HttpResponse("<html>Bad Gateway</html>", content_type="text/html")
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


def _problem(code: str, message: str, *, status: int = 422) -> JsonResponse:
    return JsonResponse({"code": code, "message": message}, status=status)
