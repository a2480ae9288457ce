"""Following a dossier by its code, without signing in; no name and no content is shown."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from tinhso.casework.dossiers.service import track_dossier
from tinhso.foundation.authority.service import NotVisible
from tinhso.foundation.clock.service import legal_now
from tinhso.foundation.guessing.service import Limit, TooManyTries, count_try, take_back, tried_by
from tinhso.foundation.identifiers.service import DomainError, parse_dossier_code
from tinhso.sites.frame.service import current_trace_id, visit_of
from tinhso.sites.portal.dossier_pages import public_status, public_timeline
from tinhso.sites.portal.visits import show

_LONGEST_CODE = 60
_MISSES = Limit(purpose="tracking.dossier", at_once=30, one_per=timedelta(seconds=20))
"""Codes that nobody holds, tried from one place: a village behind one line, but no machine."""
_UNKNOWN = "Chưa có hồ sơ nào mang mã này. Bạn xem lại từng chữ số trên giấy tiếp nhận hoặc trong tin nhắn."


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Ask for a code, and lead to its page."""
    code = request.GET.get("code", "").strip()[:_LONGEST_CODE]
    if not code:
        return show(request, "tracking.html", {"code": "", "error": ""})
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
