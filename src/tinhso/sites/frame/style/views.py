"""The style page: every component of the frame in every state, for those who build pages."""

from __future__ import annotations

from types import SimpleNamespace

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tinhso.foundation.authority.service import ActorKind
from tinhso.sites.frame.errors import PAGES, Refusal
from tinhso.sites.frame.style import specimens
from tinhso.sites.frame.viewer import Viewer

_SHOWN = SimpleNamespace(
    **{name.lower(): getattr(specimens, name) for name in dir(specimens) if name.isupper()}
)

_CITIZEN = Viewer(kind=ActorKind.CITIZEN, name="Trần Minh Châu", assurance_level=2)
_OFFICER = Viewer(
    kind=ActorKind.OFFICER,
    name="Võ Thị Thanh Hà",
    agency_name="Công an phường Phú Cường",
    title="Cán bộ Một cửa",
)


def _only_where_shown() -> None:
    if not (settings.DEBUG or settings.TINHSO_DEMONSTRATION):
        raise Http404


@require_safe
def style_portal(request: HttpRequest) -> HttpResponse:
    """Components as citizens meet them."""
    _only_where_shown()
    request.viewer = _CITIZEN  # type: ignore[attr-defined]
    return render(request, "frame/style/portal.html", {"shown": _SHOWN})


@require_safe
def style_desk(request: HttpRequest) -> HttpResponse:
    """Components as officers meet them."""
    _only_where_shown()
    request.viewer = _OFFICER  # type: ignore[attr-defined]
    return render(request, "frame/style/desk.html", {"shown": _SHOWN, "counts": {"to_receive": 7}})


@require_safe
def style_error(request: HttpRequest, status: int) -> HttpResponse:
    """An error page, shown with status 200."""
    _only_where_shown()
    if status not in PAGES:
        raise Http404
    page = PAGES[status]
    refusal = Refusal(status=200, code=page.code, message=page.message)
    context = {"page": page, "refusal": refusal, "trace_id": getattr(request, "trace_id", "")}
    return render(request, "frame/errors/page.html", context)
