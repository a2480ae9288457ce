"""What somebody meets whose session has ended: why, and, after a form, the words that they had written."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from tinhso.sites.frame.actor import lacks_second_step
from tinhso.sites.frame.viewer import ANONYMOUS

_NEVER_SHOWN = frozenset(
    {"csrfmiddlewaretoken", "password", "repeated", "current", "code", "typed", "username"}
)
_LONG_ENOUGH = 12

_REASONS = {
    "transferred": (
        "Bạn đã được điều chuyển sang cơ quan khác",
        "Hồ sơ của cơ quan cũ ở lại cơ quan cũ. Hãy đăng nhập lại để làm việc ở cơ quan mới.",
    ),
    "locked": (
        "Tài khoản của bạn đã bị khóa",
        "Quản trị viên đã khóa tài khoản này. Nếu cần, bạn hãy liên hệ quản trị viên của tỉnh.",
    ),
    "ended": ("Phiên làm việc đã được kết thúc", "Quản trị viên đã kết thúc phiên này. Hãy đăng nhập lại."),
    "password": (
        "Mật khẩu đã thay đổi",
        "Mọi phiên bắt đầu bằng mật khẩu cũ đã kết thúc. Hãy đăng nhập bằng mật khẩu mới.",
    ),
    "second_step": (
        "Phiên này thiếu bước xác nhận thứ hai",
        "Nhiệm vụ của bạn, hoặc chính bạn, nay yêu cầu thêm một mã khi đăng nhập. Hãy đăng nhập lại.",
    ),
    "without_post": (
        "Bạn không còn giữ vị trí nào",
        "Hôm nay bạn không được phân công ở cơ quan nào, nên chưa thể làm việc trên hệ thống.",
    ),
}


def why_ended(request: HttpRequest) -> tuple[str, str] | None:
    """Title and explanation when this browser's session was ended by somebody else; None otherwise."""
    from tinhso.services.identity.service import why_session_ended

    reason = why_session_ended(request.session)
    if reason is None and lacks_second_step(request):
        return _REASONS["second_step"]
    return _REASONS[reason.value] if reason else None


def lead_to_sign_in(request: HttpRequest, address: str) -> HttpResponse:
    """On to the sign-in page at ``address``, and back to here where that is possible.

    A form that was sent after the session ended is not dropped in silence: the page says that nothing was
    done and why, and gives the sentences back to be copied. Nothing of them is kept.
    """
    if request.method in ("GET", "HEAD"):
        return HttpResponseRedirect(f"{address}?{urlencode({'next': request.get_full_path()})}")
    why = why_ended(request)
    if why is None:
        return HttpResponseRedirect(address)
    request.viewer = ANONYMOUS  # type: ignore[attr-defined]
    context = {
        "title": why[0],
        "text": why[1],
        "sign_in_url": address,
        "written": _sentences(request),
        "had_files": bool(request.FILES),
    }
    response = render(request, "frame/ended.html", context, status=403)
    response.headers["Cache-Control"] = "no-store"
    return response


def _sentences(request: HttpRequest) -> list[str]:
    """What reads like something written, not chosen: longer texts with blanks, in the order of the form."""
    return [
        text.strip()
        for key, texts in request.POST.lists()
        if key not in _NEVER_SHOWN
        for text in texts
        if len(text.strip()) >= _LONG_ENOUGH and " " in text.strip()
    ]
