"""The list of officers' accounts: by agency, and whom a name or a user name finds."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tinhso.foundation.authority.service import Permission
from tinhso.foundation.clock.service import real_now
from tinhso.registers.agencies.service import get_agency, list_agencies
from tinhso.services.identity.service import AccountList, OfficerAccount, list_officer_accounts
from tinhso.sites.administration.visits import holders_of, show
from tinhso.sites.administration.wording import STATES, role_names
from tinhso.sites.frame.service import Cell, Column, Option, Row, Visit, ago, id_in

_COLUMNS = (
    Column(key="officer", label="Cán bộ", kind="link"),
    Column(key="agency", label="Cơ quan"),
    Column(key="roles", label="Vai trò"),
    Column(key="state", label="Tài khoản", kind="chip"),
)
administrators_only = holders_of(Permission.ACCOUNT_ADMINISTER)


@require_safe
@administrators_only
def accounts(request: HttpRequest, visit: Visit) -> HttpResponse:
    """All accounts, or those of one agency, page by page."""
    agency_id = id_in(request.GET.get("agency", ""))
    after = request.GET.get("after", "")[:60]
    found = list_officer_accounts(agency_id=agency_id, after=after, actor=visit.actor, now=visit.now)
    here = reverse("administration:accounts")
    chosen = {"agency": str(agency_id)} if agency_id else {}
    more = {**chosen, "after": found.next_after}
    return _page(
        request,
        visit,
        found,
        agency_id=agency_id,
        next_url=f"{here}?{urlencode(more)}" if found.next_after else "",
        first_url=f"{here}?{urlencode(chosen)}" if after else "",
    )


@require_POST
@administrators_only
def find(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Whom a user name or whole words of a name find; a name stays out of the address."""
    sought = request.POST.get("sought", "").strip()[:100]
    found = list_officer_accounts(sought=sought, actor=visit.actor, now=visit.now)
    return _page(request, visit, found, sought=sought)


def agency_options(visit: Visit) -> tuple[Option, ...]:
    """Every agency that stands today, as a choice."""
    return tuple(Option(value=str(agency.id), label=agency.name) for agency in list_agencies(on=visit.today))


def _page(
    request: HttpRequest,
    visit: Visit,
    found: AccountList,
    *,
    agency_id: UUID | None = None,
    sought: str = "",
    next_url: str = "",
    first_url: str = "",
) -> HttpResponse:
    context = {
        "columns": _COLUMNS,
        "rows": [_row(one) for one in found.rows],
        "found": found,
        "agencies": agency_options(visit),
        "agency": str(agency_id or ""),
        "sought": sought,
        "next_url": next_url,
        "first_url": first_url,
    }
    return show(request, "accounts.html", context)


def _row(one: OfficerAccount) -> Row:
    state, tone = STATES[one.state]
    return Row(
        cells={
            "officer": Cell(
                text=one.name, second=one.username, url=reverse("administration:account", args=[one.id])
            ),
            "agency": Cell(
                text=get_agency(one.agency_id).name if one.agency_id else "Không giữ vị trí nào hôm nay",
                second=one.title,
            ),
            "roles": Cell(text=role_names(one.roles)),
            "state": Cell(
                text=state,
                tone=tone,
                second=f"Đăng nhập {ago(one.last_login, real_now())}" if one.last_login else "Chưa đăng nhập",
            ),
        }
    )
