"""One list for the post office: printed, its parcels scanned one after the other, then sent."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tinhso.casework.dossiers.service import (
    OpenedFile,
    ParcelRow,
    PostalListRow,
    PostalState,
    UnableToPost,
    enter_parcel_number,
    open_postal_sheet,
    postal_list,
    send_parcels,
)
from tinhso.foundation.identifiers.service import DomainError
from tinhso.registers.agencies.service import officer_names
from tinhso.sites.frame.service import (
    Cell,
    Column,
    Field,
    Option,
    Row,
    Visit,
    file_response,
    id_in,
    officers_only,
)
from tinhso.sites.onestop.desk import show
from tinhso.sites.onestop.postal.queue import address, list_address
from tinhso.sites.onestop.postal.wording import DONE, parcel_state
from tinhso.sites.onestop.steps import refused_status
from tinhso.sites.onestop.wording import POSTAL_STATES

_COLUMNS = (
    Column(key="code", label="Hồ sơ", kind="link"),
    Column(key="recipient", label="Người nhận"),
    Column(key="state", label="Tình trạng, số bưu gửi", kind="chip"),
)
LOCAL = Field(key="local", label="Số riêng của bưu cục, không kiểm tra được", type="checkbox", required=False)


@require_safe
@officers_only
def shown(request: HttpRequest, visit: Visit, list_id: UUID) -> HttpResponse:
    """The list with its parcels; the first without a number is the next to scan."""
    return _page(request, visit, list_id)


@require_safe
@officers_only
def sheet(request: HttpRequest, visit: Visit, list_id: UUID) -> HttpResponse:
    """The list as PDF."""
    content = open_postal_sheet(list_id=list_id, actor=visit.actor, now=visit.now)
    opened = OpenedFile(content=content, media_type="application/pdf", name="danh-sach-gui-buu-chinh.pdf")
    return file_response(request, opened, in_page=True)


@require_POST
@officers_only
def scan(request: HttpRequest, visit: Visit, list_id: UUID) -> HttpResponse:
    """One number typed or scanned; the page comes back ready for the next."""
    here = postal_list(list_id=list_id, actor=visit.actor, now=visit.now)
    chosen = id_in(request.POST.get("parcel", ""))
    if chosen not in {each.id for each in here.parcels} or chosen is None:
        text = "Hãy chọn hồ sơ của bưu gửi này."
        refusal = UnableToPost(code="no_parcel", message=text, fields={"parcel": text})
        return _page(request, visit, list_id, refusal)
    try:
        enter_parcel_number(
            parcel_id=chosen,
            number=request.POST.get("number", ""),
            is_local=bool(request.POST.get("local")),
            actor=visit.actor,
            now=visit.now,
        )
    except UnableToPost as refusal:
        return _page(request, visit, list_id, refusal)
    return HttpResponseRedirect(list_address(list_id, done="number"))


@require_POST
@officers_only
def send(request: HttpRequest, visit: Visit, list_id: UUID) -> HttpResponse:
    """Everything ticked leaves with the post; the result of each."""
    postal_list(list_id=list_id, actor=visit.actor, now=visit.now)
    chosen = [parcel_id for text in request.POST.getlist("chosen") if (parcel_id := id_in(text))]
    try:
        outcomes = send_parcels(parcel_ids=chosen, actor=visit.actor, now=visit.now)
    except UnableToPost as refusal:
        return _page(request, visit, list_id, refusal)
    context = {
        "title": "Ghi đã gửi bưu chính",
        "done": [each for each in outcomes if each.is_done],
        "refused": [each for each in outcomes if not each.is_done],
        "url_of": lambda parcel_id: reverse("onestop:parcel", args=[parcel_id]),
        "on_url": list_address(list_id),
        "on": "Về danh sách",
        "back_url": address(PostalState.SENT),
        "back": POSTAL_STATES[PostalState.SENT][0],
    }
    return show(request, "postal_done.html", context)


def _page(
    request: HttpRequest, visit: Visit, list_id: UUID, refusal: DomainError | None = None
) -> HttpResponse:
    here = postal_list(list_id=list_id, actor=visit.actor, now=visit.now)
    unnumbered = [each for each in here.parcels if each.outcome is None and not each.number]
    errors = dict(refusal.fields) if refusal else {}
    context = {
        "list": here,
        "made_by": officer_names([here.made_by]).get(here.made_by, ""),
        "columns": _COLUMNS,
        "rows": [_row(each) for each in here.parcels],
        "sendable": [
            each for each in here.parcels if each.outcome is None and not each.sent_at and each.number
        ],
        "unnumbered": unnumbered,
        "fields": _scan_fields(unnumbered),
        "typed": _typed(request, unnumbered) if unnumbered else {},
        "local": LOCAL,
        "errors": errors,
        "message": refusal.message if refusal and not errors else "",
        "done": DONE.get(request.GET.get("done", ""), "") if not refusal else "",
        "state": _state_of(here),
        "back_url": address(PostalState.LISTED),
    }
    status = 400 if errors else refused_status(refusal) if refusal else 200
    return show(request, "postal_list.html", context, status=status)


def _scan_fields(unnumbered: list[ParcelRow]) -> tuple[Field, ...]:
    options = tuple(
        Option(value=str(each.id), label=f"{each.place}. {each.code}, {each.address.recipient}")
        for each in unnumbered
    )
    return (Field(key="parcel", label="Hồ sơ", type="choice", options=options),)


def _typed(request: HttpRequest, unnumbered: list[ParcelRow]) -> Mapping[str, str]:
    """What was typed; the next parcel in the order of the list where nothing was."""
    posted = request.POST
    return {
        "parcel": posted.get("parcel") or str(unnumbered[0].id),
        "number": posted.get("number", "")[:60],
        "local": "on" if posted.get("local") else "",
    }


def _state_of(here: PostalListRow) -> tuple[str, str]:
    if here.unsent:
        return f"Còn {here.unsent} bưu gửi chưa gửi", "waiting"
    return "Đã gửi hết", "done"


def _row(each: ParcelRow) -> Row:
    name, tone = parcel_state(each)
    return Row(
        cells={
            "code": Cell(text=each.code, second=each.title, url=reverse("onestop:parcel", args=[each.id])),
            "recipient": Cell(text=each.address.recipient, second=each.address.text),
            "state": Cell(text=name, tone=tone, second=_number_of(each)),
        },
    )


def _number_of(each: ParcelRow) -> str:
    if not each.number:
        return ""
    return each.number if each.is_standard else f"{each.number}, số riêng của bưu cục"
