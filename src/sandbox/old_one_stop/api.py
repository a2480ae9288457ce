"""The REST interface for other systems: dossiers, the feed of changes, status words. Key by ``X-Api-Key``."""

import hmac
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from sandbox.dials.modes import Mode
from sandbox.dials.service import DialPosition, take
from sandbox.json_bodies import UnreadableBody, read_object
from sandbox.old_one_stop.editing import API_HAND, UnableToEdit, create_dossier, edit_dossier, snapshot
from sandbox.old_one_stop.models import Change, Dossier, LocalStatus
from sandbox.old_one_stop.writing import current_habits, write

SYSTEM = "old_one_stop"
PAGE = 100
LARGEST_CURSOR = 2**31
UNKNOWN_WORD = {"maTinhTrang": "TON", "tinhTrang": "Hồ sơ tồn"}
ANSWERS = frozenset({Mode.WRONG, Mode.REFUSING})
FEEDS = ANSWERS | {Mode.DUPLICATE, Mode.OUT_OF_ORDER, Mode.PARTIAL}
WRITES = ANSWERS | {Mode.LYING}
Answer = dict[str, Any]
Act = Callable[[DialPosition | None], tuple[Answer, int]]


@csrf_exempt
@require_http_methods(["GET", "POST"])
def dossiers(request: HttpRequest) -> HttpResponse:
    """GET ``?maNgoai=`` or ``?ngay=dd/MM/yyyy&trang=1``: find or list; POST: create."""
    if request.method == "POST":
        return _answered(request, WRITES, lambda position: _create(request, position))
    return _answered(request, ANSWERS, lambda position: (_list(request), 200))


@csrf_exempt
@require_http_methods(["GET", "PUT"])
def one_dossier(request: HttpRequest, code: str) -> HttpResponse:
    """GET: one dossier; PUT: change what is named, with the version that was seen (``phienBan``)."""
    if request.method == "PUT":
        return _answered(request, WRITES, lambda position: _change(request, code, position))
    return _answered(request, ANSWERS, lambda position: (_one(code, position), 200))


@require_GET
def changes(request: HttpRequest) -> HttpResponse:
    """``?sau=<number>&soLuong=<n>``: every change after that number, in order, those by other systems too."""
    return _answered(request, FEEDS, lambda position: (_feed(request, position), 200))


@require_GET
def statuses(request: HttpRequest) -> HttpResponse:
    """The old system's words of status; what they mean to the nation it does not know."""
    rows = [{"ma": code, "ten": word} for code, word in LocalStatus.choices]
    return _answered(request, ANSWERS, lambda position: ({"tinhTrang": rows}, 200))


def _create(request: HttpRequest, position: DialPosition | None) -> tuple[Answer, int]:
    values = read_object(request)
    if position is not None and position.mode is Mode.LYING:
        return {"soHoSo": "000.00.25.H09-000000-0000", "phienBan": 1}, 201
    dossier = create_dossier(values, by=API_HAND)
    return {"soHoSo": dossier.code, "phienBan": dossier.version}, 201


def _change(request: HttpRequest, code: str, position: DialPosition | None) -> tuple[Answer, int]:
    values = read_object(request)
    seen = values.get("phienBan")
    if isinstance(seen, bool) or not isinstance(seen, int):
        raise UnableToEdit("thieu_truong", "Thiếu phiên bản đã đọc.", field="phienBan")
    if position is not None and position.mode is Mode.LYING:
        return {"soHoSo": code, "phienBan": seen + 1}, 200
    dossier = edit_dossier(code, values, by=API_HAND, seen_version=seen)
    return {"soHoSo": dossier.code, "phienBan": dossier.version}, 200


def _one(code: str, position: DialPosition | None) -> Answer:
    dossier = Dossier.objects.filter(pk=code).first()
    if dossier is None:
        raise UnableToEdit("khong_co", "Không có hồ sơ này.", status=404)
    if position is not None and position.variant == "older":
        before = dossier.changes.filter(version__lt=dossier.version).order_by("-version").first()
        if before is not None:
            return write(before.values, current_habits())
    return _spoilt(write(snapshot(dossier), current_habits()), position)


def _list(request: HttpRequest) -> Answer:
    habits = current_habits()
    if external := request.GET.get("maNgoai"):
        found = Dossier.objects.filter(external_code=external).order_by("code")
        return {"hoSo": [write(snapshot(dossier), habits) for dossier in found[:PAGE]]}
    try:
        day = timezone.make_aware(datetime.strptime(request.GET.get("ngay", ""), "%d/%m/%Y"))
        page = int(request.GET.get("trang", "1"))
    except ValueError:
        raise UnableToEdit("sai_ngay", "Cần ngày dd/MM/yyyy và số trang.", field="ngay") from None
    if not 1 <= page <= 10_000:
        raise UnableToEdit("sai_trang", "Số trang không hợp lệ.", field="trang")
    found = Dossier.objects.filter(created_at__gte=day, created_at__lt=day + timedelta(days=1))
    rows = found.order_by("code")[(page - 1) * PAGE : page * PAGE]
    return {"hoSo": [write(snapshot(dossier), habits) for dossier in rows]}


def _feed(request: HttpRequest, position: DialPosition | None) -> Answer:
    after, count = _number(request, "sau", 0, LARGEST_CURSOR), _number(request, "soLuong", PAGE, PAGE)
    found = list(Change.objects.filter(number__gt=after).order_by("number")[: max(count, 1)])
    last = found[-1].number if found else after
    habits = current_habits()
    rows = [_row(change, habits, position) for change in found]
    mode = position.mode if position is not None else None
    if mode is Mode.PARTIAL:
        rows = rows[: len(rows) // 2]
    elif mode is Mode.DUPLICATE:
        rows = [row for row in rows for _ in range(2)]
    elif mode is Mode.OUT_OF_ORDER:
        rows = rows[::-1]
    return {"thayDoi": rows, "tiepTheo": last}


def _row(change: Change, habits: Any, position: DialPosition | None) -> Answer:
    told = _spoilt(write(change.values, habits), position)
    return {"stt": change.number, "nguoiSua": change.by, "hoSo": told}


def _number(request: HttpRequest, name: str, default: int, most: int) -> int:
    text = request.GET.get(name, str(default))
    if not (text.isascii() and text.isdecimal() and len(text) < 12 and int(text) <= most):
        raise UnableToEdit("sai_truong", "Phải là số tự nhiên.", field=name)
    return int(text)


def _spoilt(told: Answer, position: DialPosition | None) -> Answer:
    if position is not None and position.variant == "status":
        return told | UNKNOWN_WORD
    if position is not None and position.variant == "future":
        return told | {"ngayNhan": "31/12/2099 23:59"}
    return told


def _answered(request: HttpRequest, modes: frozenset[Mode], act: Act) -> HttpResponse:
    given, key = request.headers.get("X-Api-Key", ""), settings.SHARED_SECRETS["old_one_stop_key"]
    if not (given.isascii() and hmac.compare_digest(given, key)):
        return _problem("sai_khoa", "Khóa truy cập không đúng.", status=401)
    position = take(SYSTEM, modes)
    if position is not None and position.mode is Mode.REFUSING:
        return _problem("tu_choi", "Hệ thống từ chối yêu cầu.", status=403)
    try:
        answer, status = act(position)
    except UnreadableBody as error:
        return _problem(error.code, error.message, status=error.status)
    except UnableToEdit as error:
        return _problem(error.code, error.message, field=error.field, status=error.status)
    variant = position.variant if position is not None else ""
    if variant == "error_500":
        return HttpResponse("Lỗi máy chủ", status=500, content_type="text/plain; charset=utf-8")
    if variant == "garbled":
        return HttpResponse("<html>Runtime Error</html>", content_type="text/html")
    return JsonResponse(answer, status=status, json_dumps_params={"ensure_ascii": False})


def _problem(code: str, message: str, *, status: int, field: str = "") -> JsonResponse:
    return JsonResponse({"loi": code, "thongBao": message, "truong": field}, status=status)
