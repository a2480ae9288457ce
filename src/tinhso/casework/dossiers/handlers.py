"""What dossiers do when something happened below them, or to themselves."""

from __future__ import annotations

from uuid import UUID

from tinhso.casework.dossiers.events import DossierAdvanced, DossierSubmitted
from tinhso.casework.dossiers.handling.advance import refresh_summary
from tinhso.casework.dossiers.handling.fee import note_fee_paid
from tinhso.casework.dossiers.handling.messages import (
    tell_fee_failed,
    tell_filed,
    tell_mandate_ended,
    tell_no_match,
    tell_step,
)
from tinhso.casework.dossiers.moving.calendar_changes import begin_to_lay
from tinhso.casework.dossiers.record.drafts import discard_drafts_of
from tinhso.casework.dossiers.record.events_log import append_event, bump_version
from tinhso.casework.dossiers.record.loading import LoadedDossier, load_dossier, running_under
from tinhso.casework.dossiers.record.placing import CHECK_TASK, placed
from tinhso.casework.dossiers.record.posted import is_posted
from tinhso.casework.dossiers.record.types import CASE_KIND, CheckState, Status
from tinhso.foundation.authority.service import NotVisible, Permission
from tinhso.foundation.calendar.service import HolidayDeclared
from tinhso.foundation.outbox.service import handles
from tinhso.foundation.process.service import NewTask, OpenTask, complete_tasks, open_tasks, open_tasks_of
from tinhso.foundation.unit_of_work.service import UnitOfWork
from tinhso.registers.agencies.events import AgencyEnded
from tinhso.registers.catalogue.service import verb_of
from tinhso.services.payments.events import FeeFailed, FeePaid
from tinhso.services.payments.service import FeeState as StateOfFee
from tinhso.services.payments.service import get_fee
from tinhso.services.representation.events import MandateEnded
from tinhso.services.verification.events import Answer, PersonAnswerChanged, PersonVerified
from tinhso.services.verification.service import said_last

_ENDED = frozenset({Status.REJECTED, Status.STOPPED, Status.DONE, Status.RETURNED})


@handles(DossierSubmitted)
def on_submitted(event: DossierSubmitted, *, work: UnitOfWork) -> None:
    """Tell the applicant, and put the question to the register at once."""
    dossier = _load(event.subject_id)
    if dossier is not None:
        tell_filed(work, dossier, fee_is_asked=event.fee_is_asked)
        work.defer("verification.drain")


@handles(DossierAdvanced)
def on_advanced(event: DossierAdvanced, *, work: UnitOfWork) -> None:
    """Tell the applicant what a step means for them."""
    dossier = _load(event.subject_id)
    left_by_post = verb_of(event.action) == "deliver" and is_posted(event.subject_id)
    if dossier is not None and not left_by_post:  # then it is the post's number that is told
        is_done = event.status == Status.DONE
        tell_step(work, dossier, action=event.action, is_done=is_done)


@handles(PersonVerified)
def on_verified(event: PersonVerified, *, work: UnitOfWork) -> None:
    """Note the register's answer on the dossier; a NO_MATCH makes a task and a message, no refusal."""
    dossier = _load(event.subject_id, lock=True)
    if dossier is None or dossier.check_state.value == event.answer.value:
        return
    if dossier.check_state is not CheckState.PENDING and said_last(event.verification_id) not in (
        None,
        event.answer,
    ):
        return  # the news that the register says otherwise overtook this
    _note_answer(work, dossier, event.answer, action=f"verified_{event.answer.value}")
    tasks = open_tasks_of(case_kind=CASE_KIND, case_ids=[dossier.id]).get(dossier.id, ())
    if event.answer is Answer.NO_MATCH and dossier.status not in _ENDED:
        tasks = _have_it_compared(work, dossier, tasks)
    refresh_summary(dossier, placed(tasks))


@handles(PersonAnswerChanged)
def on_person_answer_changed(event: PersonAnswerChanged, *, work: UnitOfWork) -> None:
    """Note on a running dossier that the register now says otherwise; what was decided stays as it was.

    NO_MATCH makes a task and a message, as a first answer does. MATCH ends a task that is open: there
    is nothing to compare any more.
    """
    dossier = _load(event.subject_id, lock=True)
    answer = said_last(event.verification_id) or event.answer
    if dossier is None or dossier.status in _ENDED or dossier.check_state.value == answer.value:
        return
    _note_answer(work, dossier, answer, action=f"register_now_{answer.value}")
    tasks = open_tasks_of(case_kind=CASE_KIND, case_ids=[dossier.id]).get(dossier.id, ())
    if answer is Answer.NO_MATCH:
        tasks = _have_it_compared(work, dossier, tasks)
    elif any(task.key == CHECK_TASK for task in tasks):
        complete_tasks(
            case_kind=CASE_KIND,
            case_id=dossier.id,
            keys=[CHECK_TASK],
            outcome="register_confirms",
            completed_at=work.now,
        )
        tasks = tuple(task for task in tasks if task.key != CHECK_TASK)
    refresh_summary(dossier, placed(tasks))


@handles(FeePaid)
def on_fee_paid(event: FeePaid, *, work: UnitOfWork) -> None:
    """The fee is paid: note it; a dossier that waited for it goes on by itself."""
    dossier = _load(event.subject_id, lock=True)
    # The news may be older than a receipt that was cancelled since.
    if dossier is not None and get_fee(event.fee_id).state is StateOfFee.PAID:
        note_fee_paid(work, dossier)


@handles(FeeFailed)
def on_fee_failed(event: FeeFailed, *, work: UnitOfWork) -> None:
    """An attempt failed: the applicant may pay again, nothing else changes."""
    dossier = _load(event.subject_id)
    if dossier is not None:
        tell_fee_failed(work, dossier)


@handles(MandateEnded)
def on_mandate_ended(event: MandateEnded, *, work: UnitOfWork) -> None:
    """Note on each running dossier that nobody acts for its owner any more, and tell the owner.

    The dossier goes on; what was only being written under the mandate is put aside.
    """
    discard_drafts_of(event.subject_id, now=work.now)
    for dossier_id in running_under(event.subject_id):
        dossier = load_dossier(dossier_id, permission=Permission.DOSSIER_READ, lock=True)
        bump_version(dossier, {})
        append_event(work, dossier, action=f"mandate_{event.reason}", from_status=dossier.status)
        work.record(
            action="dossier.mandate_ended",
            object_kind=CASE_KIND,
            object_id=dossier.id,
            subjects=dossier.subjects,
            details={"mandate": str(event.subject_id), "reason": event.reason},
        )
        tell_mandate_ended(work, dossier)


@handles(HolidayDeclared)
def on_holiday_declared(event: HolidayDeclared, *, work: UnitOfWork) -> None:
    """Lay every open dossier on the changed calendar; old and new due dates are kept."""
    begin_to_lay(work, declaration_id=event.subject_id)


@handles(AgencyEnded)
def on_agency_ended(event: AgencyEnded, *, work: UnitOfWork) -> None:
    """Move the dossiers of the agency that ended to its successor, in a job of its own."""
    work.defer("dossiers.take_over_from_ended")


def _load(dossier_id: UUID, *, lock: bool = False) -> LoadedDossier | None:
    """The dossier of an announcement; None when the case is of another kind."""
    try:
        return load_dossier(dossier_id, permission=Permission.DOSSIER_READ, lock=lock)
    except NotVisible:
        return None


def _note_answer(work: UnitOfWork, dossier: LoadedDossier, answer: Answer, *, action: str) -> None:
    dossier.check_state = CheckState(answer.value)
    bump_version(dossier, {"check_state": answer.value, "checked_at": work.now})
    append_event(work, dossier, action=action, from_status=dossier.status)


def _have_it_compared(
    work: UnitOfWork, dossier: LoadedDossier, tasks: tuple[OpenTask, ...]
) -> tuple[OpenTask, ...]:
    """The open tasks, with one for the officer to compare the originals; the applicant is told."""
    if not any(task.key == CHECK_TASK for task in tasks):
        tasks = (*tasks, *open_tasks(
            case_kind=CASE_KIND,
            case_id=dossier.id,
            tasks=[_check_task(dossier)],
            opened_at=work.now,
        ))  # fmt: skip
    tell_no_match(work, dossier)
    return tasks


def _check_task(dossier: LoadedDossier) -> NewTask:
    return NewTask(
        key=CHECK_TASK,
        name="Kiểm tra thông tin người nộp chưa khớp dữ liệu dân cư",
        role="reception_officer",
        agency_id=dossier.agency_id,
    )
