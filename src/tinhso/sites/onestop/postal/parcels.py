"""One parcel: its number mended, taken off its list, delivered, brought back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tinhso.casework.dossiers.service import (
    REASONS,
    ParcelRow,
    ReturnReason,
    UnableToPost,
    change_parcel_number,
    get_parcel,
    parcel_arrived,
    parcel_came_back,
    take_off_postal_list,
)
from tinhso.foundation.identifiers.service import DomainError, parse_partial_date
from tinhso.sites.frame.service import Field, Option, Visit, officers_only, read_values
from tinhso.sites.onestop.desk import show
from tinhso.sites.onestop.postal.lists import LOCAL
from tinhso.sites.onestop.postal.queue import list_address
from tinhso.sites.onestop.postal.wording import DONE, parcel_state
from tinhso.sites.onestop.steps import refused_status

_ON = Field(key="on", label="Ngày", type="date", hint="Theo phiếu báo của bưu chính.")
_WHY = Field(key="reason", label="Lý do", type="text", hint="Không ghi tên, số điện thoại của người dân.")
_NUMBER = Field(key="number", label="Số đúng", type="code", hint="Ví dụ EB123456785VN.")
_BACK = Field(
    key="back",
    label="Bưu chính ghi lý do gì?",
    type="choice",
    options=tuple(Option(value=each.value, label=words) for each, words in REASONS.items()),
)
_NOTE = Field(key="note", label="Ghi thêm", type="text", hint="Người nhận đọc được.", required=False)
FORMS: dict[str, tuple[Field, ...]] = {
    "change": (_NUMBER, LOCAL, _WHY),
    "take-off": (_WHY,),
    "arrived": (_ON,),
    "came-back": (_ON, _BACK, _NOTE),
}


@require_safe
@officers_only
def parcel(request: HttpRequest, visit: Visit, parcel_id: UUID) -> HttpResponse:
    """One parcel with what may be done to it."""
    return _page(request, visit, parcel_id)


@require_POST
@officers_only
def act(request: HttpRequest, visit: Visit, parcel_id: UUID, what: str) -> HttpResponse:
    """Do it and come back; or the page again with what was typed and why it cannot be."""
    if what not in FORMS:
        raise Http404
    get_parcel(parcel_id=parcel_id, actor=visit.actor, now=visit.now)
    try:
        _ACTS[what](request, visit, parcel_id)
    except UnableToPost as refusal:
        return _page(request, visit, parcel_id, refusal, what)
    return HttpResponseRedirect(f"{reverse('onestop:parcel', args=[parcel_id])}?done={what}")


def _change(request: HttpRequest, visit: Visit, parcel_id: UUID) -> None:
    change_parcel_number(
        parcel_id=parcel_id,
        number=request.POST.get("number", ""),
        is_local=bool(request.POST.get("local")),
        reason=request.POST.get("reason", ""),
        actor=visit.actor,
        now=visit.now,
    )


def _take_off(request: HttpRequest, visit: Visit, parcel_id: UUID) -> None:
    take_off_postal_list(
        parcel_id=parcel_id, reason=request.POST.get("reason", ""), actor=visit.actor, now=visit.now
    )


def _arrived(request: HttpRequest, visit: Visit, parcel_id: UUID) -> None:
    parcel_arrived(parcel_id=parcel_id, on=_day(request), actor=visit.actor, now=visit.now)


def _came_back(request: HttpRequest, visit: Visit, parcel_id: UUID) -> None:
    chosen = request.POST.get("back", "")
    if chosen not in set(ReturnReason):
        text = "Hãy chọn lý do bưu chính trả lại."
        raise UnableToPost(code="no_reason", message=text, fields={"back": text})
    parcel_came_back(
        parcel_id=parcel_id,
        on=_day(request),
        reason=ReturnReason(chosen),
        note=request.POST.get("note", ""),
        actor=visit.actor,
        now=visit.now,
    )


_ACTS: dict[str, Callable[[HttpRequest, Visit, UUID], None]] = {
    "change": _change,
    "take-off": _take_off,
    "arrived": _arrived,
    "came-back": _came_back,
}


def _page(
    request: HttpRequest,
    visit: Visit,
    parcel_id: UUID,
    refusal: DomainError | None = None,
    what: str = "",
) -> HttpResponse:
    found = get_parcel(parcel_id=parcel_id, actor=visit.actor, now=visit.now)
    errors = dict(refusal.fields) if refusal else {}
    if what == "came-back" and "reason" in errors:
        errors["note"] = errors.pop("reason")
    context = {
        "parcel": found,
        "state": parcel_state(found),
        "list_url": list_address(found.list_id),
        "forms": FORMS,
        "acts": _offered(found),
        "what": what,
        "typed": read_values(request.POST, FORMS[what]) if what else {},
        "first": {"on": f"{visit.now:%d/%m/%Y}"},
        "errors": errors,
        "message": refusal.message if refusal and not errors else "",
        "done": "" if refusal else DONE.get(request.GET.get("done", ""), ""),
    }
    status = 400 if errors else refused_status(refusal) if refusal else 200
    return show(request, "parcel.html", context, status=status)


def _offered(found: ParcelRow) -> list[tuple[str, str, str]]:
    """What may be done to the parcel now: the word of the address, what it is called, the button."""
    change = ("change", "Sửa số ghi nhầm", "Sửa số bưu gửi")
    if found.outcome is not None:
        return []
    if found.sent_at:
        return [
            ("arrived", "Bưu chính đã giao", "Ghi đã giao"),
            ("came-back", "Bưu chính trả lại", "Ghi bị trả lại"),
            change,
        ]
    numbered = [change] if found.number else []
    return [*numbered, ("take-off", "Đưa ra khỏi danh sách", "Đưa ra khỏi danh sách")]


def _day(request: HttpRequest) -> date:
    typed = str(read_values(request.POST, (_ON,))["on"])
    try:
        found = parse_partial_date(typed).as_date() if typed else None
    except DomainError:
        found = None
    if found is None:
        text = "Hãy ghi đủ ngày, tháng, năm."
        raise UnableToPost(code="parcel_day", message=text, fields={"on": text})
    return found
