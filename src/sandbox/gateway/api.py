"""The gateway for machines: a token for an hour, then one call per register, always by POST."""

import hmac
import json
import threading
from base64 import b64decode
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from sandbox.dials.modes import Mode
from sandbox.dials.service import DialPosition, take
from sandbox.gateway.models import BudgetUnit, Business, BusinessStatus, LookUp
from sandbox.gateway.questions import Question, Refusal, read_question
from sandbox.gateway.registers import REGISTERS, Register, as_of
from sandbox.json_bodies import UnreadableBody, read_object

TOKEN_SECONDS = 3600
SALT = "gateway.token"
LARGEST_QUESTION = 16 * 1024
DAYS_BEHIND = 90
MODES = frozenset({Mode.WRONG, Mode.DUPLICATE, Mode.REFUSING})
Answer = dict[str, Any]
_latest: dict[str, Answer] = {}
_latest_lock = threading.Lock()


@csrf_exempt
@require_POST
def token(request: HttpRequest) -> HttpResponse:
    """OAuth2 client credentials by HTTP Basic, as the national platform gives tokens."""
    if request.POST.get("grant_type") != "client_credentials":
        return _problem(Refusal("unsupported_grant_type", "Chỉ nhận client_credentials.", status=400))
    if not _is_client(request.headers.get("Authorization", "")):
        return _problem(Refusal("invalid_client", "Mã hoặc khóa của hệ thống không đúng.", status=401))
    return JsonResponse(
        {
            "access_token": signing.dumps("client", salt=SALT),
            "scope": "am_application_scope default",
            "token_type": "Bearer",
            "expires_in": TOKEN_SECONDS,
        }
    )


@csrf_exempt
@require_POST
def look_up(request: HttpRequest, register: str, call: str) -> HttpResponse:
    """One look-up; the answer says as of when it is true."""
    known = REGISTERS.get(register)
    if known is None or known.call != call:
        raise Http404
    position = take(f"gateway_{register}", MODES) or take("gateway", MODES)
    body: dict[str, Any] = {}
    try:
        _require_token(request, position)
        body = read_object(request, largest=LARGEST_QUESTION)
        question = read_question(body)
        if position is not None and position.mode is Mode.REFUSING:
            raise Refusal("not_permitted", "Hệ thống từ chối tra cứu.", status=403)
        answer = _answer(known, question, position)
    except UnreadableBody as error:
        return _problem(Refusal(error.code, error.message, status=error.status))
    except Refusal as refusal:
        _note(register, body, refusal.code)
        return _problem(refusal)
    _note(register, body, "found" if answer["found"] else "not_found")
    return _deliver(answer, position)


@csrf_exempt
@require_http_methods(["PATCH"])
def change_entry(request: HttpRequest, register: str, code: str) -> HttpResponse:
    """The registrar's hand, for tests: a business' status and name, a budget unit's name and is_active."""
    try:
        values = read_object(request)
    except UnreadableBody as error:
        return _problem(Refusal(error.code, error.message, status=error.status))
    found: Any = {
        "business": Business.objects.filter(pk=code),
        "budget": BudgetUnit.objects.filter(pk=code),
    }.get(register)
    if found is None or not found.exists():
        raise Http404
    if not values or not all(_may_change(register, name, value) for name, value in values.items()):
        return _problem(Refusal("invalid_change", "Trường không sửa được."))
    found.update(**values)
    return JsonResponse({"code": code})


def _may_change(register: str, name: str, value: object) -> bool:
    if name == "name":
        return isinstance(value, str) and 0 < len(value) <= 250
    if register == "business":
        return name == "status" and value in BusinessStatus.values
    return name == "is_active" and isinstance(value, bool)


def _answer(register: Register, question: Question, position: DialPosition | None) -> Answer:
    record = register.answer(question)
    variant = position.variant if position is not None else ""
    if variant == "not_found":
        record = None
    answer = {
        "request_id": "YC-KHAC" if variant == "other_request" else question.request_id,
        "as_of": as_of(register, days_behind=DAYS_BEHIND if variant == "stale" else 0),
        "found": record is not None,
        "result": record,
    }
    with _latest_lock:
        if position is not None and position.mode is Mode.DUPLICATE:
            return _latest.get(register.name, answer)
        _latest[register.name] = answer
    return answer


def _is_client(header: str) -> bool:
    secrets = settings.SHARED_SECRETS
    expected = f"{secrets['gateway_client_id']}:{secrets['gateway_client_secret']}"
    scheme, _, credentials = header.partition(" ")
    try:
        given = b64decode(credentials, validate=True)
    except ValueError:
        return False
    return scheme == "Basic" and hmac.compare_digest(given, expected.encode("ascii"))


def _require_token(request: HttpRequest, position: DialPosition | None) -> None:
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    try:
        signing.loads(given if scheme == "Bearer" else "", salt=SALT, max_age=TOKEN_SECONDS)
    except signing.BadSignature:
        raise Refusal("invalid_token", "Mã truy cập không đúng hoặc đã hết hạn.", status=401) from None
    if position is not None and position.variant == "token":
        raise Refusal("invalid_token", "Mã truy cập không đúng hoặc đã hết hạn.", status=401)


def _deliver(answer: Answer, position: DialPosition | None) -> HttpResponse:
    variant = position.variant if position is not None else ""
    if variant == "garbled":
        return HttpResponse("<html>502</html>", content_type="text/html")
    content = json.dumps(answer, ensure_ascii=False)
    content = content[: len(content) // 2] if variant == "truncated" else content
    return HttpResponse(content, content_type="application/json")


def _note(register: str, body: dict[str, Any], outcome: str) -> None:
    names = ("request_id", "purpose", "reference", "officer", "agency")
    told = {name: body.get(name) for name in names}
    LookUp.objects.create(
        register=register,
        outcome=outcome,
        **{
            name: value[: 20 if name == "purpose" else 40]
            for name, value in told.items()
            if isinstance(value, str)
        },
    )


def _problem(refusal: Refusal) -> JsonResponse:
    return JsonResponse({"code": refusal.code, "message": refusal.message}, status=refusal.status)
