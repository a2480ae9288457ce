"""Taking one step of a task's process: the only place where state, tasks and clock change."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from tinhso.casework.cleaning import models, sealing
from tinhso.casework.cleaning.adapters.reviewed_files import handling
from tinhso.casework.cleaning.errors import UnableToClean
from tinhso.casework.cleaning.events import CleaningAdvanced
from tinhso.casework.cleaning.loading import load_task, resource_of
from tinhso.casework.cleaning.types import CASE_KIND, ENDED, WAITING, CleaningState
from tinhso.foundation.authority.service import Permission, require
from tinhso.foundation.calendar.service import working_calendar
from tinhso.foundation.crypto.service import seal_text
from tinhso.foundation.process.service import (
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
from tinhso.services.verification.service import Answer

PURPOSE = "Rà soát, làm sạch dữ liệu dân cư"
LEGAL_BASIS = "Luật Căn cước công dân 2014, Điều 10 (chưa xác minh); Thông tư 59/2021/TT-BCA"

PERMISSIONS = {"specialist": Permission.CLEANING_REVIEW, "leader": Permission.CLEANING_APPROVE}
_GUARD_WORDS = {
    "register_agrees": "Chỉ kết luận được khi CSDL quốc gia trả lời khớp với thông tin trên giấy tờ gốc.",
    "register_differs": "Hãy ghi thông tin trên giấy tờ gốc rồi hỏi lại CSDL quốc gia; chỉ đề nghị sửa khi"
    " CSDL quốc gia trả lời không khớp.",
}


@dataclass(slots=True, kw_only=True)
class Ready:
    """A locked task, its open work and the action that the actor may take on it."""

    task: models.CleaningTask
    open_tasks: tuple[OpenTask, ...]
    action: ActionDefinition


def load_for_action(work: UnitOfWork, task_id: UUID, *, action: str, expected_version: int | None) -> Ready:
    """Lock the task and ask whether the actor may take this action on it."""
    found = _find(action)
    load_task(task_id)  # whoever may not see it is told nothing more
    with acting_as_system(work):
        task = load_task(task_id, expected_version=expected_version, lock=True)
        opened = open_tasks_of(case_kind=CASE_KIND, case_ids=[task_id]).get(task_id, ())
    require(actor=work.actor, permission=PERMISSIONS[found.who], resource=resource_of(task))
    return Ready(task=task, open_tasks=opened, action=found)


def guards_met(task: models.CleaningTask, *, has_collected: bool) -> frozenset[str]:
    """Which of the closed list of guards hold now: what the register said of the facts on paper."""
    if not has_collected:
        return frozenset()
    said = {Answer.MATCH.value: "register_agrees", Answer.NO_MATCH.value: "register_differs"}
    return frozenset({said[task.register_says]} if task.register_says in said else ())


def advance_task(
    work: UnitOfWork,
    task: models.CleaningTask,
    opened: Collection[OpenTask],
    *,
    action: str,
    note: str = "",
    met: frozenset[str] = frozenset(),
    columns: Collection[str] = (),
) -> Step:
    """Take the step: work, clock, row, history, audit, announcement.

    Raises UnableToTakeAction when the process does not lead there, UnableToClean when a reason is missing or
    a guard is not met; nothing has changed then. ``columns``: what the caller set in the row besides.
    """
    step = take(handling().process, state=task.state, action=action, open_tasks=[one.key for one in opened])
    _check_note_and_guards(step.action, note, met)
    with acting_as_system(work):
        if step.clock_change is not None:
            write_clock(
                case_kind=CASE_KIND,
                case_id=task.id,
                move=step.clock_change,
                at=work.now,
                calendar=working_calendar(now=work.now),
                reason=action,
            )
        if step.is_move:
            _move_work(work, task, step)
        _write_row(work, task, step, columns)
        append_event(work, task, action=action, note=note)
    write_down(work, task, action)
    return step


def write_down(work: UnitOfWork, task: models.CleaningTask, action: str) -> None:
    """Audit what was done, for the person too, and announce it."""
    work.record(
        action=f"cleaning.{action}",
        object_kind=CASE_KIND,
        object_id=task.id,
        subjects=(task.person_id,),
        purpose=PURPOSE,
        legal_basis=LEGAL_BASIS,
        details={"state": task.state, "version": task.version},
    )
    work.announce(CleaningAdvanced(subject_id=task.id, version=task.version, action=action, state=task.state))


def append_event(work: UnitOfWork, task: models.CleaningTask, *, action: str, note: str = "") -> None:
    """Write what just happened; ``task`` already shows its new version and state."""
    owner = sealing.note_owner(task.id, task.version)
    models.CleaningEvent.objects.create(
        task_id=task.id,
        version=task.version,
        at=work.now,
        action=action,
        state=task.state,
        actor_kind=work.actor.kind.value,
        actor_id=work.actor.reference,
        agency_id=work.actor.agency_id,
        sealed_note=seal_text(note, owner=owner, field=sealing.NOTE) if note else None,
    )


def open_work_of_state(work: UnitOfWork, task: models.CleaningTask) -> None:
    """Open what the task's state asks of its agency, due in norm hours and no later than the task."""
    state = handling().process.state(task.state)
    open_tasks(
        case_kind=CASE_KIND,
        case_id=task.id,
        tasks=tasks_on_entering(
            state,
            opened_at=work.now,
            calendar=working_calendar(now=work.now),
            agency_for=lambda _: task.agency_id,
            case_due_at=task.due_at,
        ),
        opened_at=work.now,
    )


def _find(action: str) -> ActionDefinition:
    found = next((one for one in handling().process.actions if one.key == action), None)
    if found is None or found.who not in PERMISSIONS:
        raise UnableToClean(code="unknown_action", message="Không có thao tác này.")
    return found


def _check_note_and_guards(action: ActionDefinition, note: str, met: frozenset[str]) -> None:
    if action.needs_note and not note.strip():
        raise UnableToClean(
            code="note_missing",
            message="Bạn hãy ghi lý do trước khi thực hiện.",
            fields={"note": "Chưa ghi lý do."},
        )
    missing = sorted(set(action.guards) - met)
    if missing:
        raise UnableToClean(code=f"guard_{missing[0]}", message=_GUARD_WORDS[missing[0]])


def _move_work(work: UnitOfWork, task: models.CleaningTask, step: Step) -> None:
    complete_tasks(
        case_kind=CASE_KIND,
        case_id=task.id,
        keys=step.completed_tasks,
        outcome=step.action.key,
        officer_id=work.actor.officer_id,
        completed_at=work.now,
    )
    if step.cancelled_tasks:
        cancel_tasks(case_kind=CASE_KIND, case_id=task.id, cancelled_at=work.now)
    task.state = CleaningState(step.next_state).value
    open_work_of_state(work, task)


def _write_row(work: UnitOfWork, task: models.CleaningTask, step: Step, columns: Collection[str]) -> None:
    state = CleaningState(step.next_state)
    task.version += 1
    task.state = state.value
    task.waits_since = work.now if state in WAITING else None
    task.finished_at = work.now if state in ENDED else None
    task.save(update_fields=["version", "state", "waits_since", "finished_at", *columns])
