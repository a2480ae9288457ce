"""What every list of the desk says of a dossier in the same way: how its due date stands."""

from __future__ import annotations

from datetime import datetime

from tinhso.casework.dossiers.service import Queue, WorkItem
from tinhso.sites.frame.service import Cell, Due, day, due_badge


def due_of(item: WorkItem, now: datetime) -> Due:
    """The badge of the agency's own due date: stopped while the applicant is awaited, done at the end."""
    return due_badge(
        item.due_at,
        now=now,
        stopped=item.queue is Queue.WAITING_CITIZEN,
        ended=item.queue is Queue.CLOSED or (item.queue is Queue.TO_DELIVER and item.due_at is None),
    )


def due_cell(due: Due) -> Cell:
    """The badge as a cell, with the day below unless that is today."""
    return Cell(text=due.text, level=due.level, second="" if due.level == "today" else day(due.at))
