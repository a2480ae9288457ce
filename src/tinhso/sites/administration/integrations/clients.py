"""Systems of others: the list, one agreement, and what an administrator does with it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.foundation.authority.service import NotPermitted, NotVisible, Permission
from tinhso.foundation.clock.service import new_token, real_now
from tinhso.foundation.identifiers.service import DomainError
from tinhso.registers.agencies.service import get_agencies
from tinhso.services.integration.service import (
    PURPOSE_NAMES,
    ClientRow,
    ClientState,
    IssuedSecret,
    change_client,
    disable_client,
    get_client,
    list_clients,
    register_client,
    renew_secret,
    webhooks_of,
)
from tinhso.sites.administration.integrations import terms as form
from tinhso.sites.administration.integrations.wording import webhook_panel
from tinhso.sites.administration.visits import holders_of, show, status_of
from tinhso.sites.frame.service import Cell, Column, Row, SummaryRow, Tone, Visit, ago, moment, read_values

integrators_only = holders_of(Permission.INTEGRATION_ADMINISTER)
STATES: dict[ClientState, tuple[str, Tone]] = {
    ClientState.ACTIVE: ("Đang nối", "done"),
    ClientState.EXPIRED: ("Hết thời hạn", "waiting"),
    ClientState.DISABLED: ("Đã ngừng", "stopped"),
}
_COLUMNS = (
    Column(key="name", label="Hệ thống", kind="link"),
    Column(key="where", label="Hồ sơ của"),
    Column(key="until", label="Đến"),
    Column(key="state", label="Tình trạng", kind="chip"),
)
_MOST_NAMED = 12


@require_safe
@integrators_only
def integrations(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Every agreement."""
    rows = [_row(one) for one in list_clients(actor=visit.actor, now=visit.now)]
    return show(request, "integrations/integrations.html", {"columns": _COLUMNS, "rows": rows})


@require_http_methods(["GET", "POST"])
@integrators_only
def new_integration(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The form of an agreement; the secret it makes is shown once."""
    if request.method == "GET":
        return _form(request, visit, form.before(), key=new_token(16))
    typed = dict(read_values(request.POST, form.FIELDS))
    key = request.POST.get("idempotency_key", "")[:64] or new_token(16)
    errors: dict[str, str] = {}
    terms = form.read_terms(typed, errors)
    if errors:
        return _form(request, visit, typed, key=key, errors=errors, status=400)
    try:
        issued = register_client(terms=terms, key=key, actor=visit.actor, now=visit.now)
    except (NotPermitted, NotVisible):
        raise
    except DomainError as refusal:
        shown = dict(refusal.fields) or {"": refusal.message}
        return _form(request, visit, typed, key=key, errors=shown, status=status_of(refusal))
    return _secret(request, visit, issued, is_new=True)


@require_http_methods(["GET", "POST"])
@integrators_only
def change_integration(request: HttpRequest, visit: Visit, client_id: UUID) -> HttpResponse:
    """Other terms."""
    client = get_client(client_id=client_id, actor=visit.actor, now=visit.now)
    if request.method == "GET":
        return _form(request, visit, form.typed_of(client.terms), client=client)
    typed = dict(read_values(request.POST, form.FIELDS))
    errors: dict[str, str] = {}
    terms = form.read_terms(typed, errors, kept=client.terms.agency_ids)
    if errors:
        return _form(request, visit, typed, client=client, errors=errors, status=400)
    try:
        change_client(client_id=client_id, terms=terms, actor=visit.actor, now=visit.now)
    except (NotPermitted, NotVisible):
        raise
    except DomainError as refusal:
        shown = dict(refusal.fields) or {"": refusal.message}
        return _form(request, visit, typed, client=client, errors=shown, status=status_of(refusal))
    messages.success(request, "Đã đổi thỏa thuận. Yêu cầu tiếp theo của hệ thống theo thỏa thuận mới.")
    return HttpResponseRedirect(reverse("administration:integration", args=[client_id]))


@require_safe
@integrators_only
def integration(request: HttpRequest, visit: Visit, client_id: UUID) -> HttpResponse:
    """One agreement."""
    client = get_client(client_id=client_id, actor=visit.actor, now=visit.now)
    found = webhooks_of(client_id=client_id, actor=visit.actor, now=visit.now)
    label, tone = STATES[client.state_at(real_now())]
    context = {
        "client": client,
        "label": label,
        "tone": tone,
        "summary": _summary(client),
        "is_running": client.disabled_at is None,
        "webhooks": [webhook_panel(row) for row in found],
    }
    return show(request, "integrations/integration.html", context)


@require_POST
@integrators_only
def integration_secret(request: HttpRequest, visit: Visit, client_id: UUID) -> HttpResponse:
    """Another secret, shown once."""
    try:
        issued = renew_secret(client_id=client_id, actor=visit.actor, now=visit.now)
    except (NotPermitted, NotVisible):
        raise
    except DomainError as refusal:
        return _back(request, client_id, refusal)
    return _secret(request, visit, issued, is_new=False)


@require_POST
@integrators_only
def disable_integration(request: HttpRequest, visit: Visit, client_id: UUID) -> HttpResponse:
    """End the agreement now."""
    try:
        disable_client(client_id=client_id, actor=visit.actor, now=visit.now)
    except (NotPermitted, NotVisible):
        raise
    except DomainError as refusal:
        return _back(request, client_id, refusal)
    messages.success(request, "Đã ngừng kết nối. Khóa và mọi mã truy cập hết giá trị ngay.")
    return HttpResponseRedirect(reverse("administration:integration", args=[client_id]))


def _back(request: HttpRequest, client_id: UUID, refusal: DomainError) -> HttpResponse:
    messages.error(request, refusal.message)
    return HttpResponseRedirect(reverse("administration:integration", args=[client_id]))


def _form(
    request: HttpRequest,
    visit: Visit,
    typed: dict[str, Any],
    *,
    client: ClientRow | None = None,
    key: str = "",
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "fields": form.FIELDS,
        "typed": typed,
        "errors": errors or {},
        "options": form.options(visit, client.terms.agency_ids if client else None),
        "client": client,
        "key": key,
    }
    return show(request, "integrations/terms.html", context, status=status)


def _secret(request: HttpRequest, visit: Visit, issued: IssuedSecret, *, is_new: bool) -> HttpResponse:
    client = get_client(client_id=issued.client_id, actor=visit.actor, now=visit.now)
    response = show(
        request, "integrations/secret.html", {"issued": issued, "client": client, "is_new": is_new}
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _row(client: ClientRow) -> Row:
    label, tone = STATES[client.state_at(real_now())]
    return Row(
        cells={
            "name": Cell(
                text=client.terms.name,
                second=client.terms.operator,
                url=reverse("administration:integration", args=[client.id]),
            ),
            "where": Cell(text=_where(client)),
            "until": Cell(text=f"{client.terms.valid_until:%d/%m/%Y}"),
            "state": Cell(text=label, tone=tone, second=_last_token(client)),
        }
    )


def _where(client: ClientRow) -> str:
    agencies = client.terms.agency_ids
    return "Toàn tỉnh" if agencies is None else f"{len(agencies)} cơ quan"


def _last_token(client: ClientRow) -> str:
    if client.last_token_at is None:
        return "Chưa vào lần nào"
    return f"Lần cuối vào: {ago(client.last_token_at, real_now())}"


def _summary(client: ClientRow) -> list[SummaryRow]:
    terms = client.terms
    named = sorted(one.name for one in get_agencies(terms.agency_ids or ()).values())
    more = len(named) - _MOST_NAMED
    purposes = [f"{PURPOSE_NAMES[each]} ({each.value})" for each in sorted(terms.purposes)]
    return [
        SummaryRow(key="Mã hệ thống (client_id)", value=str(client.id)),
        SummaryRow(key="Đơn vị vận hành", value=terms.operator),
        SummaryRow(key="Được làm gì", value=purposes[0], lines=tuple(purposes[1:])),
        SummaryRow(key="Mục đích sử dụng dữ liệu", value=terms.reason),
        SummaryRow(key="Căn cứ pháp lý", value=terms.legal_basis),
        SummaryRow(
            key="Hồ sơ của",
            value=_where(client),
            lines=(*named[:_MOST_NAMED], *((f"và {more} cơ quan khác",) if more > 0 else ())),
        ),
        SummaryRow(key="Đến", value=moment(terms.valid_until)),
        SummaryRow(key="Số lần hỏi mỗi phút", value=str(terms.per_minute)),
        SummaryRow(key="Khóa cấp lúc", value=moment(client.secret_made_at)),
        SummaryRow(key="Lần vào gần nhất", value=_last_token(client)),
    ]
