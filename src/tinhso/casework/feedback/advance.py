"""Taking one step of a case's process: the only place where state, turn and clock change."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection

from tinhso.casework.feedback import sealing
from tinhso.casework.feedback.adapters.reviewed_files import handling
from tinhso.casework.feedback.errors import UnableToActOnFeedback
from tinhso.casework.feedback.events import FeedbackAdvanced
from tinhso.casework.feedback.loading import LoadedFeedback, load_feedback
from tinhso.casework.feedback.types import CASE_KIND, ENDED, FeedbackState
from tinhso.foundation.authority.service import (
    NotPermitted,
    Permission,
    agencies_with_access,
    require,
)
from tinhso.foundation.calendar.service import working_calendar
from tinhso.foundation.crypto.service import seal_text
from tinhso.foundation.process.service import (
    LEAD,
    ActionDefinition,
    OpenTask,
    Step,
    cancel_tasks,
    complete_tasks,
    open_tasks,
    open_tasks_of,
    take,
    tasks_on_entering,
    write_clock,
)
from tinhso.foundation.unit_of_work.service import UnitOfWork, acting_as_system

PURPOSE = "Xử lý phản ánh, kiến nghị"
LEGAL_BASIS = "Căn cứ pháp lý chưa xác minh"
ANSWERING = "answering"

PERMISSIONS: Mapping[str, Permission] = {
    "reception_officer": Permission.FEEDBACK_RECEIVE,
    "specialist": Permission.FEEDBACK_ANSWER,
    "leader": Permission.FEEDBACK_APPROVE,
}
OWN_PERMISSIONS: Mapping[str, Permission] = dict.fromkeys(
    ("publish", "keep_private", "unpublish"), Permission.FEEDBACK_PUBLISH
)


@dataclass(slots=True, kw_only=True)
class Move:
    """One step about to be taken and what goes with it; ``agency_id`` where the case goes elsewhere."""

    action: str
    note: str = ""
    agency_id: UUID | None = None
    columns: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Ready:
    """A locked case, its open tasks and the action that the actor may take on it."""

    case: LoadedFeedback
    tasks: tuple[OpenTask, ...]
    action: ActionDefinition


def load_for_action(
    work: UnitOfWork, feedback_id: UUID, *, action: str, expected_version: int | None
) -> Ready:
    """Lock the case and ask whether the actor may take this action here and now."""
    case = load_feedback(
        feedback_id, permission=Permission.FEEDBACK_READ, expected_version=expected_version, lock=True
    )
    with acting_as_system(work):
        tasks = open_tasks_of(case_kind=CASE_KIND, case_ids=[feedback_id]).get(feedback_id, ())
        case.agencies = agencies_with_access(case.id)
    found = _find(action)
    permission = permission_for(found)
    require(actor=work.actor, permission=permission, resource=case.resource)
    if case.state in found.from_states and not is_at_its_place(found, case, work.actor.agency_id):
        raise NotPermitted(
            permission=permission,
            object_kind=CASE_KIND,
            object_id=case.id,
            message="Việc này thuộc cơ quan khác, hoặc vừa được làm xong.",
        )
    return Ready(case=case, tasks=tasks, action=found)


def permission_for(action: ActionDefinition) -> Permission:
    """The permission that an action of the process asks of whoever takes it."""
    return OWN_PERMISSIONS.get(action.key) or PERMISSIONS[action.who]


def is_at_its_place(action: ActionDefinition, case: LoadedFeedback, agency_id: UUID | None) -> bool:
    """Whether this agency is the one to act: where the case was taken in, or where it is answered."""
    return agency_id == (case.intake_agency_id if action.who == "reception_officer" else case.agency_id)


def guards_met(case: LoadedFeedback) -> frozenset[str]:
    """Which of the closed list of guards hold for this case now."""
    held = {"publishable" if case.may_publish else "private"}
    return frozenset(held | ({"classified"} if case.is_classified else set()))


def advance_feedback(work: UnitOfWork, case: LoadedFeedback, tasks: Collection[OpenTask], move: Move) -> Step:
    """Take the step: tasks, clock, row, history, audit, announcement.

    Raises UnableToTakeAction when the process does not lead there, UnableToActOnFeedback when a reason is
    missing or a guard is not met; nothing has changed then.
    """
    step = take(
        handling().process,
        state=case.state,
        action=move.action,
        open_tasks=[task.key for task in tasks],
    )
    _check_note_and_guards(step.action, case, move)
    if move.agency_id is not None:
        case.agency_id = move.agency_id
    with acting_as_system(work):
        if step.clock_change is not None:
            write_clock(
                case_kind=CASE_KIND,
                case_id=case.id,
                move=step.clock_change,
                at=work.now,
                calendar=working_calendar(now=work.now),
                reason=move.action,
            )
        if step.is_move:
            opened = _move_tasks(work, case, step)
            case.turn_agency_id = opened[0].agency_id if opened else None
        _write_row(work, case, step, move)
        append_event(work, case, action=move.action, note=move.note)
    work.record(
        action=f"feedback.{move.action}",
        object_kind=CASE_KIND,
        object_id=case.id,
        subjects=case.subjects,
        purpose=PURPOSE,
        legal_basis=LEGAL_BASIS,
        details={"state": case.state.value, "version": case.version},
    )
    work.announce(
        FeedbackAdvanced(subject_id=case.id, version=case.version, action=move.action, state=case.state.value)
    )
    return step


def append_event(work: UnitOfWork, case: LoadedFeedback, *, action: str, note: str = "") -> None:
    """Write what just happened; ``case`` already shows its new version and state."""
    sealed = None
    if note:
        sealed = seal_text(note, owner=sealing.note_owner(case.id, case.version), field=sealing.NOTE)
    with connection.cursor() as cursor:
        cursor.execute(
            """insert into feedback_event
                 (feedback_id, version, at, action, state, actor_kind, actor_id, agency_id, sealed_note)
               values (%s, %s, %s, %s, %s, %s, %s, %s, %s)""",
            [
                case.id, case.version, work.now, action, case.state, work.actor.kind.value,
                work.actor.reference, work.actor.agency_id, sealed,
            ],
        )  # fmt: skip


def write_columns(case: LoadedFeedback, columns: Mapping[str, Any]) -> None:
    """Write columns as a new version of the case."""
    case.version += 1
    assignments = "".join(f", {name} = %s" for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"update feedback_case set version = %s{assignments} where id = %s",  # noqa: S608 - own names
            [case.version, *columns.values(), case.id],
        )


def _find(action: str) -> ActionDefinition:
    found = next((one for one in handling().process.actions if one.key == action), None)
    if found is None:
        raise UnableToActOnFeedback(code="unknown_action", message="Không có thao tác này.")
    return found


def _check_note_and_guards(action: ActionDefinition, case: LoadedFeedback, move: Move) -> None:
    if action.needs_note and not move.note.strip():
        raise UnableToActOnFeedback(
            code="note_missing",
            message="Bạn hãy ghi lý do trước khi thực hiện.",
            fields={"note": "Chưa ghi lý do."},
        )
    missing = sorted(set(action.guards) - guards_met(case))
    if missing:
        raise UnableToActOnFeedback(code=f"guard_{missing[0]}", message=_GUARD_WORDS[missing[0]])


_GUARD_WORDS = {
    "classified": "Bạn hãy phân loại trước khi chuyển cơ quan trả lời.",
    "publishable": "Người gửi không đồng ý công khai.",
    "private": "Người gửi đồng ý công khai: hãy duyệt theo cách có công khai.",
}


def _move_tasks(work: UnitOfWork, case: LoadedFeedback, step: Step) -> tuple[OpenTask, ...]:
    complete_tasks(
        case_kind=CASE_KIND,
        case_id=case.id,
        keys=step.completed_tasks,
        outcome=step.action.key,
        officer_id=work.actor.officer_id,
        completed_at=work.now,
    )
    if step.cancelled_tasks:
        cancel_tasks(case_kind=CASE_KIND, case_id=case.id, cancelled_at=work.now)
    state = handling().process.state(step.next_state)
    agencies = {LEAD: case.intake_agency_id, ANSWERING: case.agency_id or case.intake_agency_id}
    new = tasks_on_entering(
        state,
        opened_at=work.now,
        calendar=working_calendar(now=work.now),
        agency_for=lambda competence: agencies[competence],
        case_due_at=None if FeedbackState(state.key) in ENDED else case.due_at,
    )
    return open_tasks(case_kind=CASE_KIND, case_id=case.id, tasks=new, opened_at=work.now)


def _write_row(work: UnitOfWork, case: LoadedFeedback, step: Step, move: Move) -> None:
    case.state = FeedbackState(step.next_state)
    if case.state in ENDED and case.finished_at is None:
        case.finished_at = work.now
    write_columns(
        case,
        {
            "state": case.state,
            "agency_id": case.agency_id,
            "turn_agency_id": case.turn_agency_id,
            "finished_at": case.finished_at,
            **move.columns,
        },
    )
