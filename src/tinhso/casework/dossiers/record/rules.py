"""Decisions about dossiers that need no database. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from tinhso.casework.dossiers.record.types import CheckState, Queue, Status

ENDED = frozenset({Status.REJECTED, Status.STOPPED, Status.DONE})
RUNNING = frozenset({Status.ACCEPTED, Status.PROCESSING})
_UNVERIFIED = frozenset({CheckState.PENDING, CheckState.NO_MATCH})
WAITS_FOR_CITIZEN = frozenset({Status.SUPPLEMENT, Status.PAYMENT})
SECOND_SUPPLEMENT_WARNING = (
    "Hồ sơ này đã yêu cầu bổ sung một lần. Yêu cầu lần nữa thì hồ sơ bị tính là quá hạn trong "
    "Bộ chỉ số 766 (chỉ số 2.1), dù trả kết quả đúng ngày."
)
TIMER_ROLE = "system"


@dataclass(frozen=True, slots=True)
class PlacedTask:
    """An open task and where it lies."""

    key: str
    agency_id: UUID
    role: str
    due_at: datetime | None


def queue_for(*, status: Status, agency_id: UUID, lead_agency_id: UUID, tasks: Sequence[PlacedTask]) -> Queue:
    """What ``agency_id`` has to do next, from the national status and the open tasks."""
    people_tasks = [task for task in tasks if task.role != TIMER_ROLE]
    mine = [task for task in people_tasks if task.agency_id == agency_id]
    if mine:
        return _queue_of_role(mine[0].role, status)
    if status in WAITS_FOR_CITIZEN:
        return Queue.WAITING_CITIZEN
    if status in ENDED and agency_id == lead_agency_id:
        return Queue.TO_DELIVER
    return Queue.WAITING_AGENCY if people_tasks else Queue.CLOSED


def _queue_of_role(role: str, status: Status) -> Queue:
    if role == "leader":
        return Queue.TO_APPROVE
    if role == "reception_officer" and status is Status.NEW:
        return Queue.TO_RECEIVE
    if role == "reception_officer" and (status in ENDED or status is Status.RETURNED):
        return Queue.TO_DELIVER
    return Queue.TO_PROCESS


def due_at_for(
    *, agency_id: UUID, status: Status, tasks: Sequence[PlacedTask], dossier_due_at: datetime | None
) -> datetime | None:
    """The agency's own nearest task, else the dossier's due date.

    What is still to do once the result was returned (the post brought it back) is not late by that date.
    """
    own = [task.due_at for task in tasks if task.agency_id == agency_id and task.due_at]
    people_tasks = any(task.role != TIMER_ROLE for task in tasks)
    if not own and status is Status.RETURNED and people_tasks:
        return None
    return min(own) if own else dossier_due_at


def is_unverified(queue: Queue, check: CheckState) -> bool:
    """Whether a line says that the population database has not confirmed the applicant, while it matters."""
    return queue is not Queue.CLOSED and check in _UNVERIFIED


def apology_due_at(
    queue: Queue, *, status: Status, is_lead: bool, dossier_due_at: datetime | None
) -> datetime | None:
    """The date for which this agency might have to apologise: only who decides, only while the clock runs."""
    is_open = queue not in (Queue.CLOSED, Queue.WAITING_CITIZEN)
    return dossier_due_at if is_lead and is_open and status in RUNNING else None


def day_bounds(now: datetime) -> tuple[datetime, datetime, datetime]:
    """Start of today, of tomorrow and of the day after, in the zone of ``now``."""
    start = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return start, start + timedelta(days=1), start + timedelta(days=2)


def needs_citizen(status: Status, *, fee_due: bool) -> bool:
    """Whether the citizen has to do something now."""
    return status in WAITS_FOR_CITIZEN or (fee_due and status is Status.NEW)


def may_apologise(
    *, status: Status, due_at: datetime | None, rounds: int, at_most: int, horizon: datetime
) -> bool:
    """Whether a new date may be promised: the clock runs, the date is near or past, a promise is left."""
    return status in RUNNING and due_at is not None and due_at <= horizon and rounds < at_most
