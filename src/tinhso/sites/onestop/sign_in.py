"""Officers sign in with user name and password, and out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from tinhso.foundation.authority.service import ActorKind
from tinhso.foundation.guessing.service import TooManyTries, place_from
from tinhso.services.identity.service import OFFICER_SIGN_IN_REFUSED, authenticate_officer, sign_out
from tinhso.sites.frame.service import (
    Field,
    actor_from,
    begin_officer_session,
    current_trace_id,
    why_ended,
)

_FIELDS = (
    Field(key="username", label="Tên đăng nhập", type="code", autocomplete="username"),
    Field(key="password", label="Mật khẩu", type="password"),
)


@sensitive_post_parameters("password")
@csrf_protect
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page, before the second step; every refusal says the same, and that guessing locks."""
    after = safe_next(request)
    if request.method == "POST":
        try:
            account = authenticate_officer(
                request.POST.get("username", ""),
                request.POST.get("password", ""),
                place=place_from(request.META),
                trace_id=current_trace_id(),
            )
        except TooManyTries as refusal:
            return _page(request, after, refusal=refusal.message, status=429)
        if account is not None:
            return begin_officer_session(request, account, after=after)
        return _page(request, after, refusal=OFFICER_SIGN_IN_REFUSED, status=403)
    if actor_from(request).kind is ActorKind.OFFICER:
        return HttpResponseRedirect(after)
    return _page(request, after)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Sign out: the session is gone, the sign-in page stands there for the next officer."""
    sign_out(request.session)
    return HttpResponseRedirect(reverse("onestop:sign-in"))


def _page(request: HttpRequest, after: str, *, refusal: str = "", status: int = 200) -> HttpResponse:
    context = {
        "fields": _FIELDS,
        "username": request.POST.get("username", "")[:100],
        "after": after,
        "refusal": refusal,
        "ended": why_ended(request),
    }
    return render(request, "onestop/sign_in.html", context, status=status)


def safe_next(request: HttpRequest) -> str:
    """Where the officer wanted to go, if that is a page of this desk; else the desk's first page."""
    home = reverse("onestop:home")
    wanted = request.POST.get("next", "") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith(home)
    return wanted if is_ours else home
