"""A stub written in a power cut, on its way into the counter's form: its number and its moment of receipt."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from tinhso.casework.dossiers.service import (
    ReserveState,
    UnableToUseReserveNumber,
    check_reserved,
    reserve_batches,
)
from tinhso.foundation.authority.service import NotVisible
from tinhso.foundation.clock.service import VIETNAM
from tinhso.foundation.identifiers.service import DomainError, parse_partial_date
from tinhso.sites.frame.service import Field, Option, Visit, day, read_values
from tinhso.sites.onestop.desk import show
from tinhso.sites.onestop.steps import refused_status

NUMBER, RECEIVED = "reserve_number", "received_at"
_TIME = re.compile(r"([01]?[0-9]|2[0-3])\s*(?:(?:[:.hg]|giờ)\s*([0-5][0-9])?)?\s*(?:phút)?")
_END_OF_DAY = 16
"""The hour from which the counter reminds of stubs that nobody has entered."""
_NO_TIME = "Hãy ghi giờ nhận trên phiếu, ví dụ 9:30 hoặc 14h05."
_NO_DAY = "Hãy ghi đủ ngày, tháng, năm ghi trên phiếu."
_NOT_OURS = "Cơ quan của bạn không có số dự phòng này. Hãy xem lại từng chữ số trên phiếu."


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """What is entered later: the stub, when it was written, and what the officer should look at."""

    number: str
    at: datetime
    warnings: tuple[str, ...] = ()


def late_in(request: HttpRequest) -> Late | None:
    """The stub that this form carries along; None at the ordinary counter. Nothing is judged yet."""
    number, moment = request.POST.get(NUMBER, "")[:60], request.POST.get(RECEIVED, "")
    if not number:
        return None
    try:
        at = datetime.fromisoformat(moment)
    except ValueError as error:
        raise Http404 from error
    if at.tzinfo is None:
        raise Http404
    return Late(number=number, at=at.astimezone(VIETNAM))


def checked(late: Late, visit: Visit) -> Late:
    """The same once the door has looked at it; raises UnableToUseReserveNumber, NotVisible."""
    found = check_reserved(number=late.number, received_at=late.at, actor=visit.actor, now=visit.now)
    return Late(number=found.number, at=found.received_at, warnings=found.warnings)


def typed_late(request: HttpRequest, visit: Visit) -> Late:
    """The stub as an officer copies it from the paper, looked at by the door; raises what is wrong."""
    typed = typed_values(request)
    number, clock = str(typed[NUMBER]), _TIME.fullmatch(str(typed["time"]).lower())
    wrong = {}
    if not number:
        wrong[NUMBER] = "Hãy chọn số ghi trên phiếu."
    if clock is None:
        wrong["time"] = _NO_TIME
    written = _day(str(typed["received"]))
    if written is None:
        wrong["received"] = _NO_DAY
    if wrong or clock is None or written is None:
        raise UnableToUseReserveNumber(
            code="reserve_typed", message="Phần chép từ phiếu còn chỗ cần sửa.", fields=wrong
        )
    at = datetime.combine(written, time(int(clock[1]), int(clock[2] or 0)), VIETNAM)
    return checked(Late(number=number, at=at), visit)


def typed_values(request: HttpRequest) -> dict[str, Any]:
    """What was typed about the stub, to be shown again."""
    return dict(read_values(request.POST, _FIELDS))


_FIELDS = (
    Field(key=NUMBER, label="Số trên phiếu", type="choice"),
    Field(key="received", label="Ngày nhận ghi trên phiếu", type="date"),
    Field(
        key="time",
        label="Giờ nhận ghi trên phiếu",
        type="code",
        hint="Ví dụ 9:30 hoặc 14h05. Hạn trả kết quả tính từ lúc này.",
    ),
)


def enter_page(
    request: HttpRequest,
    visit: Visit,
    *,
    typed: Mapping[str, Any] | None = None,
    refusal: DomainError | None = None,
) -> HttpResponse:
    """Which stub, and when it was written: with what was typed, and why it cannot be taken so."""
    batches = reserve_batches(actor=visit.actor, now=visit.now)
    options = tuple(
        Option(
            value=each.number,
            label=f"{each.number}, còn thiếu" if each.is_missing else each.number,
            group=f"Quyển {batch.first} – {batch.last}, in {day(batch.printed_at)}",
        )
        for batch in batches
        for each in batch.numbers
        if each.state is ReserveState.UNUSED
    )
    errors = dict(refusal.fields) if refusal else {}
    if isinstance(refusal, NotVisible):
        errors = {NUMBER: _NOT_OURS}
    context = {
        "fields": _FIELDS,
        "options": {NUMBER: options},
        "typed": typed or {},
        "errors": errors,
        "message": refusal.message if refusal and not errors else "",
    }
    status = 400 if errors else refused_status(refusal) if refusal else 200
    return show(request, "reserve_enter.html", context, status=status)


def missing_stubs(visit: Visit) -> int:
    """How many numbers were passed over in the agency's booklets; asked for before the desk closes."""
    if visit.now.hour < _END_OF_DAY:
        return 0
    return sum(len(batch.missing) for batch in reserve_batches(actor=visit.actor, now=visit.now))


def _day(text: str) -> Any:
    try:
        return parse_partial_date(text).as_date() if text else None
    except DomainError:
        return None
