"""Following a dossier by its code, without signing in; no name and no content is shown."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from tinhso.casework.dossiers.service import ReserveState, track_dossier, track_reserve_number
from tinhso.foundation.authority.service import NotVisible
from tinhso.foundation.clock.service import legal_now
from tinhso.foundation.guessing.service import Limit, TooManyTries, count_try, take_back, tried_by
from tinhso.foundation.identifiers.service import DomainError, parse_dossier_code, parse_reserve_number
from tinhso.sites.frame.service import current_trace_id, visit_of
from tinhso.sites.portal.dossier_pages import public_status, public_timeline
from tinhso.sites.portal.visits import show

_LONGEST_CODE = 60
_MISSES = Limit(purpose="tracking.dossier", at_once=30, one_per=timedelta(seconds=20))
"""Codes that nobody holds, tried from one place: a village behind one line, but no machine."""
_UNKNOWN = "Chưa có hồ sơ nào mang mã này. Bạn xem lại từng chữ số trên giấy tiếp nhận hoặc trong tin nhắn."

_NO_SUCH_STUB = "Chưa có phiếu nào mang số này. Bạn xem lại từng chữ số trên phiếu."
_NOT_ENTERED = (
    "Phiếu này chưa nhập vào hệ thống. {agency} nhập lại các phiếu khi có điện, có kết nối; bạn xem lại sau. "
    "Hạn trả kết quả vẫn tính từ lúc nhận ghi trên phiếu."
)
_VOID = "{agency} đã hủy số này, không có hồ sơ nào mang số này. Nếu bạn đang giữ phiếu, hãy báo cho cơ quan."


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Ask for a code, and lead to its page."""
    code = request.GET.get("code", "").strip()[:_LONGEST_CODE]
    if not code:
        return show(request, "tracking.html", {"code": "", "error": ""})
    if (number := _reserve_number(code)) is not None:
        return _stub(request, number)
    try:
        read = parse_dossier_code(code)
    except DomainError as unreadable:  # whatever was typed instead, it stands in no address
        return show(request, "tracking.html", {"code": code, "error": unreadable.message}, status=404)
    return HttpResponseRedirect(reverse("portal:tracked", args=[str(read)]))


@require_safe
def status(request: HttpRequest, code: str) -> HttpResponse:
    """Where the dossier of this code stands."""
    tried = tried_by(request.META, visit_of(request).actor.account_id)
    try:
        count_try(_MISSES, place=tried)
        found = track_dossier(code=code[:_LONGEST_CODE], trace_id=current_trace_id(), now=legal_now())
    except NotVisible:
        return show(request, "tracking.html", {"code": code, "error": _UNKNOWN}, status=404)
    except TooManyTries as later:
        return show(request, "tracking.html", {"code": code, "error": later.message}, status=429)
    except DomainError as unreadable:
        return show(request, "tracking.html", {"code": code, "error": unreadable.message}, status=404)
    take_back(_MISSES, place=tried)
    name, tone = public_status(found.status)
    context = {"found": found, "status": name, "tone": tone, "timeline": public_timeline(found)}
    return show(request, "tracked.html", context)


def _stub(request: HttpRequest, number: str) -> HttpResponse:
    """What became of a paper stub from a power cut: not entered yet, void, or on to its dossier."""
    tried = tried_by(request.META, visit_of(request).actor.account_id)
    try:
        count_try(_MISSES, place=tried)
        found = track_reserve_number(number=number, trace_id=current_trace_id(), now=legal_now())
    except NotVisible:
        return show(request, "tracking.html", {"code": number, "error": _NO_SUCH_STUB}, status=404)
    except TooManyTries as later:
        return show(request, "tracking.html", {"code": number, "error": later.message}, status=429)
    take_back(_MISSES, place=tried)
    if found.state is ReserveState.ENTERED:
        return HttpResponseRedirect(reverse("portal:tracked", args=[found.dossier_code]))
    text = _VOID if found.state is ReserveState.VOID else _NOT_ENTERED
    context = {"code": number, "error": "", "stub": text.format(agency=found.agency), "number": number}
    return show(request, "tracking.html", context)


def _reserve_number(code: str) -> str | None:
    try:
        return parse_reserve_number(code)
    except DomainError:
        return None
