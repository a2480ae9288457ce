"""Where an officer's session begins: after the password, and after the second step where there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from tinhso.foundation.authority.service import ActorKind
from tinhso.foundation.clock.service import legal_now
from tinhso.sites.frame.actor import start_session
from tinhso.sites.frame.tracing import current_trace_id

if TYPE_CHECKING:
    from tinhso.services.identity.service import Account


def begin_officer_session(
    request: HttpRequest, account: Account, *, after: str = "", second_step: bool = False
) -> HttpResponse:
    """Go on after the right password, or (``second_step``) after the right code; the answer leads there.

    An officer with a second factor is asked for a code; one whose duty requires a factor sets it up; only
    then is there a session. A password that was a one-time code is replaced before anything else is reached:
    after the second step where there is a factor, before its set-up where there is none.
    """
    from tinhso.services.identity.service import actor_of, begin_half_session
    from tinhso.services.second_factor.service import asks_for_code, is_required_of

    officer_id = _officer_of(account)
    if not second_step:
        waits_for = ""
        if asks_for_code(officer_id=officer_id, now=legal_now(), trace_id=current_trace_id()):
            waits_for = settings.OFFICERS_SECOND_STEP
        elif is_required_of(actor_of(account.id, trace_id=current_trace_id()).acting_roles):
            waits_for = settings.OFFICERS_ENROLMENT
        if waits_for:
            begin_half_session(request.session, account.id)
            query = f"?{urlencode({'next': after})}" if after else ""
            return HttpResponseRedirect(f"{reverse(waits_for)}{query}")
    open_officer_session(request, account, second_step=second_step)
    if account.must_change_password:
        return HttpResponseRedirect(reverse(settings.OFFICERS_NEW_PASSWORD))
    return HttpResponseRedirect(after or reverse(settings.OFFICERS_HOME))


def open_officer_session(request: HttpRequest, account: Account, *, second_step: bool) -> None:
    """The session itself; ``second_step`` says that a code was right, now or earlier in this browser."""
    from tinhso.registers.agencies.service import get_officer

    officer = get_officer(_officer_of(account))
    start_session(
        request, account_id=account.id, name=officer.name, title=officer.title, second_step=second_step
    )
    _tell_of_removal(request, account)


def _tell_of_removal(request: HttpRequest, account: Account) -> None:
    from tinhso.services.identity.service import actor_of
    from tinhso.services.second_factor.service import own_standing

    actor = actor_of(account.id, trace_id=current_trace_id())
    if actor.kind is ActorKind.OFFICER and own_standing(actor=actor, now=legal_now()).removal:
        messages.warning(
            request,
            "Bước xác nhận thứ hai của bạn đã được quản trị viên gỡ. "
            "Hãy xem ai đã gỡ và khi nào ở trang Bảo mật tài khoản.",
        )


def _officer_of(account: Account) -> UUID:
    assert account.officer_id is not None  # noqa: S101 - an officer's account always has an officer
    return account.officer_id
