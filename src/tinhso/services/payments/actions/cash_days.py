"""An officer's day of cash: its book, what went to the treasury, closing it, confirming it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from tinhso.foundation.authority.service import (
    Actor,
    NotPermitted,
    NotVisible,
    Permission,
    Resource,
    require,
)
from tinhso.foundation.clock.service import VIETNAM, legal_day, new_id
from tinhso.foundation.crypto.service import seal_text
from tinhso.foundation.printing.service import render_pdf
from tinhso.foundation.unit_of_work.service import UnitOfWork, acting_as_system, unit_of_work
from tinhso.registers.agencies.service import get_agency, officer_names
from tinhso.services.payments import models
from tinhso.services.payments.actions.receipts import FORM_NOTE, TEMPLATES, refuse_closed
from tinhso.services.payments.cash_books import (
    EXPLANATION,
    REMARK,
    book_of,
    officers_with_cash,
    open_drawers_at,
)
from tinhso.services.payments.errors import UnableToKeepCash
from tinhso.services.payments.types import CashBook, Receipt

_LONGEST = 500
_MOST_VND = 10**11


def cash_book(*, officer_id: UUID, day: date, actor: Actor, now: datetime) -> CashBook:
    """One officer's book of one day, of the actor's own agency."""
    with unit_of_work(actor=actor, now=now):
        return book_of(_agency(actor, Permission.CASH_CONFIRM), officer_id, day)


def agency_cash_books(*, day: date, actor: Actor, now: datetime) -> tuple[CashBook, ...]:
    """The book of each officer of the agency who had cash that day or still has cash to account for."""
    with unit_of_work(actor=actor, now=now):
        agency_id = _agency(actor, Permission.CASH_CONFIRM)
        return tuple(book_of(agency_id, officer_id, day) for officer_id in officers_with_cash(agency_id, day))


def note_deposit(*, amount_vnd: int, reference: str, actor: Actor, now: datetime) -> None:
    """The officer handed this much of the drawer to the treasury today; never more than lies there."""
    said = " ".join(reference.split())
    with unit_of_work(actor=actor, now=now) as work:
        agency_id, officer_id = _own_drawer(work)
        with acting_as_system(work):
            refuse_closed(agency_id=agency_id, officer_id=officer_id, work=work)
            book = book_of(agency_id, officer_id, legal_day(now))
            if not 0 < amount_vnd <= book.expected_vnd:
                raise UnableToKeepCash(
                    "cash.deposit_amount",
                    "Số nộp kho bạc phải lớn hơn 0 và không quá số tiền đang giữ.",
                    {"amount": "Số tiền không phù hợp."},
                )
            if not 0 < len(said) <= 60:
                raise UnableToKeepCash(
                    "cash.deposit_reference",
                    "Bạn hãy ghi số giấy nộp tiền của kho bạc (tối đa 60 ký tự).",
                    {"reference": "Chưa ghi số giấy nộp tiền."},
                )
            models.CashDeposit.objects.create(
                id=new_id(),
                agency_id=agency_id,
                officer_id=officer_id,
                day=legal_day(now),
                amount_vnd=amount_vnd,
                reference=said,
                noted_at=now,
            )
        _record(work, "cash.deposited", officer_id, amount_vnd)


def close_cash_day(
    *, day: date, counted_vnd: int, explanation: str = "", actor: Actor, now: datetime
) -> CashBook:
    """Close the officer's own day with what was counted; from then on nothing of it changes.

    Days are closed in their order. Raises UnableToKeepCash for a day that is closed, has not come or
    follows an open one, and for a difference without an explanation.
    """
    said = " ".join(explanation.split())
    with unit_of_work(actor=actor, now=now) as work:
        agency_id, officer_id = _own_drawer(work)
        with acting_as_system(work):
            refuse_closed(agency_id=agency_id, officer_id=officer_id, work=work)
            book = book_of(agency_id, officer_id, day)
            _check_closing(book, counted_vnd, said, legal_day(now))
            day_id = new_id()
            models.CashDay.objects.create(
                id=day_id,
                agency_id=agency_id,
                officer_id=officer_id,
                day=day,
                opening_vnd=book.opening_vnd,
                taken_vnd=book.taken_vnd,
                cancelled_vnd=book.cancelled_vnd,
                deposited_vnd=book.deposited_vnd,
                counted_vnd=counted_vnd,
                sealed_explanation=seal_text(said, owner=day_id, field=EXPLANATION) if said else None,
                closed_at=now,
            )
            _record(work, "cash.day_closed", day_id, counted_vnd)
            return book_of(agency_id, officer_id, day)


def confirm_cash_day(*, day_id: UUID, remark: str = "", actor: Actor, now: datetime) -> None:
    """A second person of the agency has counted too; what they found different stands as their remark."""
    said = " ".join(remark.split())[:_LONGEST]
    with unit_of_work(actor=actor, now=now) as work:
        agency_id = _agency(actor, Permission.CASH_CONFIRM)
        with acting_as_system(work):
            closed = models.CashDay.objects.select_for_update().filter(id=day_id).first()
            if closed is None or closed.agency_id != agency_id:
                raise NotVisible(object_kind="cash_day", object_id=day_id, permission=Permission.CASH_CONFIRM)
            if closed.officer_id == actor.officer_id:
                raise NotPermitted(
                    permission=Permission.CASH_CONFIRM,
                    object_kind="cash_day",
                    object_id=day_id,
                    message="Sổ của bạn phải do người khác xác nhận.",
                )
            if closed.confirmed_at is not None:
                raise UnableToKeepCash("cash.confirmed_before", "Sổ của ngày này đã được xác nhận.")
            closed.confirmed_at, closed.confirmed_by = now, actor.officer_id
            closed.sealed_remark = seal_text(said, owner=day_id, field=REMARK) if said else None
            closed.save(update_fields=["confirmed_at", "confirmed_by", "sealed_remark"])
        _record(work, "cash.day_confirmed", day_id, closed.counted_vnd)


def count_open_drawers(*, agency_id: UUID, actor: Actor, now: datetime) -> int:
    """How many officers of an agency still have cash to account for there; a number, no sums and no names.

    For whoever decides about agencies, and for jobs.
    """
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.AGENCY_ADMINISTER)
        with acting_as_system(work):
            return open_drawers_at(agency_id)


def print_cash_book(*, officer_id: UUID, day: date, actor: Actor, now: datetime) -> bytes:
    """The book of the day as PDF, as it stands; printing is recorded."""
    with unit_of_work(actor=actor, now=now) as work:
        book = book_of(_agency(actor, Permission.CASH_CONFIRM), officer_id, day)
        _record(work, "cash.book_printed", officer_id, book.expected_vnd)
        people = {each.cancelled_by for each in (*book.taken, *book.cancelled) if each.cancelled_by}
        closed = book.closed
        names = officer_names(
            {officer_id, *people, *([closed.confirmed_by] if closed and closed.confirmed_by else [])}
        )
        data = {
            "name": "Sổ tiền mặt trong ngày",
            "agency": get_agency(book.agency_id).name,
            "officer": names.get(officer_id, ""),
            "day": f"{day:%d/%m/%Y}",
            "opening": _vnd(book.opening_vnd),
            "taken": _vnd(book.taken_vnd),
            "cancelled": _vnd(book.cancelled_vnd),
            "deposited": _vnd(book.deposited_vnd),
            "expected": _vnd(book.expected_vnd),
            "receipts": [_line(each, names) for each in book.taken],
            "returned": [_line(each, names) for each in book.cancelled],
            "deposits": [
                {"at": _clock(each.noted_at), "reference": each.reference, "amount": _vnd(each.amount_vnd)}
                for each in book.deposits
            ],
            "counted": _vnd(closed.counted_vnd) if closed else "",
            "difference": _vnd(closed.counted_vnd - book.expected_vnd) if closed else "",
            "explanation": closed.explanation if closed else "",
            "closed": _moment(closed.closed_at) if closed else "",
            "confirmed": _moment(closed.confirmed_at) if closed and closed.confirmed_at else "",
            "confirmed_by": names.get(closed.confirmed_by, "") if closed and closed.confirmed_by else "",
            "remark": closed.remark if closed else "",
            "printed": _moment(now),
            "note": FORM_NOTE,
        }
    return render_pdf("cash_book.typ", data, folder=TEMPLATES)


def _check_closing(book: CashBook, counted_vnd: int, said: str, today: date) -> None:
    if book.closed is not None:
        raise UnableToKeepCash.because_closed()
    if book.day > today:
        raise UnableToKeepCash("cash.day_ahead", "Chưa đến ngày này.")
    if book.open_before is not None:
        raise UnableToKeepCash(
            "cash.open_before", f"Bạn hãy chốt sổ ngày {book.open_before:%d/%m/%Y} trước đã."
        )
    if not 0 <= counted_vnd <= _MOST_VND:
        raise UnableToKeepCash(
            "cash.counted",
            "Bạn hãy ghi số tiền đếm được, chỉ gồm chữ số.",
            {"counted": "Chưa ghi số tiền đếm được."},
        )
    if counted_vnd != book.expected_vnd and not 0 < len(said) <= _LONGEST:
        difference = _vnd(counted_vnd - book.expected_vnd)
        raise UnableToKeepCash(
            "cash.unexplained",
            f"Số đếm được chênh {difference} so với sổ. Bạn hãy kiểm lại, hoặc giải trình chênh lệch.",
            {"explanation": "Chưa giải trình chênh lệch."},
        )


def _agency(actor: Actor, permission: Permission) -> UUID:
    """The actor's own agency, whose books these are."""
    owned = frozenset({actor.agency_id} if actor.agency_id else ())
    require(actor=actor, permission=permission, resource=Resource(kind="cash_book", agencies=owned))
    if actor.agency_id is None or actor.officer_id is None:
        raise NotPermitted(permission=permission, object_kind="cash_book", object_id=None)
    return actor.agency_id


def _own_drawer(work: UnitOfWork) -> tuple[UUID, UUID]:
    agency_id = _agency(work.actor, Permission.CASH_KEEP)
    assert work.actor.officer_id is not None  # noqa: S101 - asked just above
    return agency_id, work.actor.officer_id


def _line(receipt: Receipt, names: dict[UUID, str]) -> dict[str, str]:
    note = ""
    if receipt.cancelled_at is not None and receipt.cancelled_by is not None:
        who = names.get(receipt.cancelled_by, "")
        note = f"Đã hủy {_moment(receipt.cancelled_at)}, {who}: {receipt.reason}"
    return {
        "number": receipt.number,
        "at": _clock(receipt.taken_at),
        "description": receipt.description,
        "amount": _vnd(receipt.amount_vnd),
        "note": note,
    }


def _record(work: UnitOfWork, action: str, object_id: UUID, amount_vnd: int) -> None:
    work.record(
        action=action,
        object_kind="cash_day",
        object_id=object_id,
        purpose="Quản lý tiền phí, lệ phí thu tại quầy",
        details={"amount_vnd": amount_vnd},
    )


def _vnd(amount: int) -> str:
    return f"{amount:,} đồng".replace(",", ".")


def _clock(at: datetime) -> str:
    return f"{at.astimezone(VIETNAM):%H:%M}"


def _moment(at: datetime | None) -> str:
    return f"{at.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}" if at else ""
