"""What every page begins with: who asks, at which legal moment, and the frame that it stands in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from tinhso.foundation.authority.service import ActorKind
from tinhso.services.verification.service import line_now
from tinhso.sites.frame.service import Visit, visit_of

_Rest = ParamSpec("_Rest")
_View = Callable[Concatenate[HttpRequest, "Visit", _Rest], HttpResponse]
_Seen = Callable[Concatenate[HttpRequest, _Rest], HttpResponse]


def for_everybody(view: _View[_Rest]) -> _Seen[_Rest]:
    """Hand the view its Visit, signed in or not."""

    @wraps(view)
    def seen(request: HttpRequest, /, *args: _Rest.args, **kwargs: _Rest.kwargs) -> HttpResponse:
        return view(request, visit_of(request), *args, **kwargs)

    return seen


def citizens_only(view: _View[_Rest]) -> _Seen[_Rest]:
    """Lead whoever has not signed in as a citizen to the sign-in page, and back."""

    @wraps(view)
    def seen(request: HttpRequest, /, *args: _Rest.args, **kwargs: _Rest.kwargs) -> HttpResponse:
        visit = visit_of(request)
        if visit.is_citizen:
            return view(request, visit, *args, **kwargs)
        if visit.actor.kind is ActorKind.OFFICER:
            return show(request, "officer.html", status=403)
        return HttpResponseRedirect(sign_in_address(request.get_full_path()))

    return seen


def sign_in_address(next_path: str) -> str:
    """The portal's sign-in page, which leads back to ``next_path``."""
    return f"{reverse('portal:sign-in')}?{urlencode({'next': next_path})}"


def show(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """A page in the portal's frame."""
    here = request.get_full_path() if request.method in ("GET", "HEAD") else reverse("feedback:home")
    frame = {
        "home_url": reverse("portal:home"),
        "sign_in_url": sign_in_address(here),
        "sign_out_url": reverse("portal:sign-out"),
    }
    return render(request, f"feedback/{template}", {**frame, **(context or {})}, status=status)


def show_desk(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page in the desk's frame."""
    return render(request, f"feedback/{template}", {"line": line_now(), **context}, status=status)
