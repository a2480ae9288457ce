"""Reserve numbers at the desk: booklets printed beforehand, what became of each number, and later entry."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.casework.dossiers.service import (
    OpenedFile,
    ReserveRow,
    ReserveState,
    UnableToUseReserveNumber,
    find_reserve_number,
    open_reserve_booklet,
    print_reserve_batch,
    reserve_batch,
    reserve_batches,
    void_reserve_numbers,
)
from tinhso.foundation.authority.service import NotVisible, Role
from tinhso.foundation.identifiers.service import DomainError, UnableToReadIdentifier, parse_reserve_number
from tinhso.registers.agencies.service import officer_names
from tinhso.sites.frame.service import Cell, Column, Row, Tone, Visit, file_response, moment, officers_only
from tinhso.sites.onestop.counter import starting
from tinhso.sites.onestop.counter.late import NUMBER, enter_page, typed_late, typed_values
from tinhso.sites.onestop.desk import dossier_address, show
from tinhso.sites.onestop.steps import refused_status

_COLUMNS = (
    Column(key="number", label="Số", kind="link"),
    Column(key="state", label="Tình trạng", kind="chip"),
    Column(key="what", label="Ghi nhận"),
)
_STATES: dict[ReserveState, tuple[str, Tone]] = {
    ReserveState.UNUSED: ("Chưa dùng", "neutral"),
    ReserveState.ENTERED: ("Đã nhập", "done"),
    ReserveState.VOID: ("Đã hủy", "stopped"),
}


@require_http_methods(["GET", "POST"])
@officers_only
def booklets(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The agency's booklets with their counts; sending the form prints one more."""
    if request.method != "POST":
        return _booklets(request, visit)
    try:
        batch_id = print_reserve_batch(
            size=_number(request.POST.get("size", "")), actor=visit.actor, now=visit.now
        )
    except UnableToUseReserveNumber as refusal:
        return _booklets(request, visit, refusal)
    return HttpResponseRedirect(reverse("onestop:reserve-batch", args=[batch_id]) + "?done=printed")


def _booklets(request: HttpRequest, visit: Visit, refusal: DomainError | None = None) -> HttpResponse:
    batches = reserve_batches(actor=visit.actor, now=visit.now)
    context = {
        "batches": batches,
        "missing": [each for batch in batches for each in batch.missing],
        "errors": refusal.fields if refusal else {},
        "size": request.POST.get("size", "30"),
    }
    return show(request, "reserve.html", context, status=refused_status(refusal) if refusal else 200)


@require_safe
@officers_only
def booklet(request: HttpRequest, visit: Visit, batch_id: UUID) -> HttpResponse:
    """One booklet: how many numbers are unused, entered, void; and which were passed over."""
    return _booklet(request, visit, batch_id)


def _booklet(
    request: HttpRequest, visit: Visit, batch_id: UUID, refusal: DomainError | None = None
) -> HttpResponse:
    batch = reserve_batch(batch_id=batch_id, actor=visit.actor, now=visit.now)
    context = {
        "batch": batch,
        "printed_by": officer_names([batch.printed_by]).get(batch.printed_by, ""),
        "columns": _COLUMNS,
        "rows": [_row(each) for each in batch.numbers],
        "open_numbers": [each for each in batch.numbers if each.state is ReserveState.UNUSED],
        "chosen": frozenset(request.POST.getlist("chosen")),
        "errors": refusal.fields if refusal else {},
        "message": refusal.message if refusal else "",
        "reason": request.POST.get("reason", ""),
        "done": request.GET.get("done", ""),
    }
    return show(request, "reserve_batch.html", context, status=refused_status(refusal) if refusal else 200)


@require_safe
@officers_only
def printed(request: HttpRequest, visit: Visit, batch_id: UUID) -> HttpResponse:
    """The booklet as PDF."""
    content = open_reserve_booklet(
        batch_id=batch_id,
        tracking_url=f"{settings.TINHSO_PUBLIC_URL}{reverse('portal:tracking')}?code={{number}}",
        actor=visit.actor,
        now=visit.now,
    )
    name = "quyen-so-du-phong.pdf"
    return file_response(
        request, OpenedFile(content=content, media_type="application/pdf", name=name), in_page=True
    )


@require_POST
@officers_only
def void(request: HttpRequest, visit: Visit, batch_id: UUID) -> HttpResponse:
    """Make the ticked numbers of a booklet void, for one reason; the page again where that cannot be."""
    reserve_batch(batch_id=batch_id, actor=visit.actor, now=visit.now)
    try:
        void_reserve_numbers(
            numbers=request.POST.getlist("chosen"),
            reason=request.POST.get("reason", ""),
            actor=visit.actor,
            now=visit.now,
        )
    except UnableToUseReserveNumber as refusal:
        return _booklet(request, visit, batch_id, refusal)
    return HttpResponseRedirect(reverse("onestop:reserve-batch", args=[batch_id]) + "?done=void")


@require_http_methods(["GET", "POST"])
@officers_only
def enter(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Which stub, and when it was written; then the ordinary counter, as of that moment."""
    if request.method != "POST":
        return enter_page(request, visit, typed={NUMBER: request.GET.get("number", "")[:60]})
    starting.require_reception(visit)
    try:
        late = typed_late(request, visit)
    except (UnableToUseReserveNumber, NotVisible) as refusal:
        return enter_page(request, visit, typed=typed_values(request), refusal=refusal)
    return starting.page(request, visit, late=late)


def found(sought: str, visit: Visit) -> HttpResponse | None:
    """Where a reserve number typed or scanned at the desk leads: its dossier, its entry, its booklet.

    None where the text is no such number; raises NotVisible for another agency's.
    """
    try:
        number = parse_reserve_number(sought)
    except UnableToReadIdentifier:
        return None
    row = find_reserve_number(number=number, actor=visit.actor, now=visit.now)
    if row.dossier_id is not None:
        return HttpResponseRedirect(dossier_address(row.dossier_id))
    if row.state is ReserveState.UNUSED and Role.RECEPTION_OFFICER in visit.actor.roles:
        return HttpResponseRedirect(f"{reverse('onestop:reserve-enter')}?number={number}")
    return HttpResponseRedirect(reverse("onestop:reserve-batch", args=[row.batch_id]))


def _row(each: ReserveRow) -> Row:
    name, tone = _STATES[each.state]
    if each.is_missing:
        name, tone = "Còn thiếu", "problem"
    what = {
        ReserveState.UNUSED: "",
        ReserveState.ENTERED: each.dossier_code or "Hồ sơ của cơ quan khác",
        ReserveState.VOID: each.reason,
    }[each.state]
    second = ""
    if each.received_at and each.entered_at:
        second = f"Nhận {moment(each.received_at)}, nhập {moment(each.entered_at)}"
    elif each.voided_at:
        second = f"Hủy {moment(each.voided_at)}"
    url = (
        dossier_address(each.dossier_id)
        if each.dossier_id
        else f"{reverse('onestop:reserve-enter')}?number={each.number}"
        if each.state is ReserveState.UNUSED
        else "#ghi-nhan"
    )
    return Row(
        level="today" if each.is_missing else "calm",
        cells={
            "number": Cell(text=each.number, url=url),
            "state": Cell(text=name, tone=tone),
            "what": Cell(text=what, second=second),
        },
    )


def _number(text: str) -> int:
    squeezed = text.strip()
    return int(squeezed) if squeezed.isascii() and squeezed.isdecimal() and len(squeezed) < 7 else 0
