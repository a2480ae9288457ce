"""What feedback does when something happened to it, or to the calendar."""

from __future__ import annotations

from uuid import UUID

from tinhso.casework.feedback.deadlines import move_due_dates
from tinhso.casework.feedback.events import FeedbackAdvanced, FeedbackSent
from tinhso.casework.feedback.loading import LoadedFeedback, load_feedback
from tinhso.casework.feedback.messages import tell_sender
from tinhso.foundation.authority.service import NotVisible, Permission
from tinhso.foundation.calendar.service import HolidayDeclared
from tinhso.foundation.outbox.service import handles
from tinhso.foundation.unit_of_work.service import UnitOfWork
from tinhso.registers.agencies.events import AgencyEnded


@handles(FeedbackSent)
def on_feedback_sent(event: FeedbackSent, *, work: UnitOfWork) -> None:
    """Tell the sender that it has arrived."""
    case = _load(event.subject_id)
    if case is not None:
        tell_sender(work, case, action="send")


@handles(FeedbackAdvanced)
def on_feedback_advanced(event: FeedbackAdvanced, *, work: UnitOfWork) -> None:
    """Tell the sender what a step means for them."""
    case = _load(event.subject_id)
    if case is not None:
        tell_sender(work, case, action=event.action)


@handles(HolidayDeclared)
def on_holiday_declared_for_feedback(event: HolidayDeclared, *, work: UnitOfWork) -> None:
    """Lay open cases on the changed calendar."""
    move_due_dates(work, declaration_id=event.subject_id)


@handles(AgencyEnded)
def on_agency_ended_for_feedback(event: AgencyEnded, *, work: UnitOfWork) -> None:
    """Move open cases of the agency that ended to its successor, in a job of its own."""
    work.defer("feedback.take_over_from_ended")


def _load(feedback_id: UUID) -> LoadedFeedback | None:
    try:
        return load_feedback(feedback_id, permission=Permission.FEEDBACK_READ)
    except NotVisible:
        return None
