"""Routes of events and webhooks: reading again from a cursor, and asking to be told."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Body, Header, Query, Router, Status

from tinhso.foundation.clock.service import legal_now
from tinhso.services.integration.service import (
    MOST_EVENTS,
    DossierTurn,
    EventKind,
    Happening,
    LookUpTurn,
    WebhookRow,
    events_after,
    own_webhooks,
    subscribe,
    unsubscribe,
)
from tinhso.sites.open_api import schemas
from tinhso.sites.open_api.interface import REFUSALS, caller_of

router = Router(tags=["Sự kiện và thông báo"])
_FURTHEST = 2**63 - 1


@router.get(
    "events",
    response={200: schemas.Events, **REFUSALS},
    summary="Sự kiện sau một vị trí",
    by_alias=True,
    description="Mọi sự kiện của hồ sơ thuộc các cơ quan trong thỏa thuận, và của những lần tra cứu do chính "
    "hệ thống này hỏi, cũ trước; sự kiện không bao giờ bị xóa. Mục đích: webhooks.",
)
def list_events(
    request: HttpRequest,
    after: Annotated[int, Query(ge=0, le=_FURTHEST, description="next của lần đọc trước; 0 là từ đầu.")] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST_EVENTS, description="Số sự kiện một trang.")] = 100,
) -> schemas.Events:
    """What happened after a cursor."""
    found = events_after(cursor=after, limit=limit, actor=caller_of(request).actor, now=legal_now())
    return schemas.Events(items=[_event(each) for each in found], next=found[-1].cursor if found else after)


@router.get(
    "webhooks",
    response={200: schemas.Webhooks, **REFUSALS},
    summary="Các đăng ký nhận thông báo",
    description="Địa chỉ đang được báo, và việc báo diễn ra thế nào. Mục đích: webhooks.",
)
def list_webhooks(request: HttpRequest) -> schemas.Webhooks:
    """The client's own subscriptions."""
    found = own_webhooks(actor=caller_of(request).actor, now=legal_now())
    return schemas.Webhooks(items=[_webhook(row) for row in found])


@router.post(
    "webhooks",
    response={
        201: schemas.NewWebhook,
        200: schemas.NewWebhook,
        400: schemas.Problem,
        409: schemas.Problem,
        **REFUSALS,
    },
    summary="Đăng ký nhận thông báo",
    description="Mỗi sự kiện được gửi bằng POST đến địa chỉ này, ký HMAC-SHA256. dossier.submitted và "
    "dossier.advanced: hồ sơ của các cơ quan trong thỏa thuận; look_up.answered và look_up.changed: những "
    "lần tra cứu do chính hệ thống này hỏi. Mục đích: webhooks.",
)
def create_webhook(
    request: HttpRequest,
    wanted: Annotated[schemas.WebhookRequest, Body()],
    idempotency_key: Annotated[
        str,
        Header(
            alias="Idempotency-Key",
            pattern=r"^[A-Za-z0-9_\-]{8,64}$",
            description="Gửi lại cùng khóa này thì không lập thêm đăng ký.",
        ),
    ],
) -> Status[schemas.NewWebhook]:
    """Tell the client at an address from now on."""
    made = subscribe(
        url=wanted.url,
        kinds=frozenset(EventKind(word) for word in wanted.events),
        key=idempotency_key,
        actor=caller_of(request).actor,
        now=legal_now(),
    )
    answer = schemas.NewWebhook(webhook=_webhook(made.row), key=made.key)
    return Status(200 if made.key is None else 201, answer)


@router.delete(
    "webhooks/{uuid:webhook_id}",
    response={204: None, 404: schemas.Problem, **REFUSALS},
    summary="Thôi nhận thông báo",
    description="Kết thúc một đăng ký. Mục đích: webhooks.",
)
def delete_webhook(request: HttpRequest, webhook_id: UUID) -> HttpResponse:
    """End one of the client's own."""
    unsubscribe(webhook_id=webhook_id, actor=caller_of(request).actor, now=legal_now())
    return HttpResponse(status=204)


def _event(event: Happening) -> schemas.Event:
    turn = event.turn
    return schemas.Event(
        cursor=event.cursor,
        id=event.id,
        type=event.kind.value,
        at=event.at,
        dossier=_dossier(event, turn) if isinstance(turn, DossierTurn) else None,
        look_up=_look_up(event, turn) if isinstance(turn, LookUpTurn) else None,
    )


def _dossier(event: Happening, turn: DossierTurn) -> schemas.EventDossier:
    return schemas.EventDossier(
        id=event.dossier_id,
        code=event.dossier_code,
        procedure_code=turn.procedure_code,
        agency_id=event.agency_id,
        action=turn.action,
        status=turn.status,
        version=turn.version,
    )


def _look_up(event: Happening, turn: LookUpTurn) -> schemas.EventLookUp:
    return schemas.EventLookUp(
        id=turn.id,
        dossier=event.dossier_code,
        register_name=turn.register,
        state=turn.state,
        asked_at=turn.asked_at,
        answered_at=turn.answered_at,
        as_of=turn.as_of,
    )


def _webhook(row: WebhookRow) -> schemas.Webhook:
    return schemas.Webhook(
        id=row.id,
        url=row.url,
        events=sorted(row.kinds),
        state=row.state.value,
        waiting=row.waiting,
        failing_since=row.failing_since,
        last_error=row.last_error,
        last_success_at=row.last_success_at,
    )
