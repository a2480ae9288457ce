"""Setting up the second step: a picture to scan, a secret to type, a first code, ten recovery codes."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tinhso.foundation.authority.service import Actor, ActorKind
from tinhso.foundation.clock.service import legal_now
from tinhso.foundation.identifiers.service import DomainError
from tinhso.services.identity.service import (
    Account,
    actor_of,
    end_own_sessions,
    half_signed_in,
    is_own_password,
    own_account,
)
from tinhso.services.second_factor.service import (
    UnableToKeepSecondFactor,
    begin_enrolment,
    confirm_enrolment,
    own_standing,
)
from tinhso.sites.administration.removal import removal_text
from tinhso.sites.administration.visits import show, status_of
from tinhso.sites.frame.service import (
    Field,
    current_trace_id,
    open_officer_session,
    to_officers_sign_in,
    visit_of,
)

_CURRENT = Field(
    key="current",
    label="Mật khẩu của bạn",
    type="password",
    hint="Để chắc chắn rằng chính bạn đang bật bước này.",
)
_CODE = Field(
    key="typed", label="Mã 6 số ứng dụng đang hiện", type="one_time_code", hint="Mã đổi sau mỗi 30 giây."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Officer:
    """Whoever sets up the step: signed in, or with nothing but the right password yet."""

    account: Account
    username: str
    actor: Actor
    has_typed_password: bool


@sensitive_post_parameters("current", "typed")
@require_http_methods(["GET", "POST"])
def enrolment(request: HttpRequest) -> HttpResponse:
    """The page that sets up the step; also the page of those who must before they reach anything else."""
    officer = _officer_before(request)
    if officer is None:
        return to_officers_sign_in(request)
    if request.method == "GET":
        return _page(request, officer)
    asked_password = _asks_password(officer)
    if asked_password and not is_own_password(
        typed=request.POST.get("current", ""), actor=officer.actor, now=legal_now()
    ):
        message = "Mật khẩu không đúng, hoặc đã nhập sai quá nhiều lần."
        return _page(request, officer, errors={"current": message}, status=403)
    try:
        codes = confirm_enrolment(
            typed=request.POST.get("typed", ""),
            actor=officer.actor,
            now=legal_now(),
        )
    except DomainError as refusal:
        errors = dict(refusal.fields) or {"": refusal.message}
        return _page(request, officer, errors=errors, status=status_of(refusal))
    end_own_sessions(actor=officer.actor, now=legal_now())
    open_officer_session(request, officer.account, second_step=True)
    return codes_page(request, codes, after=_after(request), is_new=True)


def codes_page(
    request: HttpRequest, codes: tuple[str, ...], *, after: str = "", is_new: bool = False
) -> HttpResponse:
    """The recovery codes, shown this once; nothing keeps the page."""
    after = after or reverse("administration:security")
    context = {"codes": codes, "after": after, "is_new": is_new}
    response = show(request, "recovery_codes.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


def _officer_before(request: HttpRequest) -> _Officer | None:
    half = half_signed_in(request.session)
    if half is not None:
        account, username = half
        actor = actor_of(account.id, trace_id=current_trace_id())
        if actor.kind is not ActorKind.OFFICER:
            return None
        return _Officer(account=account, username=username, actor=actor, has_typed_password=True)
    actor = visit_of(request).actor
    found = own_account(actor.account_id) if actor.account_id and actor.kind is ActorKind.OFFICER else None
    if found is None:
        return None
    account, username = found
    return _Officer(
        account=account,
        username=username,
        actor=actor,
        has_typed_password=False,
    )


def _asks_password(officer: _Officer) -> bool:
    """Not of who has just typed it, nor of who has just typed a code of the app that is replaced."""
    if officer.has_typed_password:
        return False
    return not own_standing(actor=officer.actor, now=legal_now()).is_enabled


def _page(
    request: HttpRequest, officer: _Officer, *, errors: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    now = legal_now()
    try:
        begun = begin_enrolment(label=officer.username, actor=officer.actor, now=now)
    except UnableToKeepSecondFactor:  # it is there already: nothing to set up
        route = "onestop:second-step" if officer.has_typed_password else "administration:security"
        return HttpResponseRedirect(reverse(route))
    standing = own_standing(actor=officer.actor, now=now)
    context = {
        "begun": begun,
        "username": officer.username,
        "fields": (_CURRENT, _CODE) if _asks_password(officer) else (_CODE,),
        "is_required_now": officer.has_typed_password,
        "replaces": standing.is_enabled,
        "removal": removal_text(standing.removal),
        "after": _after(request),
        "errors": errors or {},
    }
    template = "enrolment_before.html" if officer.has_typed_password else "enrolment.html"
    response = show(request, template, context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _after(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "") or request.GET.get("next", "")
    home = reverse("onestop:home")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith(home)
    return wanted if is_ours else ""
