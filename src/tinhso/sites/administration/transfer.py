"""An officer moves to another agency: the form, a dry run that counts the open work, and the order itself."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from tinhso.foundation.authority.service import NotPermitted, NotVisible
from tinhso.foundation.identifiers.service import DomainError
from tinhso.registers.agencies.service import get_agency, officer_names, officers_of
from tinhso.services.identity.service import (
    OfficerAccount,
    TransferPlan,
    UnableToTransferOfficer,
    WorkToMove,
    get_officer_account,
    plan_transfer,
    transfer_account,
    withdraw_transfer,
)
from tinhso.sites.administration.account import page as account_page
from tinhso.sites.administration.accounts import administrators_only, agency_options
from tinhso.sites.administration.new_account import read_day, read_roles
from tinhso.sites.administration.visits import show, status_of
from tinhso.sites.administration.wording import CASE_KINDS, ROLE_OPTIONS, TASK_ROLES, role_names
from tinhso.sites.frame.service import (
    Cell,
    Column,
    Field,
    Option,
    Row,
    SummaryRow,
    Visit,
    day,
    id_in,
    read_values,
)

_FIELDS = (
    Field(key="agency", label="Cơ quan mới", type="choice"),
    Field(key="title", label="Chức danh ở cơ quan mới"),
    Field(key="roles", label="Vai trò ở cơ quan mới", type="checkbox", options=ROLE_OPTIONS),
    Field(
        key="effective_date",
        label="Từ ngày",
        type="date",
        hint="Từ ngày này cán bộ không còn vào được hồ sơ của cơ quan cũ.",
    ),
    Field(
        key="work_to",
        label="Việc đang mở giao cho ai",
        type="choice",
        required=False,
        hint="Bỏ trống để trả mọi việc về hàng việc chung của cơ quan cũ. "
        "Việc mà người nhận không có vai trò để làm cũng về hàng việc chung.",
    ),
)
_COLUMNS = (
    Column(key="task", label="Việc"),
    Column(key="due", label="Hạn"),
    Column(key="goes", label="Chuyển đến"),
)


@require_http_methods(["GET", "POST"])
@administrators_only
def transfer(request: HttpRequest, visit: Visit, account_id: UUID) -> HttpResponse:
    """The form; then the dry run; then, with ``confirmed``, the transfer."""
    shown = get_officer_account(account_id=account_id, actor=visit.actor, now=visit.now)
    if shown.agency_id is None:
        return HttpResponseRedirect(reverse("administration:account", args=[account_id]))
    if request.method == "GET":
        return _form(request, visit, shown, {"roles": [role.value for role in shown.roles]})
    typed = dict(read_values(request.POST, _FIELDS))
    errors: dict[str, str] = {}
    agency_id = id_in(str(typed["agency"]))
    if agency_id is None or str(agency_id) not in {one.value for one in agency_options(visit)}:
        errors["agency"] = "Hãy chọn cơ quan mới."
    effective_date = read_day(str(typed["effective_date"]))
    if effective_date is None:
        errors["effective_date"] = "Hãy ghi đủ ngày, tháng, năm."
    if not str(typed["title"]):
        errors["title"] = "Hãy ghi chức danh."
    if not read_roles(typed["roles"]):
        errors["roles"] = "Hãy chọn ít nhất một vai trò."
    if agency_id is None or effective_date is None or errors:
        return _form(request, visit, shown, typed, errors=errors, status=400)
    order = {
        "account_id": account_id,
        "agency_id": agency_id,
        "effective_date": effective_date,
        "work_to": id_in(str(typed["work_to"])),
    }
    if not request.POST.get("confirmed"):
        return _dry_run(request, visit, shown, typed, order)
    return _confirm(request, visit, shown, typed, order)


@require_POST
@administrators_only
def withdraw(request: HttpRequest, visit: Visit, account_id: UUID) -> HttpResponse:
    """Take back a transfer whose day has not come."""
    try:
        withdraw_transfer(account_id=account_id, actor=visit.actor, now=visit.now)
    except (NotPermitted, NotVisible):
        raise
    except DomainError as refusal:
        return account_page(request, visit, account_id, refusal=refusal.message, status=status_of(refusal))
    messages.success(request, "Đã rút quyết định điều chuyển. Cán bộ giữ vị trí và việc như cũ.")
    return HttpResponseRedirect(reverse("administration:account", args=[account_id]))


def _dry_run(
    request: HttpRequest,
    visit: Visit,
    shown: OfficerAccount,
    typed: dict[str, Any],
    order: dict[str, Any],
    *,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    try:
        plan = plan_transfer(**order, actor=visit.actor, now=visit.now)
    except (NotPermitted, NotVisible):
        raise
    except DomainError as refused:
        errors = dict(refused.fields) or {"": refused.message}
        return _form(request, visit, shown, typed, errors=errors, status=status_of(refused))
    context = {
        "account": shown,
        "plan": plan,
        "typed": typed,
        "refusal": refusal,
        "summary": _summary(shown, plan, typed),
        "columns": _COLUMNS,
        "rows": [_row(task, _name(plan.work_to)) for task in plan.work],
        "at_once": plan.effective_date <= visit.today,
    }
    return show(request, "transfer_dry_run.html", context, status=status)


def _confirm(
    request: HttpRequest, visit: Visit, shown: OfficerAccount, typed: dict[str, Any], order: dict[str, Any]
) -> HttpResponse:
    counted = request.POST.get("expected_tasks", "")
    try:
        transfer_account(
            **order,
            title=str(typed["title"]),
            roles=read_roles(typed["roles"]),
            expected_tasks=int(counted) if counted.isascii() and counted.isdecimal() else -1,
            actor=visit.actor,
            now=visit.now,
        )
    except (NotPermitted, NotVisible):
        raise
    except UnableToTransferOfficer as refusal:
        if refusal.code == "identity.work_changed":
            return _dry_run(request, visit, shown, typed, order, refusal=refusal.message, status=409)
        errors = dict(refusal.fields) or {"": refusal.message}
        return _form(request, visit, shown, typed, errors=errors, status=status_of(refusal))
    except DomainError as refusal:
        errors = dict(refusal.fields) or {"": refusal.message}
        return _form(request, visit, shown, typed, errors=errors, status=status_of(refusal))
    messages.success(request, _done(order["effective_date"], visit.today))
    return HttpResponseRedirect(reverse("administration:account", args=[shown.id]))


def _done(effective_date: date, today: date) -> str:
    if effective_date <= today:
        return "Đã điều chuyển. Mọi phiên đã kết thúc, việc đang mở đã ở lại cơ quan cũ."
    return f"Đã ghi quyết định điều chuyển từ {day(effective_date)}. Đến ngày đó việc tự chuyển."


def _form(
    request: HttpRequest,
    visit: Visit,
    shown: OfficerAccount,
    typed: dict[str, Any],
    *,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    assert shown.agency_id is not None  # noqa: S101 - asked for by the caller
    context = {
        "account": shown,
        "agency": get_agency(shown.agency_id).name,
        "fields": _FIELDS,
        "typed": {"effective_date": f"{visit.today:%d/%m/%Y}", **typed},
        "errors": errors or {},
        "options": {"agency": agency_options(visit), "work_to": _colleagues(shown)},
    }
    return show(request, "transfer.html", context, status=status)


def _colleagues(shown: OfficerAccount) -> tuple[Option, ...]:
    assert shown.agency_id is not None  # noqa: S101 - asked for by the caller
    return tuple(
        Option(value=str(one.id), label=f"{one.name} ({role_names(one.roles)})")
        for one in officers_of(shown.agency_id)
        if one.id != shown.officer_id
    )


def _summary(shown: OfficerAccount, plan: TransferPlan, typed: dict[str, Any]) -> list[SummaryRow]:
    roles = role_names(read_roles(typed["roles"]))
    return [
        SummaryRow(key="Cán bộ", value=shown.name),
        SummaryRow(key="Từ cơ quan", value=get_agency(plan.from_agency_id).name),
        SummaryRow(key="Đến cơ quan", value=get_agency(plan.to_agency_id).name),
        SummaryRow(key="Chức danh", value=str(typed["title"]), lines=(roles,)),
        SummaryRow(key="Từ ngày", value=day(plan.effective_date)),
    ]


def _name(officer_id: UUID | None) -> str:
    return officer_names([officer_id]).get(officer_id, "") if officer_id else ""


def _row(task: WorkToMove, colleague: str) -> Row:
    return Row(
        cells={
            "task": Cell(text=task.name, second=CASE_KINDS.get(task.case_kind, "")),
            "due": Cell(text=day(task.due_at) if task.due_at else "Không có hạn"),
            "goes": Cell(
                text=colleague if task.to_colleague else "Hàng việc chung",
                second=TASK_ROLES.get(task.role, ""),
            ),
        }
    )
