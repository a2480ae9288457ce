"""Ủy quyền: a leader lets a colleague approve for a period; an administrator does it for a leader."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from tinhso.foundation.authority.service import NotPermitted, NotVisible, Permission, Role
from tinhso.foundation.clock.service import VIETNAM
from tinhso.foundation.identifiers.service import DomainError
from tinhso.registers.agencies.service import (
    Delegation,
    DelegationState,
    Officer,
    delegate,
    end_delegation,
    get_agency,
    get_officers,
    list_delegations,
    officer_names,
    officers_of,
)
from tinhso.services.identity.service import get_officer_account
from tinhso.sites.administration.accounts import administrators_only
from tinhso.sites.administration.new_account import read_day
from tinhso.sites.administration.visits import holders_of, show, status_of
from tinhso.sites.administration.wording import DELEGATION_ENDS, DELEGATION_STATES, role_names
from tinhso.sites.frame.service import Field, Option, Visit, id_in, moment, read_values

_AT_THE_DESK = frozenset({Role.RECEPTION_OFFICER, Role.SPECIALIST})
_FIELDS = (
    Field(
        key="deputy",
        label="Người được ủy quyền",
        type="radio",
        hint="Cán bộ một cửa hoặc chuyên viên của cùng cơ quan.",
    ),
    Field(key="begins", label="Từ ngày", type="date"),
    Field(key="begins_time", label="Từ giờ", type="code", hint="Ví dụ: 07:30"),
    Field(key="ends", label="Đến ngày", type="date"),
    Field(key="ends_time", label="Đến giờ", type="code", hint="Đúng giờ này ủy quyền tự kết thúc."),
    Field(
        key="basis",
        label="Số văn bản ủy quyền",
        required=False,
        hint="Ví dụ: Quyết định số 12/QĐ-CAP. Không ghi tên người dân.",
    ),
)
delegators_only = holders_of(Permission.DELEGATION_GIVE)
readers_only = holders_of(Permission.DELEGATION_READ)


@require_http_methods(["GET", "POST"])
def delegations(request: HttpRequest) -> HttpResponse:
    """What the officer has delegated or been delegated, and for a leader the form."""
    return _given(request) if request.method == "POST" else _listed(request)


@readers_only
def _listed(request: HttpRequest, visit: Visit) -> HttpResponse:
    return _page(request, visit, _own(visit))


@delegators_only
def _given(request: HttpRequest, visit: Visit) -> HttpResponse:
    leader = _own(visit)
    if leader is None:
        return _page(request, visit, leader)
    return _give(request, visit, leader, reverse("administration:delegations"))


def _own(visit: Visit) -> UUID | None:
    """The officer whose approvals are delegated here: nobody's but a leader's own."""
    return visit.actor.officer_id if Role.LEADER in visit.actor.roles else None


@require_http_methods(["GET", "POST"])
@administrators_only
def for_leader(request: HttpRequest, visit: Visit, account_id: UUID) -> HttpResponse:
    """An administrator gives a delegation on a leader's behalf."""
    account = get_officer_account(account_id=account_id, actor=visit.actor, now=visit.now)
    if request.method == "POST":
        here = reverse("administration:account", args=[account_id])
        return _give(request, visit, account.officer_id, here, account_id=account_id)
    return _page(request, visit, account.officer_id, account_id=account_id)


@require_POST
@delegators_only
def end(request: HttpRequest, visit: Visit, delegation_id: UUID) -> HttpResponse:
    """End a delegation now."""
    try:
        end_delegation(delegation_id=delegation_id, actor=visit.actor, now=visit.now)
    except (NotPermitted, NotVisible):
        raise
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Đã kết thúc ủy quyền. Người được ủy quyền không còn phê duyệt được nữa.")
    return HttpResponseRedirect(reverse("administration:delegations"))


def _give(
    request: HttpRequest, visit: Visit, leader_id: UUID, done_url: str, *, account_id: UUID | None = None
) -> HttpResponse:
    typed = dict(read_values(request.POST, _FIELDS))
    errors: dict[str, str] = {}
    deputy_id = id_in(str(typed["deputy"]))
    if deputy_id is None:
        errors["deputy"] = "Hãy chọn người được ủy quyền."
    begins_at = _moment_in(typed, "begins", errors)
    ends_at = _moment_in(typed, "ends", errors)
    if errors or deputy_id is None or begins_at is None or ends_at is None:
        return _page(request, visit, leader_id, account_id=account_id, typed=typed, errors=errors, status=400)
    try:
        delegate(
            leader_id=leader_id,
            deputy_id=deputy_id,
            begins_at=begins_at,
            ends_at=ends_at,
            basis=str(typed["basis"]),
            actor=visit.actor,
            now=visit.now,
        )
    except (NotPermitted, NotVisible):
        raise
    except DomainError as refusal:
        errors = dict(refusal.fields) or {"": refusal.message}
        status = status_of(refusal)
        return _page(
            request, visit, leader_id, account_id=account_id, typed=typed, errors=errors, status=status
        )
    messages.success(request, "Đã ủy quyền. Việc phê duyệt thay sẽ ghi rõ tên cả hai người.")
    return HttpResponseRedirect(done_url)


def _moment_in(typed: dict[str, Any], key: str, errors: dict[str, str]) -> datetime | None:
    day, hour = read_day(str(typed[key])), _read_time(str(typed[f"{key}_time"]))
    if day is None:
        errors[key] = "Hãy ghi đủ ngày, tháng, năm."
    if hour is None:
        errors[f"{key}_time"] = "Hãy ghi giờ và phút, ví dụ 07:30."
    return datetime.combine(day, hour, VIETNAM) if day is not None and hour is not None else None


def _read_time(typed: str) -> time | None:
    hours, colon, minutes = typed.replace("h", ":").partition(":")
    if not colon or not (hours.isascii() and hours.isdecimal() and len(hours) <= 2):
        return None
    if minutes and not (minutes.isascii() and minutes.isdecimal() and len(minutes) == 2):
        return None
    hour, minute = int(hours), int(minutes or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _page(
    request: HttpRequest,
    visit: Visit,
    leader_id: UUID | None,
    *,
    account_id: UUID | None = None,
    typed: dict[str, Any] | None = None,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    held = get_officers([leader_id], on=visit.today).get(leader_id) if leader_id else None
    deputies = _deputies(held, visit.today) if held else ()
    action = (
        reverse("administration:delegation-for", args=[account_id])
        if account_id
        else reverse("administration:delegations")
    )
    context = {
        "delegations": _shown(list_delegations(actor=visit.actor, now=visit.now), visit),
        "leader": held,
        "is_own": account_id is None,
        "account_url": reverse("administration:account", args=[account_id]) if account_id else "",
        "can_give": held is not None and bool(deputies),
        "fields": _FIELDS,
        "options": {"deputy": deputies},
        "typed": typed or _today(visit),
        "errors": errors or {},
        "action": action,
    }
    return show(request, "delegations.html", context, status=status)


def _deputies(leader: Officer, day: date) -> tuple[Option, ...]:
    return tuple(
        Option(value=str(one.id), label=one.name, hint=f"{one.title} ({role_names(one.roles)})")
        for one in officers_of(leader.agency_id, on=day)
        if one.roles & _AT_THE_DESK and Role.LEADER not in one.roles
    )


def _today(visit: Visit) -> dict[str, Any]:
    """From now to the end of tomorrow's office hours: what is wanted most often, easily changed."""
    local = visit.now.astimezone(VIETNAM)
    tomorrow = local.date() + timedelta(days=1)
    return {
        "begins": f"{local:%d/%m/%Y}",
        "begins_time": f"{local:%H:%M}",
        "ends": f"{tomorrow:%d/%m/%Y}",
        "ends_time": "17:00",
    }


def _shown(found: tuple[Delegation, ...], visit: Visit) -> list[dict[str, Any]]:
    names = officer_names({each for one in found for each in (one.leader_id, one.deputy_id)})
    return [_line(one, names, visit) for one in found]


def _line(one: Delegation, names: dict[UUID, str], visit: Visit) -> dict[str, Any]:
    state = one.state_at(visit.now)
    label, tone = DELEGATION_STATES[state]
    is_mine = one.leader_id == visit.actor.officer_id or Role.ADMINISTRATOR in visit.actor.roles
    return {
        "id": one.id,
        "leader": names.get(one.leader_id, ""),
        "deputy": names.get(one.deputy_id, ""),
        "agency": get_agency(one.agency_id).name,
        "from": moment(one.begins_at),
        "until": moment(one.until),
        "basis": one.basis,
        "why": DELEGATION_ENDS[one.ended_for] if one.ended_for else "",
        "label": label,
        "tone": tone,
        "can_end": is_mine and state is not DelegationState.OVER,
        "button": "Kết thúc ngay" if state is DelegationState.RUNNING else "Hủy ủy quyền",
    }
