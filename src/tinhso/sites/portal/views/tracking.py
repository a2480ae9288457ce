"""Following a dossier by its code, without signing in; no name and no content is shown."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from tinhso.casework.dossiers.service import track_dossier
from tinhso.foundation.authority.service import NotVisible
from tinhso.foundation.clock.service import legal_now
from tinhso.foundation.identifiers.service import DomainError
from tinhso.sites.frame.service import current_trace_id
from tinhso.sites.portal.dossier_pages import public_status, public_timeline
from tinhso.sites.portal.visits import show

_LONGEST_CODE = 60
_UNKNOWN = "Chưa có hồ sơ nào mang mã này. Bạn xem lại từng chữ số trên giấy tiếp nhận hoặc trong tin nhắn."


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Ask for a code, and lead to its page."""
    code = request.GET.get("code", "").strip()[:_LONGEST_CODE]
    if code and "/" not in code:
        return HttpResponseRedirect(reverse("portal:tracked", args=[code]))
    return show(request, "tracking.html", {"code": code, "error": _UNKNOWN if code else ""})


@require_safe
def status(request: HttpRequest, code: str) -> HttpResponse:
    """Where the dossier of this code stands."""
    try:
        found = track_dossier(code=code[:_LONGEST_CODE], trace_id=current_trace_id(), now=legal_now())
    except NotVisible:
        return show(request, "tracking.html", {"code": code, "error": _UNKNOWN}, status=404)
    except DomainError as unreadable:
        return show(request, "tracking.html", {"code": code, "error": unreadable.message}, status=404)
    name, tone = public_status(found.status)
    context = {"found": found, "status": name, "tone": tone, "timeline": public_timeline(found)}
    return show(request, "tracked.html", context)
