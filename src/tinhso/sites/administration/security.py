"""Bảo mật tài khoản: every officer's own password, second step and recovery codes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from tinhso.foundation.identifiers.service import DomainError
from tinhso.services.second_factor.service import (
    FactorStanding,
    begin_replacement,
    disable,
    is_required_of,
    own_standing,
    removal_was_seen,
    renew_recovery_codes,
)
from tinhso.sites.administration.enrolment import codes_page
from tinhso.sites.administration.removal import removal_text
from tinhso.sites.administration.visits import show, status_of
from tinhso.sites.frame.service import Field, SummaryRow, Visit, moment, officers_only

_FEW = 3


@require_safe
@officers_only
def security(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The page."""
    return _page(request, visit)


@sensitive_post_parameters("typed_app")
@require_POST
@officers_only
def replace(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Another phone: on to its set-up, after a code of the present one."""

    def act(typed: str) -> HttpResponse:
        begin_replacement(typed=typed, actor=visit.actor, now=visit.now)
        return HttpResponseRedirect(reverse("administration:enrolment"))

    return _with_code(request, visit, "app", act)


@sensitive_post_parameters("typed_codes")
@require_POST
@officers_only
def recovery_codes(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Ten new recovery codes, shown once."""

    def act(typed: str) -> HttpResponse:
        codes = renew_recovery_codes(typed=typed, actor=visit.actor, now=visit.now)
        return codes_page(request, codes)

    return _with_code(request, visit, "codes", act)


@sensitive_post_parameters("typed_off")
@require_POST
@officers_only
def turn_off(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Do without the step, where duty allows it."""

    def act(typed: str) -> HttpResponse:
        disable(typed=typed, actor=visit.actor, now=visit.now)
        messages.success(request, "Đã tắt bước xác nhận thứ hai. Từ nay chỉ mật khẩu bảo vệ tài khoản này.")
        return HttpResponseRedirect(reverse("administration:security"))

    return _with_code(request, visit, "off", act)


@require_POST
@officers_only
def seen(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The officer has read that the step was taken away."""
    removal_was_seen(actor=visit.actor, now=visit.now)
    return HttpResponseRedirect(reverse("administration:security"))


def _with_code(
    request: HttpRequest, visit: Visit, act_key: str, act: Callable[[str], HttpResponse]
) -> HttpResponse:
    try:
        return act(request.POST.get(f"typed_{act_key}", ""))
    except DomainError as refusal:
        message = refusal.fields.get("typed", "")
        errors = {f"typed_{act_key}": message} if message else {"": refusal.message}
        return _page(request, visit, errors=errors, status=status_of(refusal))


def _page(
    request: HttpRequest, visit: Visit, *, errors: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    standing = own_standing(actor=visit.actor, now=visit.now)
    context: dict[str, Any] = {
        "standing": standing,
        "summary": _summary(standing),
        "is_required": is_required_of(visit.actor.acting_roles),
        "few_left": standing.is_enabled and standing.recovery_codes_left < _FEW,
        "removal": removal_text(standing.removal),
        "acts": {key: _field(key) for key in ("app", "codes", "off")},
        "errors": errors or {},
    }
    return show(request, "security.html", context, status=status)


def _summary(standing: FactorStanding) -> list[SummaryRow]:
    if standing.enabled_at is None:
        return []
    return [
        SummaryRow(key="Ứng dụng xác thực", value=f"Đã bật từ {moment(standing.enabled_at)}"),
        SummaryRow(key="Mã dự phòng", value=f"Còn {standing.recovery_codes_left} mã"),
    ]


def _field(key: str) -> Field:
    return Field(key=f"typed_{key}", label="Mã 6 số hoặc mã dự phòng", type="code")
