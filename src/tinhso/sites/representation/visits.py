"""What every page begins with: a citizen, the legal moment, and the portal's frame."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from tinhso.sites.frame.service import Visit, ended_acting_page, visit_of

_Rest = ParamSpec("_Rest")
_View = Callable[Concatenate[HttpRequest, "Visit", _Rest], HttpResponse]
_Seen = Callable[Concatenate[HttpRequest, _Rest], HttpResponse]


def citizens_only(*, even_when_ended: bool = False) -> Callable[[_View[_Rest]], _Seen[_Rest]]:
    """Lead whoever has not signed in as a citizen to the sign-in page, and back.

    Somebody whose right to act for another has ended is told so first, except where they choose anew.
    """

    def guarded(view: _View[_Rest]) -> _Seen[_Rest]:
        @wraps(view)
        def seen(request: HttpRequest, /, *args: _Rest.args, **kwargs: _Rest.kwargs) -> HttpResponse:
            visit = visit_of(request)
            if visit.is_citizen:
                ended = None if even_when_ended else ended_acting_page(request)
                return ended or view(request, visit, *args, **kwargs)
            if visit.is_officer:
                return show(request, "officer.html", status=403)
            here = request.get_full_path() if request.method in ("GET", "HEAD") else reverse("portal:home")
            return HttpResponseRedirect(f"{reverse('portal:sign-in')}?{urlencode({'next': here})}")

        return seen

    return guarded


def show(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """A page in the portal's frame."""
    frame = {
        "home_url": reverse("portal:home"),
        "sign_in_url": "",
        "sign_out_url": reverse("portal:sign-out"),
    }
    page = f"representation/{template}"
    return render(request, page, {**frame, **(context or {})}, status=status)


def wanted_page(request: HttpRequest) -> str:
    """The page of this site to go on to; the own dossiers without one, and for any address elsewhere."""
    wanted = str(request.POST.get("next") or request.GET.get("next") or "")
    is_ours = bool(wanted) and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours else reverse("portal:dossiers")
