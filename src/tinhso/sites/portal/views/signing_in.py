"""Signing in with VNeID, and out again."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.foundation.clock.service import legal_now
from tinhso.services.identity.service import (
    SignedIn,
    SignInRefusal,
    UnableToSignIn,
    actor_of,
    begin_sign_in,
    finish_sign_in,
    sign_out,
)
from tinhso.services.representation.service import (
    MandateState,
    OrganisationFacts,
    note_organisations,
    own_mandates,
)
from tinhso.sites.frame.service import current_trace_id, start_session, viewer_of
from tinhso.sites.portal.visits import public_address, show

_WANTED = "sign_in_next"
_STATUS = {SignInRefusal.PROVIDER_UNAVAILABLE: 503, SignInRefusal.ACCOUNT_DISABLED: 403}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """What signing in means; sent, it leads to VNeID."""
    wanted = str(request.POST.get("next") or request.GET.get("next") or "/")
    if request.method != "POST":
        if viewer_of(request).is_signed_in:
            is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
            return HttpResponseRedirect(wanted if is_ours else "/")
        return _page(request, wanted)
    request.session[_WANTED] = wanted
    try:
        address = begin_sign_in(
            request.session, redirect_uri=public_address("portal:sign-in-callback"), next_path=wanted
        )
    except UnableToSignIn as refused:
        return _page(request, wanted, refused)
    return HttpResponseRedirect(address)


@never_cache
@require_safe
def callback(request: HttpRequest) -> HttpResponse:
    """The browser's return from VNeID: into the account, or back to the sign-in page with the reason."""
    wanted = str(request.session.get(_WANTED, "/"))
    try:
        signed_in = finish_sign_in(
            request.session, params=request.GET.dict(), now=legal_now(), trace_id=current_trace_id()
        )
    except UnableToSignIn as refused:
        return _page(request, wanted, refused)
    start_session(request, account_id=signed_in.account.id, name=signed_in.name)
    return HttpResponseRedirect(_first_page(signed_in))


def _first_page(signed_in: SignedIn) -> str:
    """Where the visitor wanted to go; first the question for whom, where they may act for others."""
    account, now = signed_in.account, legal_now()
    assert account.person_id is not None  # noqa: S101 - a citizen always has a person
    organisations = [
        OrganisationFacts(
            code=each.code, name=each.name, address=each.address, commune_code=each.commune_code
        )
        for each in signed_in.organisations
    ]
    note_organisations(
        person_id=account.person_id, organisations=organisations, now=now, trace_id=current_trace_id()
    )
    mandates = own_mandates(actor=actor_of(account.id, trace_id=current_trace_id()), now=now)
    if mandates.offered or any(each.state is MandateState.ACTIVE for each in mandates.received):
        return f"{reverse(settings.CITIZENS_CHOOSE_PARTY)}?{urlencode({'next': signed_in.next_path})}"
    return signed_in.next_path


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Sign out; on a shared computer nothing stays behind."""
    sign_out(request.session)
    return HttpResponseRedirect(reverse("portal:home"))


def _page(request: HttpRequest, wanted: str, refused: UnableToSignIn | None = None) -> HttpResponse:
    status = _STATUS.get(refused.refusal, 400) if refused else 200
    context = {"next": wanted, "error": refused.message if refused else ""}
    return show(request, "sign_in.html", context, status=status)
