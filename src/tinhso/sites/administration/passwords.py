"""Every officer's own password: set after a one-time code, or changed by choice."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tinhso.foundation.clock.service import legal_now
from tinhso.foundation.identifiers.service import DomainError
from tinhso.registers.agencies.service import get_officer
from tinhso.services.identity.service import (
    Account,
    change_own_password,
    epoch_of,
    replace_code,
    signed_in_account,
)
from tinhso.sites.administration.visits import show, status_of
from tinhso.sites.frame.service import (
    Field,
    Visit,
    current_trace_id,
    officers_only,
    start_session,
    to_officers_sign_in,
)

_NEW = (
    Field(
        key="password",
        label="Mật khẩu mới",
        type="password",
        autocomplete="new-password",
        hint="Ít nhất 12 ký tự. Một câu dài dễ nhớ là tốt nhất.",
    ),
    Field(key="repeated", label="Gõ lại mật khẩu mới", type="password", autocomplete="new-password"),
)
_OWN = (Field(key="current", label="Mật khẩu hiện tại", type="password"), *_NEW)


@sensitive_post_parameters("password", "repeated")
@require_http_methods(["GET", "POST"])
def new_password(request: HttpRequest) -> HttpResponse:
    """Whoever came in with a one-time code sets a password before anything else."""
    account_id = signed_in_account(request.session)
    if account_id is None:
        return to_officers_sign_in(request)
    if request.method == "GET":
        return show(request, "new_password.html", {"fields": _NEW, "errors": {}})
    try:
        account = replace_code(
            account_id=account_id,
            epoch=epoch_of(request.session),
            password=request.POST.get("password", ""),
            repeated=request.POST.get("repeated", ""),
            now=legal_now(),
            trace_id=current_trace_id(),
        )
    except DomainError as refusal:
        errors = dict(refusal.fields) or {"": refusal.message}
        context = {"fields": _NEW, "errors": errors}
        return show(request, "new_password.html", context, status=status_of(refusal))
    _begin(request, account)
    messages.success(request, "Đã đặt mật khẩu mới. Mã dùng một lần không còn giá trị.")
    return HttpResponseRedirect(reverse("onestop:home"))


@sensitive_post_parameters("current", "password", "repeated")
@require_http_methods(["GET", "POST"])
@officers_only
def own_password(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Change the own password; the sessions on other machines end."""
    if request.method == "GET":
        return show(request, "own_password.html", {"fields": _OWN, "errors": {}})
    try:
        account = change_own_password(
            current=request.POST.get("current", ""),
            password=request.POST.get("password", ""),
            repeated=request.POST.get("repeated", ""),
            actor=visit.actor,
            now=visit.now,
        )
    except DomainError as refusal:
        errors = dict(refusal.fields) or {"": refusal.message}
        context = {"fields": _OWN, "errors": errors}
        return show(request, "own_password.html", context, status=status_of(refusal))
    _begin(request, account)
    messages.success(request, "Đã đổi mật khẩu. Các phiên trên máy khác đã kết thúc.")
    return HttpResponseRedirect(reverse("administration:own-password"))


def _begin(request: HttpRequest, account: Account) -> None:
    assert account.officer_id is not None  # noqa: S101 - an officer's account always has an officer
    officer = get_officer(account.officer_id)
    start_session(request, account_id=account.id, name=officer.name, title=officer.title)
