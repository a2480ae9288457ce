"""What other systems call: pushes that are kept before they are acknowledged, files fetched by address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from tinhso.coordination.exchange.service import Heard, UnableToHear, hear_push, open_exchanged_file
from tinhso.sites.frame.service import file_response

_LARGEST = 2 * 1024 * 1024
_STATUSES = {"not_signed": 401, "too_large": 413, "unreadable": 400, "id_reused": 422}
_WORDS = {
    "not_signed": "Chữ ký hoặc thời điểm gửi không đúng.",
    "too_large": "Thông điệp quá lớn.",
    "unreadable": "Không đọc được thông điệp.",
    "id_reused": "Mã thông điệp đã dùng cho nội dung khác.",
}


@csrf_exempt
@require_POST
def essential_push(request: HttpRequest) -> HttpResponse:
    """A push of the essential-services portal; 202 once it is on disk, 409 when it was before."""
    body = request.read(_LARGEST + 1)
    try:
        heard = hear_push(
            body,
            timestamp=request.headers.get("X-Timestamp", ""),
            signature=request.headers.get("X-Signature", ""),
        )
    except UnableToHear as refusal:
        answer = {"code": refusal.reason, "message": _WORDS[refusal.reason]}
        response = JsonResponse(answer, status=_STATUSES[refusal.reason])
        if refusal.reason == "too_large":
            response.headers["Connection"] = "close"  # the rest of the body is not read
        return response
    return HttpResponse(status=202 if heard is Heard.NEW else 409)


@require_safe
def file(request: HttpRequest, word: str) -> HttpResponse:
    """A paper or a result, for the system that was told the address."""
    opened = open_exchanged_file(word)
    return HttpResponse(status=404) if opened is None else file_response(request, opened, as_download=True)
