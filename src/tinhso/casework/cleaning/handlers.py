"""What cleaning does when something happened below it."""

from __future__ import annotations

from tinhso.casework.cleaning.answers import note_answer, note_changed_answer
from tinhso.casework.cleaning.deadlines import move_due_dates
from tinhso.casework.cleaning.raising import raise_task
from tinhso.casework.cleaning.types import CASE_KIND
from tinhso.foundation.calendar.service import HolidayDeclared
from tinhso.foundation.outbox.service import handles
from tinhso.foundation.unit_of_work.service import UnitOfWork
from tinhso.registers.agencies.events import AgencyEnded
from tinhso.services.verification.events import Answer, PersonAnswerChanged, PersonVerified
from tinhso.services.verification.service import asked_about_person


@handles(PersonVerified)
def on_verified_for_cleaning(event: PersonVerified, *, work: UnitOfWork) -> None:
    """An answer to a task's own question moves it on; a NO_MATCH for any other case raises a task."""
    asked = asked_about_person(event.verification_id)
    if asked is None:
        return
    if asked.case_kind == CASE_KIND:
        note_answer(work, event)
    elif event.answer is Answer.NO_MATCH:
        raise_task(work, asked)


@handles(PersonAnswerChanged)
def on_person_answer_changed_for_cleaning(event: PersonAnswerChanged, *, work: UnitOfWork) -> None:
    """Note on a task that asked itself. A dossier raises nothing: whoever was denied just now has done so."""
    note_changed_answer(work, event)


@handles(HolidayDeclared)
def on_holiday_declared_for_cleaning(event: HolidayDeclared, *, work: UnitOfWork) -> None:
    """Lay open tasks on the changed calendar."""
    move_due_dates(work, declaration_id=event.subject_id)


@handles(AgencyEnded)
def on_agency_ended_for_cleaning(event: AgencyEnded, *, work: UnitOfWork) -> None:
    """Move open tasks of the agency that ended to its successor, in a job of its own."""
    work.defer("cleaning.take_over_from_ended")
