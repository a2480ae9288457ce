"""What a system of somebody else is told: how it goes, what waits, and an administrator's levers."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tinhso.foundation.authority.service import NotPermitted, NotVisible
from tinhso.foundation.clock.service import real_now
from tinhso.foundation.identifiers.service import DomainError
from tinhso.services.integration.service import (
    EVENT_NAMES,
    DeliveryRow,
    SubscriptionState,
    WebhookRow,
    get_webhook,
    pause_webhook,
    tell_again,
)
from tinhso.sites.administration.integrations.clients import integrators_only
from tinhso.sites.administration.integrations.wording import STATES, error_text, waiting_text
from tinhso.sites.administration.visits import show
from tinhso.sites.frame.service import Cell, Column, Row, SummaryRow, Visit, ago, moment

_COLUMNS = (
    Column(key="event", label="Sự kiện"),
    Column(key="dossier", label="Hồ sơ"),
    Column(key="state", label="Tình trạng", kind="chip"),
)
_LONGEST_CURSOR = 18
_PAUSED = (SubscriptionState.PAUSED_AS_FAILING, SubscriptionState.PAUSED_BY_OPERATOR)


@require_safe
@integrators_only
def integration_webhook(request: HttpRequest, visit: Visit, webhook_id: UUID) -> HttpResponse:
    """One subscription: what waits first, then what was told last."""
    row, deliveries = get_webhook(webhook_id=webhook_id, actor=visit.actor, now=visit.now)
    label, tone = STATES[row.state]
    context = {
        "row": row,
        "label": label,
        "tone": tone,
        "summary": _summary(row),
        "columns": _COLUMNS,
        "rows": [_delivery(each) for each in deliveries],
        "is_paused": row.state in _PAUSED,
        "is_ended": row.state is SubscriptionState.ENDED,
    }
    return show(request, "integrations/webhook.html", context)


@require_POST
@integrators_only
def act_on_integration_webhook(request: HttpRequest, visit: Visit, webhook_id: UUID) -> HttpResponse:
    """Stop, go on, or tell again from a cursor."""
    get_webhook(webhook_id=webhook_id, actor=visit.actor, now=visit.now)
    do = request.POST.get("do", "")
    try:
        if do in ("pause", "resume"):
            pause_webhook(webhook_id=webhook_id, paused=do == "pause", actor=visit.actor, now=visit.now)
            said = "Đã tạm dừng; thông báo chờ được giữ." if do == "pause" else "Đã cho gửi tiếp."
            messages.success(request, said)
        elif do == "again":
            _again(request, visit, webhook_id)
        else:
            messages.error(request, "Hãy chọn một thao tác.")
    except (NotPermitted, NotVisible):
        raise
    except DomainError as refusal:
        messages.error(request, refusal.message)
    return HttpResponseRedirect(reverse("administration:integration-webhook", args=[webhook_id]))


def _again(request: HttpRequest, visit: Visit, webhook_id: UUID) -> None:
    typed = request.POST.get("after", "").strip()
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= _LONGEST_CURSOR):
        messages.error(request, "Hãy ghi vị trí bằng số; 0 là từ đầu.")
        return
    count = tell_again(webhook_id=webhook_id, after=int(typed), actor=visit.actor, now=visit.now)
    messages.success(request, f"Đã xếp {count} sự kiện để gửi lại.")


def _summary(row: WebhookRow) -> list[SummaryRow]:
    return [
        SummaryRow(key="Nơi nhận", value=row.url),
        SummaryRow(key="Sự kiện", value=", ".join(EVENT_NAMES[kind] for kind in sorted(row.kinds))),
        SummaryRow(key="Đang chờ", value=waiting_text(row)),
        SummaryRow(key="Gửi được gần nhất", value=_when(row.last_success_at) or "Chưa lần nào"),
        SummaryRow(key="Lỗi từ", value=_when(row.failing_since) or "Không lỗi"),
        SummaryRow(key="Lỗi gần nhất", value=error_text(row.last_error) or "Không có"),
        SummaryRow(key="Gửi lại lúc", value=moment(row.next_at) if row.next_at else "Ngay khi có sự kiện"),
    ]


def _when(at: datetime | None) -> str:
    return ago(at, real_now()) if at else ""


def _version(row: DeliveryRow) -> str:
    return "tra cứu" if row.version is None else f"phiên bản {row.version}"


def _delivery(row: DeliveryRow) -> Row:
    if row.delivered_at is not None:
        state = Cell(text="Đã gửi", tone="done", second=_when(row.delivered_at))
    elif row.attempts:
        state = Cell(text=f"Đã thử {row.attempts} lần", tone="waiting", second=error_text(row.last_error))
    else:
        state = Cell(text="Chờ gửi", tone="neutral")
    return Row(
        cells={
            "event": Cell(text=EVENT_NAMES[row.kind], second=f"Vị trí {row.cursor}, {moment(row.at)}"),
            "dossier": Cell(text=row.dossier_code, second=_version(row)),
            "state": state,
        }
    )
