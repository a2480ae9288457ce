"""Messages that need a person: read by their heads, judged again, mended or dismissed, each with a reason."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.coordination.exchange.service import (
    SYSTEM_TITLES,
    ApartMessage,
    ApartRow,
    InboundState,
    UnableToOperateLine,
    accept_jump,
    apart_message,
    apart_messages,
    dismiss,
    judge_again,
    mend,
    refused_dossiers,
)
from tinhso.foundation.clock.service import real_now
from tinhso.sites.exchange.visits import REASON, operators_only
from tinhso.sites.exchange.wording import reason_text
from tinhso.sites.frame.service import Field, Visit, ago, moment, number

_MENDING = (
    Field(key="procedure", label="Mã thủ tục", required=False),
    Field(key="unit", label="Mã cơ quan tiếp nhận", required=False),
)
_STATES = {
    InboundState.APART: "Đang chờ người xử lý",
    InboundState.WAITING: "Đang được xét lại",
    InboundState.TAKEN: "Đã nhận vào hồ sơ",
    InboundState.DISMISSED: "Đã bỏ qua",
}


@require_safe
@operators_only
def home(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Every message that stands apart."""
    rows = [_row(row) for row in apart_messages(actor=visit.actor)]
    return render(request, "exchange/apart.html", {"rows": rows})


@require_safe
@operators_only
def refused(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Dossiers that another system does not take."""
    rows = [
        {
            "name": row.system,
            "system": SYSTEM_TITLES[row.system],
            "code": row.code,
            "reason": reason_text(*row.reason.split(" ", 1)),
            "tries": number(row.tries),
            "due": moment(row.due_at),
        }
        for row in refused_dossiers(actor=visit.actor)
    ]
    return render(request, "exchange/refused.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@operators_only
def message(request: HttpRequest, visit: Visit, row_id: UUID) -> HttpResponse:
    """One message; sent, what the operator decided."""
    found = apart_message(row_id, actor=visit.actor)
    if found is None:
        raise Http404
    if request.method != "POST":
        return _page(request, found, {}, {})
    typed = {name: request.POST.get(name, "") for name in ("procedure", "unit", "reason")}
    try:
        said = _decide(request.POST.get("act", ""), row_id, typed, visit)
    except UnableToOperateLine as no:
        return _page(request, found, typed, dict(no.fields) or {"": no.message}, status=400)
    messages.success(request, said)
    return HttpResponseRedirect(reverse("exchange:apart"))


def _decide(act: str, row_id: UUID, typed: dict[str, str], visit: Visit) -> str:
    actor, now, reason = visit.actor, visit.now, typed["reason"]
    if act == "dismiss":
        dismiss(row_id, reason=reason, actor=actor, now=now)
        return "Đã bỏ qua thông điệp. Nội dung vẫn được giữ."
    if act == "mend":
        mend(
            row_id,
            procedure=typed["procedure"],
            unit=typed["unit"],
            reason=reason,
            actor=actor,
            now=now,
        )
        return "Đã sửa mã. Thông điệp đang được xét lại."
    if act == "jump":
        accept_jump(row_id, reason=reason, actor=actor, now=now)
        return "Đã chấp nhận trạng thái ấy. Các trạng thái bị bỏ qua được ghi là suy ra."
    judge_again(row_id, reason=reason, actor=actor, now=now)
    return "Thông điệp đang được xét lại."


def _page(
    request: HttpRequest,
    found: ApartMessage,
    typed: dict[str, str],
    errors: dict[str, str],
    *,
    status: int = 200,
) -> HttpResponse:
    values = {"procedure": found.procedure, "unit": found.unit, "reason": "", **typed}
    context = {
        "row": _row(found.row),
        "state": _STATES[found.state],
        "may_jump": found.may_jump,
        "unit_name": found.unit_name,
        "is_apart": found.state is InboundState.APART,
        "fields": (*_MENDING, REASON),
        "values": values,
        "errors": errors,
    }
    return render(request, "exchange/message.html", context, status=status)


def _row(row: ApartRow) -> dict[str, object]:
    return {
        "id": row.id,
        "system": SYSTEM_TITLES[row.system],
        "code": row.dossier_code,
        "message_id": row.message_id,
        "reason": reason_text(row.reason, row.field),
        "arrived": ago(row.arrived_at, real_now()),
        "held_up": row.held_up,
    }
