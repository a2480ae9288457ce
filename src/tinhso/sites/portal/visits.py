"""What every page begins with: who visits, at which legal moment, and what the page's frame needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from tinhso.foundation.authority.service import NotPermitted, Permission, is_permitted, require
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.sites.frame.service import Visit, ended_acting_page, visit_of

_Rest = ParamSpec("_Rest")


def citizens_only(
    view: Callable[Concatenate[HttpRequest, Visit, _Rest], HttpResponse],
) -> Callable[Concatenate[HttpRequest, _Rest], HttpResponse]:
    """Hand the view its Visit; whoever has not signed in is led there and back again.

    An officer's account is no citizen's: the page says so instead of showing nothing.
    """

    @wraps(view)
    def seen(request: HttpRequest, /, *args: _Rest.args, **kwargs: _Rest.kwargs) -> HttpResponse:
        visit = visit_of(request)
        if visit.is_citizen:
            return ended_acting_page(request) or view(request, visit, *args, **kwargs)
        if not visit.is_officer:
            return HttpResponseRedirect(sign_in_address(_page_of(request)))
        return show(request, "officer.html", status=403)

    return seen


def may(visit: Visit, permission: Permission) -> bool:
    """Whether the table of permissions lets this citizen do it at all; a refusal is audited.

    The usual answer costs nothing: only a refusal opens a unit of work, to be written down there.
    """
    if is_permitted(actor=visit.actor, permission=permission, resource=None):
        return True
    try:
        with unit_of_work(actor=visit.actor, now=visit.now):
            require(actor=visit.actor, permission=permission)
    except NotPermitted:
        return False
    return True


def show(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """A page of the portal, with the addresses that its header and footer lead to."""
    frame = {
        "home_url": reverse("portal:home"),
        "sign_in_url": sign_in_address(_page_of(request)),
        "sign_out_url": reverse("portal:sign-out"),
    }
    return render(request, f"portal/{template}", {**frame, **(context or {})}, status=status)


def sign_in_address(next_path: str) -> str:
    """The sign-in page, which leads back to ``next_path``."""
    return f"{reverse('portal:sign-in')}?{urlencode({'next': next_path})}"


def public_address(route: str, *args: object) -> str:
    """The whole address of a page, as other systems and printed codes need it."""
    return f"{settings.TINHSO_PUBLIC_URL}{reverse(route, args=args or None)}"


def _page_of(request: HttpRequest) -> str:
    """The page the visitor stands on: for something sent, the page with its form."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    before = urlsplit(request.headers.get("Referer", ""))
    return before.path if before.netloc == request.get_host() else reverse("portal:home")
