"""Cash at the desk: one officer's day, what went to the treasury, closing it, and a second person's look."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tinhso.casework.dossiers.service import OpenedFile
from tinhso.foundation.authority.service import NotPermitted, NotVisible
from tinhso.foundation.identifiers.service import DomainError
from tinhso.registers.agencies.service import officer_names
from tinhso.services.payments.service import (
    agency_cash_books,
    cash_book,
    close_cash_day,
    confirm_cash_day,
    note_deposit,
    print_cash_book,
)
from tinhso.sites.frame.service import Visit, file_response, officers_only
from tinhso.sites.onestop.desk import show
from tinhso.sites.onestop.steps import refused_status

_DONE = {
    "deposit": "Đã ghi số tiền nộp kho bạc.",
    "close": "Đã chốt sổ. Đồng nghiệp hoặc lãnh đạo xác nhận sổ này.",
    "confirm": "Đã xác nhận sổ.",
}


@require_safe
@officers_only
def own(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The officer's own book of today; who keeps no cash is told so here."""
    assert visit.actor.officer_id is not None  # noqa: S101 - asked for above
    cash_book(officer_id=visit.actor.officer_id, day=visit.today, actor=visit.actor, now=visit.now)
    return HttpResponseRedirect(_address(visit.today, visit.actor.officer_id))


@require_safe
@officers_only
def book(request: HttpRequest, visit: Visit, day: str, officer_id: UUID) -> HttpResponse:
    """The book of one officer and one day, and beside it the agency's other books of that day."""
    return _page(request, visit, _day(day), officer_id)


@require_safe
@officers_only
def printed(request: HttpRequest, visit: Visit, day: str, officer_id: UUID) -> HttpResponse:
    """The book as PDF."""
    on = _day(day)
    content = print_cash_book(officer_id=officer_id, day=on, actor=visit.actor, now=visit.now)
    name = f"so-tien-mat-{on:%Y%m%d}.pdf"
    return file_response(
        request, OpenedFile(content=content, media_type="application/pdf", name=name), in_page=True
    )


@require_POST
@officers_only
def act(request: HttpRequest, visit: Visit, day: str, officer_id: UUID, what: str) -> HttpResponse:
    """Hand to the treasury, close, or confirm; a refusal brings the page back with what was typed."""
    on, typed = _day(day), request.POST.get
    by: dict[str, Any] = {"actor": visit.actor, "now": visit.now}
    amount, counted = _amount(typed("amount", "")), _amount(typed("counted", ""))
    paper, said = typed("reference", ""), typed("explanation", "")
    actions: dict[str, Callable[[], object]] = {
        "deposit": lambda: note_deposit(amount_vnd=amount, reference=paper, **by),
        "close": lambda: close_cash_day(day=on, counted_vnd=counted, explanation=said, **by),
        "confirm": lambda: _confirm(visit, on, officer_id, typed("remark", "")),
    }
    if what not in actions:
        raise Http404
    try:
        actions[what]()
    except (NotPermitted, NotVisible):
        raise
    except DomainError as refusal:
        return _page(request, visit, on, officer_id, what=what, refusal=refusal)
    return HttpResponseRedirect(f"{_address(on, officer_id)}?done={what}")


def _confirm(visit: Visit, day: date, officer_id: UUID, remark: str) -> None:
    found = cash_book(officer_id=officer_id, day=day, actor=visit.actor, now=visit.now)
    if found.closed is None:
        raise Http404
    confirm_cash_day(day_id=found.closed.id, remark=remark, actor=visit.actor, now=visit.now)


def _page(
    request: HttpRequest,
    visit: Visit,
    day: date,
    officer_id: UUID,
    *,
    what: str = "",
    refusal: DomainError | None = None,
) -> HttpResponse:
    found = cash_book(officer_id=officer_id, day=day, actor=visit.actor, now=visit.now)
    others = agency_cash_books(day=day, actor=visit.actor, now=visit.now)
    is_own = officer_id == visit.actor.officer_id
    people = {officer_id, *(each.officer_id for each in others)}
    people |= {each.cancelled_by for each in (*found.taken, *found.cancelled) if each.cancelled_by}
    if found.closed and found.closed.confirmed_by:
        people.add(found.closed.confirmed_by)
    context: dict[str, Any] = {
        "book": found,
        "others": [(each, _address(day, each.officer_id)) for each in others],
        "names": officer_names(people),
        "is_own": is_own,
        "is_today": day == visit.today,
        "may_confirm": found.closed is not None and found.closed.confirmed_at is None and not is_own,
        "open_before_url": _address(found.open_before, officer_id) if found.open_before else "",
        "here": lambda name, *rest: reverse(f"onestop:{name}", args=[day.isoformat(), officer_id, *rest]),
        "done": _DONE.get(request.GET.get("done", ""), ""),
        "what": what,
        "refusal": refusal,
        "errors": refusal.fields if refusal else {},
        "typed": request.POST,
    }
    return show(request, "cash.html", context, status=refused_status(refusal) if refusal else 200)


def _address(day: date, officer_id: UUID | None) -> str:
    return reverse("onestop:cash-book", args=[day.isoformat(), officer_id])


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Http404 from error


def _amount(text: str) -> int:
    """An amount as people type it, with points or blanks; -1, which no rule takes, for anything else."""
    digits = text.replace(".", "").replace(" ", "").replace("đ", "")
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 13 else -1
