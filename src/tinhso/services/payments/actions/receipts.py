"""Receipts for cash: numbered without gaps, cancelled with a reason, printed once."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.db import connection

from tinhso.foundation.authority.service import NotPermitted, NotVisible, Permission
from tinhso.foundation.clock.service import VIETNAM, legal_day, new_id
from tinhso.foundation.crypto.service import seal_text
from tinhso.foundation.files.service import read, store
from tinhso.foundation.printing.service import qr_svg, render_pdf
from tinhso.foundation.unit_of_work.service import UnitOfWork
from tinhso.registers.agencies.service import get_agency, officer_names
from tinhso.services.payments import models
from tinhso.services.payments.errors import UnableToCancelReceipt, UnableToKeepCash
from tinhso.services.payments.queries import REASON, lock_fee
from tinhso.services.payments.rules import amount_in_words, receipt_number
from tinhso.services.payments.types import FeeState

TEMPLATES = Path(__file__).parents[1] / "templates"
FORM_NOTE = "Bố cục do phần mềm trình bày; mẫu và ký hiệu biên lai theo quy định chưa đối chiếu."
_LONGEST_REASON = 300


def write_receipt(work: UnitOfWork, fee: models.Fee) -> None:
    """The next receipt of the agency, for a fee that was just paid in cash; needs the system's scope."""
    agency_id, officer_id = _drawer(work)
    day = legal_day(work.now)
    refuse_closed(agency_id=agency_id, officer_id=officer_id, work=work)
    with connection.cursor() as cursor:
        cursor.execute(
            "update payments_cash_series set last = last + 1 where agency_id = %s and year = %s"
            " returning last",
            [agency_id, day.year],
        )
        number = cursor.fetchone()[0]
    receipt = models.CashReceipt.objects.create(
        id=new_id(),
        agency_id=agency_id,
        officer_id=officer_id,
        fee=fee,
        year=day.year,
        number=number,
        amount_vnd=fee.amount_vnd,
        taken_at=work.now,
        day=day,
    )
    _record(work, receipt, fee, "cash.receipt_written")


def cancel_receipt(work: UnitOfWork, *, receipt_id: UUID, reason: str) -> None:
    """The receipt was wrong: it keeps its number, says why, and its fee is due again.

    The money goes back from the drawer, and into the day, of the officer who cancels: a closed day does
    not change. Raises UnableToCancelReceipt without a reason or when cancelled before, UnableToKeepCash
    when that officer has closed today, NotVisible for a receipt of another agency.
    """
    said = " ".join(reason.split())
    agency_id, officer_id = _drawer(work)
    refuse_closed(agency_id=agency_id, officer_id=officer_id, work=work)
    receipt = models.CashReceipt.objects.select_for_update().filter(id=receipt_id).first()
    if receipt is None or receipt.agency_id != agency_id:
        raise NotVisible(object_kind="cash_receipt", object_id=receipt_id, permission=Permission.CASH_KEEP)
    if receipt.cancelled_at is not None:
        raise UnableToCancelReceipt("receipt.cancelled_before", "Biên lai này đã hủy trước đó.")
    if not 0 < len(said) <= _LONGEST_REASON:
        raise UnableToCancelReceipt(
            "receipt.reason",
            "Bạn hãy ghi lý do hủy biên lai (tối đa 300 ký tự).",
            {"note": "Chưa ghi lý do hủy, hoặc lý do quá dài."},
        )
    receipt.cancelled_at, receipt.cancelled_by = work.now, officer_id
    receipt.cancelled_day = legal_day(work.now)
    receipt.sealed_reason = seal_text(said, owner=receipt.id, field=REASON)
    receipt.save(update_fields=["cancelled_at", "cancelled_by", "cancelled_day", "sealed_reason"])
    fee = lock_fee(receipt.fee_id)
    fee.state, fee.method, fee.paid_at, fee.received_by = FeeState.DUE, None, None, None
    fee.save(update_fields=["state", "method", "paid_at", "received_by"])
    _record(work, receipt, fee, "cash.receipt_cancelled")


def printed_receipt(work: UnitOfWork, *, receipt_id: UUID, payer: str, tracking_url: str) -> bytes:
    """The receipt as PDF: the bytes of its first printing; needs the system's scope."""
    receipt = models.CashReceipt.objects.select_related("fee").filter(id=receipt_id).first()
    if receipt is None:
        raise NotVisible(object_kind="cash_receipt", object_id=receipt_id, permission=Permission.PAPER_READ)
    if receipt.file_id is not None:
        return read(receipt.file_id)
    names = officer_names([receipt.officer_id])
    number = receipt_number(receipt.year, receipt.number)
    content = render_pdf(
        "cash_receipt.typ",
        {
            "name": "Biên lai thu phí, lệ phí",
            "agency": get_agency(receipt.agency_id).name,
            "number": number,
            "payer": payer,
            "description": receipt.fee.description,
            "amount": f"{receipt.amount_vnd:,} đồng".replace(",", "."),
            "words": amount_in_words(receipt.amount_vnd),
            "taken": f"{receipt.taken_at.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}",
            "officer": names.get(receipt.officer_id, ""),
            "tracking_url": tracking_url,
            "qr": qr_svg(tracking_url),
            "note": FORM_NOTE,
        },
        folder=TEMPLATES,
        dated=receipt.taken_at,
    )
    stored = store(
        content=content,
        declared_name=f"bien-lai-{number}.pdf",
        owner=str(receipt.fee.person_id),
        now=work.now,
    )
    models.CashReceipt.objects.filter(id=receipt.id, file__isnull=True).update(file_id=stored.id)
    return content


def refuse_closed(*, agency_id: UUID, officer_id: UUID, work: UnitOfWork) -> None:
    """Hold the agency's drawers until the transaction ends; UnableToKeepCash when today is closed."""
    day = legal_day(work.now)
    with connection.cursor() as cursor:
        cursor.execute(
            """insert into payments_cash_series (agency_id, year, last) values (%s, %s, 0)
               on conflict (agency_id, year) do update set last = payments_cash_series.last""",
            [agency_id, day.year],
        )
    if models.CashDay.objects.filter(agency_id=agency_id, officer_id=officer_id, day__gte=day).exists():
        raise UnableToKeepCash.because_closed()


def _drawer(work: UnitOfWork) -> tuple[UUID, UUID]:
    """The agency and the officer whose drawer it is; a machine has none."""
    if work.actor.agency_id is None or work.actor.officer_id is None:
        raise NotPermitted(permission=Permission.CASH_KEEP, object_kind="cash_receipt", object_id=None)
    return work.actor.agency_id, work.actor.officer_id


def _record(work: UnitOfWork, receipt: models.CashReceipt, fee: models.Fee, action: str) -> None:
    work.record(
        action=action,
        object_kind="cash_receipt",
        object_id=receipt.id,
        subjects=(fee.person_id,),
        purpose="Thu phí, lệ phí của thủ tục hành chính",
        details={"amount_vnd": receipt.amount_vnd, "number": receipt_number(receipt.year, receipt.number)},
    )
