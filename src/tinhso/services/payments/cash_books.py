"""Reading books of cash: what lay in a drawer in the morning, what came, what went."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Min, Sum

from tinhso.foundation.crypto.service import open_text
from tinhso.services.payments import models
from tinhso.services.payments.queries import receipt_from
from tinhso.services.payments.types import CashBook, ClosedDay, Deposit

EXPLANATION = "payments_cash_day.sealed_explanation"
REMARK = "payments_cash_day.sealed_remark"


def book_of(agency_id: UUID, officer_id: UUID, day: date) -> CashBook:
    """The book, as row-level security shows it."""
    mine = {"agency_id": agency_id, "officer_id": officer_id}
    taken = models.CashReceipt.objects.select_related("fee").filter(**mine, day=day)
    cancelled = models.CashReceipt.objects.select_related("fee").filter(
        agency_id=agency_id, cancelled_by=officer_id, cancelled_day=day
    )
    closed = models.CashDay.objects.filter(**mine, day=day).first()
    last = models.CashDay.objects.filter(**mine, day__lt=day).order_by("-day").first()
    since = last.day if last else date.min
    opening, open_before = _moved(agency_id, officer_id, since, day)
    return CashBook(
        agency_id=agency_id,
        officer_id=officer_id,
        day=day,
        opening_vnd=(last.counted_vnd if last else 0) + opening,
        taken=tuple(receipt_from(row) for row in taken.order_by("year", "number")),
        cancelled=tuple(receipt_from(row) for row in cancelled.order_by("cancelled_at")),
        deposits=tuple(
            Deposit(amount_vnd=row.amount_vnd, reference=row.reference, noted_at=row.noted_at)
            for row in models.CashDeposit.objects.filter(**mine, day=day).order_by("noted_at")
        ),
        closed=_closed(closed) if closed else None,
        open_before=open_before,
    )


def officers_with_cash(agency_id: UUID, day: date) -> tuple[UUID, ...]:
    """Who had cash that day, or has taken some since the last closed day."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select distinct officer_id from (
                 select officer_id, day from payments_cash_receipt where agency_id = %(agency)s
                 union all select cancelled_by, cancelled_day from payments_cash_receipt
                   where agency_id = %(agency)s and cancelled_at is not null
                 union all select officer_id, day from payments_cash_deposit where agency_id = %(agency)s
               ) as m where m.day = %(day)s or (m.day < %(day)s and not exists (
                 select 1 from payments_cash_day d where d.agency_id = %(agency)s
                   and d.officer_id = m.officer_id and d.day >= m.day))
               order by officer_id""",
            {"agency": agency_id, "day": day},
        )
        return tuple(row[0] for row in cursor.fetchall())


def open_drawers_at(agency_id: UUID) -> int:
    """How many officers there have cash that is not closed, not confirmed or not yet with the treasury."""
    with connection.cursor() as cursor:
        cursor.execute(
            """with moved as (
                 select officer_id, day from payments_cash_receipt where agency_id = %(agency)s
                 union all select cancelled_by, cancelled_day from payments_cash_receipt
                   where agency_id = %(agency)s and cancelled_at is not null
                 union all select officer_id, day from payments_cash_deposit where agency_id = %(agency)s),
               last as (
                 select distinct on (officer_id) officer_id, day, counted_vnd from payments_cash_day
                 where agency_id = %(agency)s order by officer_id, day desc)
               select count(*) from (
                 select officer_id from moved m where not exists (
                   select 1 from payments_cash_day d where d.agency_id = %(agency)s
                     and d.officer_id = m.officer_id and d.day >= m.day)
                 union select officer_id from last where counted_vnd > 0
                 union select officer_id from payments_cash_day
                   where agency_id = %(agency)s and confirmed_at is null) as waiting""",
            {"agency": agency_id},
        )
        return int(cursor.fetchone()[0])


def _moved(agency_id: UUID, officer_id: UUID, since: date, before: date) -> tuple[int, date | None]:
    """What days after ``since`` and before ``before`` added to the drawer, and the first of them."""
    mine = {"agency_id": agency_id, "officer_id": officer_id, "day__gt": since, "day__lt": before}
    came = models.CashReceipt.objects.filter(**mine).aggregate(s=Sum("amount_vnd"), d=Min("day"))
    back = models.CashReceipt.objects.filter(
        agency_id=agency_id, cancelled_by=officer_id, cancelled_day__gt=since, cancelled_day__lt=before
    ).aggregate(s=Sum("amount_vnd"), d=Min("cancelled_day"))
    gone = models.CashDeposit.objects.filter(**mine).aggregate(s=Sum("amount_vnd"), d=Min("day"))
    days = [each["d"] for each in (came, back, gone) if each["d"]]
    return (came["s"] or 0) - (back["s"] or 0) - (gone["s"] or 0), min(days) if days else None


def _closed(row: models.CashDay) -> ClosedDay:
    return ClosedDay(
        id=row.id,
        counted_vnd=row.counted_vnd,
        explanation=open_text(row.sealed_explanation, owner=row.id, field=EXPLANATION),
        closed_at=row.closed_at,
        confirmed_at=row.confirmed_at,
        confirmed_by=row.confirmed_by,
        remark=open_text(row.sealed_remark, owner=row.id, field=REMARK),
    )
