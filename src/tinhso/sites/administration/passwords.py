"""Every officer's own password: set after a one-time code, or changed by choice."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tinhso.foundation.clock.service import legal_now
from tinhso.foundation.identifiers.service import DomainError
from tinhso.services.identity.service import (
    change_own_password,
    epoch_of,
    has_second_step,
    own_account,
    replace_code,
    signed_in_account,
)
from tinhso.sites.administration.visits import show, status_of
from tinhso.sites.frame.service import (
    Field,
    Visit,
    begin_officer_session,
    current_trace_id,
    officers_only,
    open_officer_session,
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
    found = own_account(account_id) if account_id else None
    if account_id is None or found is None or not found[0].must_change_password:
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
    answer = begin_officer_session(request, account, second_step=has_second_step(request.session))
    messages.success(request, "Đã đặt mật khẩu mới. Mã dùng một lần không còn giá trị.")
    return answer


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
    open_officer_session(request, account, second_step=has_second_step(request.session))
    messages.success(request, "Đã đổi mật khẩu. Các phiên trên máy khác đã kết thúc.")
    return HttpResponseRedirect(reverse("administration:own-password"))
