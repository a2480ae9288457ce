"""Routes of look-ups: asking a national register for a dossier, and reading what it said.

The number stands in what is sent, never in an address. A register answers people who have a name there: the
client names the officer for whom it asks.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Body, Header, Router, Status

from tinhso.casework.dossiers.service import look_up_for_client
from tinhso.foundation.clock.service import legal_now
from tinhso.foundation.identifiers.service import UnableToReadIdentifier
from tinhso.services.identity.service import actor_of
from tinhso.services.integration.service import ClientCaller
from tinhso.services.verification.service import (
    ClientAgreement,
    LookUp,
    Register,
    get_look_up_through_client,
)
from tinhso.sites.open_api import schemas
from tinhso.sites.open_api.interface import REFUSALS, caller_of, problem, trace_id_of

router = Router(tags=["Tra cứu"])


@router.post(
    "look-ups",
    response={
        201: schemas.LookUp,
        200: schemas.LookUp,
        400: schemas.Problem,
        404: schemas.Problem,
        409: schemas.Problem,
        **REFUSALS,
    },
    by_alias=True,
    summary="Tra cứu cho một hồ sơ",
    description="Hỏi cơ sở dữ liệu quốc gia một số, cho một hồ sơ trong thỏa thuận, thay một cán bộ được "
    "quyền tra cứu ở cơ quan tham gia hồ sơ. Chờ nhiều nhất 2 giây; đường truyền đứt thì câu hỏi được giữ "
    "và tự gửi lại: hãy đọc lại sau, hoặc đăng ký nhận look_up.answered. Mỗi lần hỏi được ghi vào nhật ký "
    "cùng mục đích và căn cứ trong thỏa thuận; cán bộ và người liên quan thấy. Mục đích: look_ups.",
)
def create_look_up(
    request: HttpRequest,
    wanted: Annotated[schemas.LookUpRequest, Body()],
    idempotency_key: Annotated[
        str,
        Header(
            alias="Idempotency-Key",
            pattern=r"^[A-Za-z0-9_\-]{8,64}$",
            description="Gửi lại cùng khóa này thì không hỏi thêm lần nữa.",
        ),
    ],
) -> Status[schemas.LookUp] | HttpResponse:
    """Ask a register for a dossier, in the name of an officer."""
    caller = caller_of(request)
    try:
        asked = look_up_for_client(
            code=wanted.dossier,
            register=Register(wanted.register_name),
            number=wanted.number,
            officer=actor_of(wanted.officer, trace_id=trace_id_of(request)),
            agreement=_agreement(caller),
            key=idempotency_key,
            actor=caller.actor,
            now=legal_now(),
        )
    except UnableToReadIdentifier as unreadable:  # of a dossier: those of the number are the register's
        return problem(
            request, 404, unreadable.code, unreadable.message, fields={"dossier": unreadable.message}
        )
    return Status(201 if asked.is_new else 200, _look_up(asked.look_up))


@router.get(
    "look-ups/{uuid:look_up_id}",
    response={200: schemas.LookUpAnswer, 404: schemas.Problem, **REFUSALS},
    by_alias=True,
    summary="Một lần tra cứu và câu trả lời",
    description="Chỉ những lần tra cứu của chính hệ thống này. Câu trả lời giữ như lúc hỏi; cơ sở dữ liệu "
    "nay trả lời khác thì changed_later nêu mục đã đổi, muốn biết thì tra cứu lại. Có dữ liệu cá nhân: mỗi "
    "lần đọc câu trả lời được ghi vào nhật ký cùng mục đích và căn cứ trong thỏa thuận, và người liên quan "
    "thấy. "
    "Mục đích: look_ups.",
)
def get_one_look_up(request: HttpRequest, look_up_id: UUID) -> schemas.LookUpAnswer:
    """Where one of the client's look-ups stands, and what the register said."""
    caller = caller_of(request)
    opened = get_look_up_through_client(
        look_up_id=look_up_id, agreement=_agreement(caller), actor=caller.actor, now=legal_now()
    )
    row = opened.look_up
    return schemas.LookUpAnswer(
        look_up=_look_up(row),
        changed=list(row.changed),
        changed_since=row.changed_since,
        changed_later=list(row.changed_later),
        **_facts(row.register, opened.facts),
    )


def _agreement(caller: ClientCaller) -> ClientAgreement:
    return ClientAgreement(reason=caller.reason, legal_basis=caller.legal_basis)


def _look_up(row: LookUp) -> schemas.LookUp:
    return schemas.LookUp(
        id=row.id,
        dossier=row.reference,
        register_name=row.register.value,
        state=row.state.value,
        asked_at=row.asked_at,
        answered_at=row.answered_at,
        as_of=row.as_of,
        is_stale=row.is_stale,
        changed_later_at=row.changed_later_at,
    )


def _facts(register: Register, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts under the name of their register; of representatives no more than an officer is shown."""
    found: dict[str, Any] = {each.value: None for each in Register}
    if not facts:
        return found
    match register:
        case Register.BUSINESS:
            people = [
                schemas.Representative(
                    name=each["name"], position=each["position"], personal_id_end=each["personal_id"][-4:]
                )
                for each in facts["representatives"]
            ]
            found["business"] = schemas.BusinessFacts(**{**facts, "representatives": people})
        case Register.INSURANCE:
            found["insurance"] = schemas.InsuranceFacts(**facts)
        case Register.BUDGET:
            found["budget"] = schemas.BudgetFacts(**facts)
    return found
