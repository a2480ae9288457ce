"""The adapter that a province calls: ``auth`` opens a session, ``service`` answers every named call."""

import json
from collections.abc import Callable, Collection
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from sandbox.dials.modes import Mode
from sandbox.dials.service import DialPosition, take
from sandbox.dials.systems import FILE_VARIANTS
from sandbox.json_bodies import UnreadableBody, read_object
from sandbox.national_portal import sharing, taking
from sandbox.national_portal.errors import (
    MALFORMED,
    MESSAGES,
    NO_SESSION,
    NOT_PERMITTED,
    NOT_PROCESSED,
    SUCCESS,
    UNKNOWN_SERVICE,
    Refusal,
)
from sandbox.national_portal.models import Call
from sandbox.national_portal.sessions import open_session, require_unit

SYSTEM = "national_portal"
LARGEST_CALL = 1024 * 1024
Record = dict[str, Any]
READS: dict[str, Callable[[Record, str], list[Record]]] = {
    "LayThuTuc": sharing.list_procedure,
    "LayDanhMucLinhVuc": sharing.list_sectors,
    "TraCuuHoSo": sharing.find_dossiers,
    "LayDanhSachHoSo": sharing.list_wishes,
}
WRITES: dict[str, Callable[[Record, str], taking.Taker]] = {
    "DongBoHoSoMC": taking.dossier_taker,
    "CapNhatTienDoHoSoMC": taking.progress_taker,
    "CapNhatDaNhanHoSo": sharing.wish_taker,
}
ANSWERS = frozenset({Mode.WRONG, Mode.REFUSING})
LISTINGS = frozenset({Mode.DUPLICATE, Mode.OUT_OF_ORDER})
BATCHES = frozenset({Mode.PARTIAL, Mode.LYING})


@csrf_exempt
@require_POST
def auth(request: HttpRequest) -> HttpResponse:
    """``{"username", "password"}``, answered by ``{"session", "error_code": 0}``."""
    try:
        session = open_session(read_object(request))
    except UnreadableBody as error:
        return _unreadable(error)
    except Refusal as refusal:
        return _refused(refusal)
    return JsonResponse({"session": session, "error_code": 0})


@csrf_exempt
@require_POST
def service(request: HttpRequest) -> HttpResponse:
    """``{"session", "madonvi", "service", …}``, answered by ``{"error_code", "message", "result"}``."""
    try:
        call = read_object(request, largest=LARGEST_CALL)
    except UnreadableBody as error:
        return _unreadable(error)
    name = call.get("service") if isinstance(call.get("service"), str) else ""
    position = take(SYSTEM, modes_of(str(name)), but_variants=FILE_VARIANTS)
    try:
        _obey(position)
        unit = require_unit(call)
        answer = _answer(str(name), call, unit, position)
    except Refusal as refusal:
        _note(str(name), call, refusal.code)
        return _refused(refusal)
    _note(str(name), call, SUCCESS)
    return _deliver(answer, position)


def modes_of(name: str) -> Collection[Mode]:
    """The dial's modes that mean something for this service; others are not used up by it."""
    if name == "LayDanhSachHoSo":
        return ANSWERS | LISTINGS
    return ANSWERS | BATCHES if name in WRITES else ANSWERS


def _obey(position: DialPosition | None) -> None:
    if position is None:
        return
    if position.mode is Mode.REFUSING:
        raise Refusal(NOT_PERMITTED)
    if position.variant == "session":
        raise Refusal(NO_SESSION)


def _answer(name: str, call: Record, unit: str, position: DialPosition | None) -> Record:
    if name in READS:
        return {"error_code": 0, "message": MESSAGES[SUCCESS], "result": _read(name, call, unit, position)}
    if name in WRITES:
        take_one = WRITES[name](call, unit)
        records = _write(taking.read_batch(call), take_one, position)
        return {"error_code": SUCCESS, "message": MESSAGES[SUCCESS], "result": records}
    raise Refusal(UNKNOWN_SERVICE, field="service")


def _read(name: str, call: Record, unit: str, position: DialPosition | None) -> list[Record]:
    if position is None:
        return READS[name](call, unit)
    if position.mode is Mode.DUPLICATE:
        again = sharing.waiting_wishes(unit, taken_too=True)[: sharing.PAGE // 2]
        return [sharing.wish_record(wish) for wish in again for _ in range(2)]
    records = READS[name](call, unit)
    if position.mode is Mode.OUT_OF_ORDER:
        return records[::-1]
    if position.variant == "stale" and name == "TraCuuHoSo":
        return [sharing.with_previous_status(record) for record in records]
    return records


def _write(records: list[object], take_one: taking.Taker, position: DialPosition | None) -> list[Record]:
    if position is not None and position.mode is Mode.LYING:
        return [taking.answer_of(record, SUCCESS) for record in records]
    if position is not None and position.mode is Mode.PARTIAL:
        half = len(records) // 2
        rest = [taking.answer_of(record, NOT_PROCESSED) for record in records[half:]]
        return taking.take_each(records[:half], take_one) + rest
    return taking.take_each(records, take_one)


def _deliver(answer: Record, position: DialPosition | None) -> HttpResponse:
    variant = position.variant if position is not None and position.mode is Mode.WRONG else ""
    if variant == "error_500":
        return HttpResponse("Internal Server Error", status=500, content_type="text/plain")
    if variant == "garbled":
        return HttpResponse("<html><body>Bad Gateway</body></html>", content_type="text/html")
    if variant == "truncated":
        content = json.dumps(answer, ensure_ascii=False)
        return HttpResponse(content[: len(content) // 2], content_type="application/json")
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


def _note(name: str, call: Record, code: str) -> None:
    unit, records = call.get("madonvi"), call.get("data")
    Call.objects.create(
        service=name if name in READS or name in WRITES else "?",
        unit=unit[:40] if isinstance(unit, str) else "",
        records=len(records) if isinstance(records, list) else 0,
        error_code=code,
    )


def _refused(refusal: Refusal) -> JsonResponse:
    message = refusal.message + (f": {refusal.field}" if refusal.field else "")
    return JsonResponse({"error_code": refusal.code, "message": message, "result": []})


def _unreadable(error: UnreadableBody) -> JsonResponse:
    answer = {"error_code": MALFORMED, "message": error.message, "result": []}
    return JsonResponse(answer, status=error.status)
