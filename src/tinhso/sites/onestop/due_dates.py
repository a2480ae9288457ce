"""What every list of the desk says of a dossier in the same way: how its due date stands."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from tinhso.casework.dossiers.service import Queue, WorkItem
from tinhso.sites.frame.service import Cell, Due, day, due_badge
from tinhso.sites.onestop.desk import dossier_address


def due_of(item: WorkItem, now: datetime) -> Due:
    """The badge of the agency's own due date: stopped while the applicant is awaited, done at the end."""
    return due_badge(
        item.due_at,
        now=now,
        stopped=item.queue is Queue.WAITING_CITIZEN,
        ended=item.queue is Queue.CLOSED or (item.queue is Queue.TO_DELIVER and item.due_at is None),
    )


def due_cell(due: Due, item: WorkItem, *, queue: str = "") -> Cell:
    """The badge as a cell, with the day below unless that is today, and what can be done about it."""
    asked = {"queue": queue, "apology": "yes"} if queue else {"apology": "yes"}
    promised = f"đã hẹn lại {day(item.promised_at)}" if item.promised_at else ""
    return Cell(
        text=due.text,
        level=due.level,
        second=" · ".join(part for part in ("" if due.level == "today" else day(due.at), promised) if part),
        offer="Xin lỗi, hẹn lại" if item.may_apologise else "",
        offer_url=f"{dossier_address(item.dossier_id)}?{urlencode(asked)}#apology",
    )
