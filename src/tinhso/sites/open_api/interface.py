"""The interface itself: who comes in, and how errors are said. Its routes stand in the files beside it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer

from tinhso.foundation.clock.service import legal_now, real_now
from tinhso.foundation.guessing.service import TooManyTries
from tinhso.foundation.identifiers.service import DomainError, UnableToReadIdentifier
from tinhso.registers.catalogue.service import UnableToFindProcedure
from tinhso.services.integration.service import ClientCaller, UnableToLetClientIn, let_in
from tinhso.sites.frame.service import PAGES, Refusal, problem_response, refusal_of
from tinhso.sites.open_api.schemas import Problem

LONGEST_BODY = 64 * 1024
"""Bytes. Nothing that is sent here is long."""

_View = TypeVar("_View", bound=Callable[..., HttpResponse])


class OAuth2(HttpBearer):
    """A token of the client credentials grant (RFC 6749, 4.4), as a bearer (RFC 6750)."""

    openapi_type = "oauth2"
    openapi_flows: dict[str, Any] = {}  # noqa: RUF012 - filled by the document, read by the library

    def authenticate(self, request: HttpRequest, token: str) -> ClientCaller | None:
        """The caller behind the token; None where it opens nothing."""
        try:
            return let_in(token=token, now=legal_now(), real=real_now(), trace_id=trace_id_of(request))
        except UnableToLetClientIn:
            return None


api = NinjaAPI(
    title="Tỉnh Số: giao diện lập trình",
    version="1",
    urls_namespace="api",
    docs_url=None,
    openapi_url=None,
    auth=OAuth2(),
)
REFUSALS = dict.fromkeys((401, 403, 413, 422, 429), Problem)
"""What any route may answer beside its own."""


def trace_id_of(request: HttpRequest) -> str:
    """The id that follows the request."""
    return str(getattr(request, "trace_id", ""))


def caller_of(request: HttpRequest) -> ClientCaller:
    """The client that asks."""
    caller: ClientCaller = request.auth  # type: ignore[attr-defined]
    return caller


def problem(
    request: HttpRequest, status: int, code: str, message: str, *, fields: dict[str, str] | None = None
) -> HttpResponse:
    """A problem that no room raised."""
    refusal = Refusal(status=status, code=code, message=message, fields=fields or {})
    return problem_response(request, refusal)


@api.exception_handler(DomainError)
def _refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    refusal = refusal_of(error)
    assert refusal is not None  # noqa: S101 - every DomainError is one
    if not isinstance(error, TooManyTries):
        return problem_response(request, refusal)
    message = f"Hệ thống của bạn hỏi quá thỏa thuận. Hãy chờ {error.wait_s} giây rồi hỏi tiếp."
    response = problem(request, 429, "too_many_requests", message)
    response.headers["Retry-After"] = str(error.wait_s)
    return response


@api.exception_handler(UnableToFindProcedure)
def _no_such_procedure(request: HttpRequest, error: UnableToFindProcedure) -> HttpResponse:
    return problem(request, 404, error.code, error.message)


@api.exception_handler(UnableToReadIdentifier)
def _unreadable(request: HttpRequest, error: UnableToReadIdentifier) -> HttpResponse:
    return problem(request, 404, error.code, error.message, fields={"code": error.message})


@api.exception_handler(AuthenticationError)
def _not_let_in(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    message = "Thiếu mã truy cập, hoặc mã đã hết hạn. Hãy lấy mã mới ở /api/v1/token."
    response = problem(request, 401, "invalid_token", message)
    response.headers["WWW-Authenticate"] = 'Bearer realm="tinhso", error="invalid_token"'
    return response


@api.exception_handler(ValidationError)
def _not_understood(request: HttpRequest, error: ValidationError) -> HttpResponse:
    fields = {_place(each["loc"]): _wrong(str(each["type"])) for each in error.errors}
    return problem(request, 422, "invalid_request", "Có tham số chưa đúng; xem fields.", fields=fields)


@api.exception_handler(HttpError)
def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    page = PAGES.get(error.status_code, PAGES[400])
    return problem(request, error.status_code, page.code, page.message)


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(request, 404, "not_found", "Không tìm thấy, hoặc ngoài thỏa thuận của hệ thống này.")


def _place(loc: tuple[Any, ...]) -> str:
    """``("query", "limit")`` or ``("body", "payload", "url")`` as the caller wrote it."""
    return str(loc[-1]) if loc else ""


def _wrong(kind: str) -> str:
    if kind == "missing":
        return "Còn thiếu."
    if kind == "extra_forbidden":
        return "Không có tham số này."
    return "Giá trị không đúng kiểu hoặc ngoài giới hạn."


def guarded(view: _View) -> _View:
    """Refuse bodies that are too long before they are read, and say a wrong method as a problem."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > min(LONGEST_BODY, settings.DATA_UPLOAD_MAX_MEMORY_SIZE):
            return problem(request, 413, "too_large", f"Nội dung gửi lên dài quá {LONGEST_BODY} byte.")
        response = view(request, *args, **kwargs)
        if response.status_code == 405 and "json" not in response.headers.get("Content-Type", ""):
            allowed = response.headers["Allow"]
            response = problem(request, 405, "method_not_allowed", f"Địa chỉ này chỉ nhận {allowed}.")
            response.headers["Allow"] = allowed
        return response

    answer.csrf_exempt = True  # type: ignore[attr-defined]
    return answer  # type: ignore[return-value]
