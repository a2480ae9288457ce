"""The one place where errors become answers: a Vietnamese page, a fragment for htmx, or JSON.

JSON has one shape on every site: ``code``, ``message``, ``fields``, ``trace_id``. Programs of others,
who come through the interface, read the same as a problem of RFC 9457.
"""

from __future__ import annotations

import errno
import logging
import sys
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import psycopg
from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from tinhso.foundation.authority.service import anonymous_actor
from tinhso.foundation.guessing.service import TooManyTries
from tinhso.foundation.identifiers.service import DomainError
from tinhso.sites.frame.viewer import ANONYMOUS

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPage:
    """What a person reads: what happened, and what to do now."""

    status: int
    code: str
    title: str
    message: str
    art: str = "trouble"


PAGES: MappingProxyType[int, ErrorPage] = MappingProxyType(
    {
        page.status: page
        for page in (
            ErrorPage(
                status=400,
                code="bad_request",
                title="Yêu cầu chưa đúng",
                message="Hệ thống không đọc được nội dung gửi lên. Bạn hãy quay lại, kiểm tra và gửi lại.",
            ),
            ErrorPage(
                status=403,
                code="not_permitted",
                title="Bạn không có quyền thực hiện việc này",
                message="Nếu cần dùng chức năng này, bạn hãy đăng nhập bằng tài khoản phù hợp.",
                art="closed",
            ),
            ErrorPage(
                status=404,
                code="not_found",
                title="Không tìm thấy trang",
                message="Địa chỉ có thể đã gõ sai, hoặc nội dung này không dành cho tài khoản của bạn.",
                art="search",
            ),
            ErrorPage(
                status=405,
                code="method_not_allowed",
                title="Không thực hiện được theo cách này",
                message="Bạn hãy quay lại trang trước và dùng nút có trên trang.",
            ),
            ErrorPage(
                status=409,
                code="conflict",
                title="Việc này chưa thực hiện được",
                message="Nội dung đã thay đổi từ khi bạn mở trang. Bạn hãy tải lại trang rồi thử lại.",
            ),
            ErrorPage(
                status=410,
                code="gone",
                title="Đường dẫn đã hết hạn",
                message="Bạn hãy quay lại trang trước và mở lại từ đó.",
            ),
            ErrorPage(
                status=413,
                code="too_large",
                title="Nội dung gửi lên quá lớn",
                message="Bạn hãy chọn tệp nhỏ hơn, hoặc chụp lại ảnh với độ phân giải thấp hơn rồi gửi lại.",
            ),
            ErrorPage(
                status=429,
                code="too_many_requests",
                title="Bạn thao tác quá nhanh",
                message="Bạn hãy chờ một phút rồi thử lại. Những gì đã gửi vẫn được giữ nguyên.",
            ),
            ErrorPage(
                status=500,
                code="internal_error",
                title="Hệ thống gặp lỗi",
                message="Lỗi đã được ghi lại. Bạn hãy thử lại sau ít phút; hồ sơ đã nộp không bị mất.",
            ),
            ErrorPage(
                status=503,
                code="unavailable",
                title="Hệ thống đang tạm ngừng",
                message="Chúng tôi đang bảo trì hoặc chờ kết nối trở lại. Bạn hãy thử lại sau ít phút.",
                art="line_down",
            ),
            ErrorPage(
                status=507,
                code="storage_full",
                title="Hệ thống tạm hết chỗ lưu tệp",
                message="Hệ thống đang hết chỗ nên chưa giữ được tệp vừa gửi. Những gì đã lưu trước đó"
                " vẫn còn nguyên. Bạn hãy thử gửi lại sau ít phút.",
            ),
        )
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """An error as it is shown."""

    status: int
    code: str
    message: str
    fields: dict[str, str] = field(default_factory=dict)


_DISK_IS_FULL = frozenset((errno.ENOSPC, errno.EDQUOT))
_TRY_AGAIN_AFTER_S = 30
# Of a commit whose answer is lost nobody knows whether it was done: so "not confirmed", and look first.
_NO_DATABASE = Refusal(
    status=503,
    code="unavailable",
    message="Kho dữ liệu tạm thời gián đoạn nên hệ thống chưa xác nhận được việc bạn vừa làm. Những gì đã lưu"
    " trước đó vẫn còn nguyên. Bạn hãy chờ ít phút, tải lại trang để xem việc đó đã được ghi nhận chưa, rồi"
    " gửi lại nếu chưa có.",
)
_DATABASE_IS_FULL = Refusal(
    status=507,
    code="storage_full",
    message="Kho dữ liệu của hệ thống đang hết chỗ nên việc bạn vừa gửi chưa được lưu. Những gì đã lưu trước"
    " đó vẫn còn nguyên. Bạn hãy thử gửi lại sau ít phút.",
)

_STATUS_OF_CODE: dict[str, int] = {
    "too_large": 413,
    "too_many_requests": 429,
    "unavailable": 503,
    "storage_full": 507,
    "link_expired": 410,
    "not_found": 404,
    "not_permitted": 403,
}


def status_of(error: DomainError) -> int:
    """The HTTP status of a refusal.

    By the last part of its code (``file.too_large``); otherwise wrong fields are 400, and a
    refusal without fields means that the thing is not in a state for it: 409.
    """
    last = error.code.rsplit(".", 1)[-1]
    if last in _STATUS_OF_CODE:
        return _STATUS_OF_CODE[last]
    return 400 if error.fields else 409


def refusal_of(error: Exception) -> Refusal | None:
    """What is shown for an anticipated error; None when nobody anticipated it."""
    if isinstance(error, DomainError):
        return Refusal(
            status=status_of(error), code=error.code, message=error.message, fields=dict(error.fields)
        )
    if isinstance(error, OSError) and error.errno in _DISK_IS_FULL:
        page = PAGES[507]
        return Refusal(status=507, code=page.code, message=page.message)
    if isinstance(error, OperationalError | InterfaceError):
        # PostgreSQL's class of errors that no caller makes: ended, starting, full, locked out, out of memory.
        return _DATABASE_IS_FULL if isinstance(error.__cause__, psycopg.errors.DiskFull) else _NO_DATABASE
    if isinstance(error, TooManyFilesSent):
        most = settings.DATA_UPLOAD_MAX_NUMBER_FILES
        return Refusal(
            status=413,
            code="too_many_files",
            message=f"Mỗi lần gửi được nhiều nhất {most} tệp. Bạn hãy quay lại và gửi làm nhiều lần.",
        )
    if isinstance(error, RequestDataTooBig | TooManyFieldsSent):
        page = PAGES[413]
        return Refusal(status=413, code=page.code, message=page.message)
    return None


def refusal_response(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """The answer to an anticipated error, in the form that the client asked for."""
    refusal = refusal_of(error)
    if refusal is None:
        return None
    response = error_response(request, refusal)
    if isinstance(error, TooManyTries):
        response.headers["Retry-After"] = str(error.wait_s)
    elif refusal.status in (503, 507):
        response.headers["Retry-After"] = str(_TRY_AGAIN_AFTER_S)
    if refusal in (_NO_DATABASE, _DATABASE_IS_FULL):
        _log.error("the database could not be used", exc_info=error)
    return response


def error_response(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """JSON for machines, a notice for htmx, a whole page for everybody else."""
    trace_id = str(getattr(request, "trace_id", ""))
    if is_interface(request):
        return problem_response(request, refusal)
    if wants_json(request):
        return JsonResponse(
            {
                "code": refusal.code,
                "message": refusal.message,
                "fields": refusal.fields,
                "trace_id": trace_id,
            },
            status=refusal.status,
            json_dumps_params={"ensure_ascii": False},
        )
    page = PAGES.get(refusal.status, PAGES[400])
    if refusal.status >= 500:
        # Whatever failed may fail again: this page asks nobody who is signed in.
        request.viewer = ANONYMOUS  # type: ignore[attr-defined]
        request.actor = anonymous_actor(trace_id)  # type: ignore[attr-defined]
    context: dict[str, Any] = {"page": page, "refusal": refusal, "trace_id": trace_id}
    if request.headers.get("HX-Request") == "true":
        response = render(request, "frame/errors/notice.html", context, status=refusal.status)
        response.headers["HX-Retarget"] = "#notices"
        response.headers["HX-Reswap"] = "innerHTML show:window:top"
        return response
    return render(request, "frame/errors/page.html", context, status=refusal.status)


_PROBLEMS = {
    401: "Chưa có mã truy cập đúng",
    403: "Không có quyền",
    404: "Không tìm thấy",
    405: "Không nhận theo cách này",
    409: "Chưa thực hiện được",
    413: "Nội dung quá lớn",
    422: "Tham số chưa đúng",
    429: "Hỏi quá nhanh",
    500: "Hệ thống gặp lỗi",
    503: "Đang tạm ngừng",
    507: "Hết chỗ lưu",
}
"""Titles of problems (RFC 9457): the same for each of a kind; what happened stands in the detail."""


def problem_response(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A problem as RFC 9457 describes it, with the members that every error of the house has."""
    return JsonResponse(
        {
            "type": "about:blank",
            "title": _PROBLEMS.get(refusal.status, "Yêu cầu chưa đúng"),
            "status": refusal.status,
            "detail": refusal.message,
            "code": refusal.code,
            "fields": refusal.fields,
            "trace_id": str(getattr(request, "trace_id", "")),
        },
        status=refusal.status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
    )


def is_interface(request: HttpRequest) -> bool:
    """Whether the address belongs to the interface for programs of others."""
    return request.path.startswith("/api/")


def wants_json(request: HttpRequest) -> bool:
    """Whether the client is a program: an API address, or JSON asked for before HTML."""
    if is_interface(request):
        return True
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def _plain(request: HttpRequest, status: int) -> HttpResponse:
    page = PAGES[status]
    return error_response(request, Refusal(status=status, code=page.code, message=page.message))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's ``handler400``; also for bodies over the limits."""
    return refusal_response(request, exception) or _plain(request, 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's ``handler403``."""
    return _plain(request, 403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's ``handler404``."""
    return _plain(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's ``handler500``; also for what fails outside a view: a disk while a form with files is read,
    the database while a session is.
    """
    error = sys.exc_info()[1]
    anticipated = isinstance(error, OSError | OperationalError | InterfaceError)
    refused = refusal_response(request, error) if isinstance(error, Exception) and anticipated else None
    return refused or _plain(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's ``CSRF_FAILURE_VIEW``: mostly a page left open too long."""
    message = "Phiên làm việc đã hết hạn hoặc trang mở quá lâu. Bạn hãy tải lại trang rồi gửi lại."
    return error_response(request, Refusal(status=403, code="csrf_failed", message=message))
