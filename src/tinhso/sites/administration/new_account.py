"""A new officer: name, agency, title, roles, user name; a one-time code opens the account."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from tinhso.foundation.authority.service import NotPermitted, Role
from tinhso.foundation.identifiers.service import DomainError
from tinhso.services.identity.service import create_officer_account
from tinhso.sites.administration.account import code_page
from tinhso.sites.administration.accounts import administrators_only, agency_options
from tinhso.sites.administration.visits import show, status_of
from tinhso.sites.administration.wording import ROLE_OPTIONS
from tinhso.sites.frame.service import Field, Visit, id_in, read_values

_FIELDS = (
    Field(key="name", label="Họ, chữ đệm và tên", autocomplete="off"),
    Field(key="agency", label="Cơ quan", type="choice"),
    Field(key="title", label="Chức danh", hint="Ví dụ: Công chức Tư pháp - Hộ tịch"),
    Field(key="roles", label="Vai trò", type="checkbox", options=ROLE_OPTIONS),
    Field(key="valid_from", label="Giữ vị trí từ ngày", type="date"),
    Field(
        key="username",
        label="Tên đăng nhập",
        type="code",
        hint="Chữ cái không dấu, chữ số, dấu chấm, gạch nối. Không dùng số định danh cá nhân.",
    ),
)


@require_http_methods(["GET", "POST"])
@administrators_only
def new(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The form, and what it makes."""
    if request.method == "GET":
        return _page(request, visit, {"valid_from": f"{visit.today:%d/%m/%Y}"})
    typed = read_values(request.POST, _FIELDS)
    errors: dict[str, str] = {}
    agency_id = id_in(str(typed["agency"]))
    if agency_id is None or str(agency_id) not in {one.value for one in agency_options(visit)}:
        errors["agency"] = "Hãy chọn cơ quan."
    valid_from = read_day(str(typed["valid_from"]))
    if valid_from is None:
        errors["valid_from"] = "Hãy ghi đủ ngày, tháng, năm."
    if agency_id is None or valid_from is None or errors:
        return _page(request, visit, typed, errors=errors, status=400)
    try:
        issued = create_officer_account(
            username=str(typed["username"]),
            name=str(typed["name"]),
            title=str(typed["title"]),
            agency_id=agency_id,
            roles=read_roles(typed["roles"]),
            valid_from=valid_from,
            actor=visit.actor,
            now=visit.now,
        )
    except NotPermitted:
        raise
    except DomainError as refusal:
        shown = dict(refusal.fields) or {"": refusal.message}
        return _page(request, visit, typed, errors=shown, status=status_of(refusal))
    return code_page(request, visit, issued)


def read_roles(ticked: object) -> list[Role]:
    """The roles that were ticked; what is no role is left out."""
    known = {role.value: role for role in Role}
    return [known[tick] for tick in ticked if tick in known] if isinstance(ticked, list) else []


def read_day(typed: str) -> date | None:
    """A whole day from three boxes, or None."""
    parts = typed.split("/")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    try:
        return date(int(parts[2]), int(parts[1]), int(parts[0]))
    except ValueError:
        return None


def _page(
    request: HttpRequest,
    visit: Visit,
    typed: dict[str, Any],
    *,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "fields": _FIELDS,
        "typed": typed,
        "errors": errors or {},
        "options": {"agency": agency_options(visit)},
    }
    return show(request, "new_account.html", context, status=status)
