"""Taking one step of a dossier's process: the only place where state, status and clock change."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from tinhso.casework.dossiers.events import DossierAdvanced
from tinhso.casework.dossiers.handling.clock import move_dossier_clock
from tinhso.casework.dossiers.handling.unpaid_fees import release_unpaid_fees
from tinhso.casework.dossiers.record.errors import UnableToActOnDossier
from tinhso.casework.dossiers.record.events_log import append_event
from tinhso.casework.dossiers.record.findable import Findable
from tinhso.casework.dossiers.record.loading import LoadedDossier, load_dossier
from tinhso.casework.dossiers.record.placing import (
    CHECK_TASK,
    LEGAL_BASIS,
    PURPOSE,
    agency_for,
    is_at_its_place,
    permission_for,
    placed,
)
from tinhso.casework.dossiers.record.posted import remember_wish, wishes_post
from tinhso.casework.dossiers.record.rules import ENDED, PlacedTask
from tinhso.casework.dossiers.record.types import CASE_KIND, Status
from tinhso.casework.dossiers.record.worklist import summary_rows, write_summary
from tinhso.foundation.authority.service import (
    SUCCESSOR,
    ActorKind,
    NotPermitted,
    Permission,
    access_bases,
    acts_for,
    require,
)
from tinhso.foundation.calendar.service import working_calendar
from tinhso.foundation.process.service import (
    CITIZEN,
    SYSTEM,
    ActionDefinition,
    ClockPhase,
    OpenTask,
    Step,
    complete_tasks,
    last_outcomes_of,
    open_tasks,
    open_tasks_of,
    take,
    tasks_on_entering,
)
from tinhso.foundation.unit_of_work.service import UnitOfWork, acting_as_system
from tinhso.registers.agencies.service import have_ended, still_stands_in
from tinhso.registers.catalogue.service import action_for, verb_of
from tinhso.services.representation.service import confirm_mandate


@dataclass(slots=True, kw_only=True)
class Move:
    """One step about to be taken: who asked for it and what goes with it."""

    action: str
    note: str = ""
    met_guards: Collection[str] = ()
    columns: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Ready:
    """A locked dossier, its open tasks and the action that the actor may take on it."""

    dossier: LoadedDossier
    tasks: tuple[OpenTask, ...]
    action: str


def load_for_action(
    work: UnitOfWork,
    dossier_id: UUID,
    *,
    verb: str,
    expected_version: int | None,
    by_exchange: bool = False,
) -> Ready:
    """Lock the dossier and ask whether the actor may take this action here and now.

    ``verb`` is an action's key, or the verb that several stages share: a process may have
    "ask_supplement" and "ask_supplement_before_receipt", and the dossier's state says which is meant.
    ``by_exchange``: the house tells what its applicant did at another system, and only that.
    """
    confirm_mandate(work, procedure_code="")
    dossier = load_dossier(
        dossier_id,
        permission=Permission.DOSSIER_READ,
        expected_version=expected_version,
        lock=True,
    )
    with acting_as_system(work):
        tasks = open_tasks_of(case_kind=CASE_KIND, case_ids=[dossier_id]).get(dossier_id, ())
    action = _action_in(dossier, verb)
    if by_exchange:
        _require_told(work, dossier, action)
    else:
        _require_action(work, dossier, action, tasks)
    return Ready(dossier=dossier, tasks=tasks, action=action.key)


def advance_dossier(
    work: UnitOfWork, dossier: LoadedDossier, tasks: Collection[OpenTask], move: Move
) -> Step:
    """Take the step: tasks, clock, row, history, work lists, audit, announcement.

    Raises UnableToTakeAction when the process does not lead there, UnableToActOnDossier when a note
    is missing or a guard is not met; nothing has changed then.
    """
    process = dossier.procedure.process
    step = take(
        process,
        state=dossier.state,
        action=move.action,
        open_tasks=[task.key for task in tasks if task.key != CHECK_TASK],
        clock=None if dossier.received_at else ClockPhase.NOT_STARTED,
        last_outcomes=_last_outcomes(work, dossier),
    )
    _check_note_and_guards(step.action, move)
    from_status = dossier.status
    behalf = acts_for(actor=work.actor, permission=permission_for(step.action))
    with acting_as_system(work):
        due_at = move_dossier_clock(dossier, step, at=work.at, now=work.now)
        left = _move_tasks(work, dossier, step, tasks, due_at)
        move.columns |= release_unpaid_fees(work, dossier, Status(step.status))
        _write_row(work, dossier, step, due_at, move)
        append_event(
            work,
            dossier,
            action=move.action,
            from_status=from_status,
            note=move.note,
            on_behalf_of=behalf,
            is_announced=True,
        )
        _let_supplement_lapse(work, dossier, step)
        if dossier.status is Status.DONE and wishes_post(dossier.procedure, dossier.answers):
            remember_wish(work, dossier_id=dossier.id, agency_id=dossier.agency_id)
        refresh_summary(dossier, left)
    work.record(
        action=f"dossier.{move.action}",
        object_kind=CASE_KIND,
        object_id=dossier.id,
        subjects=(dossier.applicant_id,),
        purpose=PURPOSE,
        legal_basis=LEGAL_BASIS,
        details={
            "status": int(dossier.status),
            "version": dossier.version,
            **({"on_behalf_of": str(behalf)} if behalf else {}),
        },
    )
    work.announce(
        DossierAdvanced(
            subject_id=dossier.id,
            version=dossier.version,
            action=move.action,
            status=int(dossier.status),
        )
    )
    return step


def refresh_summary(dossier: LoadedDossier, tasks: Collection[PlacedTask]) -> None:
    """Bring the work lists of all who take part up to date, whoever acted; needs the system's scope."""
    agencies = access_bases(dossier.id)
    # A dossier that was handed on tells of an ending that this process may not have heard of yet.
    write_summary(
        dossier.id,
        summary_rows(
            dossier_id=dossier.id,
            status=dossier.status,
            lead_agency_id=dossier.agency_id,
            agencies=agencies,
            former=have_ended(agencies, looks_again=SUCCESSOR in agencies.values()),
            tasks=list(tasks),
            due_at=dossier.due_at,
            submitted_at=dossier.submitted_at,
            check=dossier.check_state,
        ),
        Findable.of(applicant_name=dossier.applicant_name, code=dossier.code),
        apology_rounds=dossier.apology_rounds,
    )


def _action_in(dossier: LoadedDossier, verb: str) -> ActionDefinition:
    """The action that this verb means in the dossier's state; else one to be refused by its name."""
    process = dossier.procedure.process
    exact = [each for each in process.actions if each.key == verb]
    if exact and dossier.state in exact[0].from_states:
        return exact[0]
    open_now = action_for(process, state=dossier.state, verb=verb)
    known = [*exact, *(each for each in process.actions if verb_of(each.key) == verb)]
    if open_now is None and not known:
        raise UnableToActOnDossier(code="unknown_action", message="Thủ tục này không có thao tác đó.")
    return open_now or known[0]


def _require_action(
    work: UnitOfWork,
    dossier: LoadedDossier,
    action: ActionDefinition,
    tasks: Collection[OpenTask],
) -> None:
    # A machine takes the machine's steps and nobody else's: what a person decides, no job decides.
    if (action.who == SYSTEM) != (work.actor.kind is ActorKind.SYSTEM):
        require(actor=work.actor, permission=Permission.DOSSIER_READ, resource=dossier.resource)
        raise NotPermitted(permission=f"dossier.{action.key}", object_kind=CASE_KIND, object_id=dossier.id)
    permission = permission_for(action)
    require(actor=work.actor, permission=permission, resource=dossier.resource)
    _require_running_delegation(work, dossier, permission)
    if dossier.state not in action.from_states:
        return  # the process itself says so, by the action's name
    if work.actor.kind is ActorKind.OFFICER and not is_at_its_place(
        action, agency_id=work.actor.agency_id, lead=dossier.agency_id, tasks=tasks
    ):
        raise NotPermitted(
            permission=permission,
            object_kind=CASE_KIND,
            object_id=dossier.id,
            message="Việc này thuộc cơ quan khác, hoặc vừa được làm xong.",
        )


def _require_told(work: UnitOfWork, dossier: LoadedDossier, action: ActionDefinition) -> None:
    """An act of the applicant that another system tells: no other act is ever taken so."""
    require(actor=work.actor, permission=Permission.DOSSIER_EXCHANGE, resource=dossier.resource)
    if action.who != CITIZEN:
        raise NotPermitted(permission=f"dossier.{action.key}", object_kind=CASE_KIND, object_id=dossier.id)


def _require_running_delegation(work: UnitOfWork, dossier: LoadedDossier, permission: Permission) -> None:
    """Whoever stands in for a leader does so at this very moment: it may have ended since the page came."""
    leader_id, deputy_id = acts_for(actor=work.actor, permission=permission), work.actor.officer_id
    if leader_id is None or deputy_id is None:
        return
    if not still_stands_in(work, deputy_id=deputy_id, leader_id=leader_id):
        raise NotPermitted(
            permission=permission,
            object_kind=CASE_KIND,
            object_id=dossier.id,
            message="Ủy quyền phê duyệt của bạn đã kết thúc.",
        )


def _last_outcomes(work: UnitOfWork, dossier: LoadedDossier) -> Mapping[str, str]:
    """Only a process in which agencies work side by side asks how its tasks ended."""
    if all(state.on_all_done is None for state in dossier.procedure.process.states):
        return {}
    with acting_as_system(work):
        return last_outcomes_of(case_kind=CASE_KIND, case_id=dossier.id)


def _check_note_and_guards(action: ActionDefinition, move: Move) -> None:
    if action.needs_note and not move.note.strip():
        raise UnableToActOnDossier(
            code="note_missing",
            message="Bạn hãy ghi lý do trước khi thực hiện.",
            fields={"note": "Chưa ghi lý do."},
        )
    missing = [guard for guard in action.guards if guard not in move.met_guards]
    if missing:
        raise UnableToActOnDossier(
            code=f"guard_{missing[0]}", message=_GUARD_MESSAGES.get(missing[0], "Chưa đủ điều kiện.")
        )


_GUARD_MESSAGES = {
    "fee_paid": "Hồ sơ chưa nộp phí, lệ phí.",
    "papers_complete": "Hồ sơ còn thiếu giấy tờ bắt buộc.",
    "draft_present": "Chưa có dự thảo kết quả.",
    "signed": "Kết quả chưa được ký.",
}


def _move_tasks(
    work: UnitOfWork,
    dossier: LoadedDossier,
    step: Step,
    tasks: Collection[OpenTask],
    due_at: datetime | None,
) -> tuple[PlacedTask, ...]:
    """Complete, cancel and open what the step says; returns what is open afterwards."""
    if step.completed_tasks:
        complete_tasks(
            case_kind=CASE_KIND,
            case_id=dossier.id,
            keys=step.completed_tasks,
            outcome=step.action.key,
            officer_id=work.actor.officer_id,
            completed_at=work.at,
        )
    cancelled = _cancelled(step, tasks)
    if cancelled:
        complete_tasks(
            case_kind=CASE_KIND,
            case_id=dossier.id,
            keys=cancelled,
            outcome="cancelled",
            completed_at=work.at,
        )
    gone = {*step.completed_tasks, *cancelled}
    left = placed([task for task in tasks if task.key not in gone])
    if not step.is_move:
        return left
    return (*left, *_open_new_tasks(work, dossier, step, due_at))


def _cancelled(step: Step, tasks: Collection[OpenTask]) -> list[str]:
    """What leaving a state cancels; the check of a person's identity stays until the case ends."""
    is_over = Status(step.status) in ENDED
    open_keys = {task.key for task in tasks}
    check = [CHECK_TASK] if is_over and CHECK_TASK in open_keys else []
    return [*step.cancelled_tasks, *check]


def _open_new_tasks(
    work: UnitOfWork, dossier: LoadedDossier, step: Step, due_at: datetime | None
) -> tuple[PlacedTask, ...]:
    version = dossier.procedure
    state = version.process.state(step.next_state)
    agencies = agency_for(version, dossier.answers, dossier.agency_id, on=work.at)
    new = tasks_on_entering(
        replace(state, tasks=step.opened_tasks),
        opened_at=work.at,
        calendar=working_calendar(now=work.now),
        agency_for=lambda competence: agencies[competence],
        case_due_at=due_at,
    )
    if not new:
        return ()
    open_tasks(case_kind=CASE_KIND, case_id=dossier.id, tasks=new, opened_at=work.at)
    return tuple(PlacedTask(task.key, task.agency_id, task.role, task.due_at) for task in new)


def _write_row(
    work: UnitOfWork, dossier: LoadedDossier, step: Step, due_at: datetime | None, move: Move
) -> None:
    status = Status(step.status)
    dossier.version += 1
    dossier.state, dossier.status, dossier.due_at = step.next_state, status, due_at
    columns: dict[str, Any] = {
        "version": dossier.version,
        "state": dossier.state,
        "status": int(status),
        "due_at": due_at,
        **_milestones(dossier, status, due_at, work.at),
        **move.columns,
    }
    for name, value in columns.items():
        setattr(dossier, name, Status(value) if name == "status" else value)
    assignments = ", ".join(f"{name} = %s" for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"update dossiers_dossier set {assignments} where id = %s",  # noqa: S608 - own names
            [*columns.values(), dossier.id],
        )


def _let_supplement_lapse(work: UnitOfWork, dossier: LoadedDossier, step: Step) -> None:
    """A request that the dossier goes on without (withdrawn, stopped) waits for no answer any more."""
    is_over = step.status_before == Status.SUPPLEMENT != step.status
    if not is_over or verb_of(step.action.key) == "supplement_answered":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """update dossiers_supplement set lapsed_at = %s
               where dossier_id = %s and answered_at is null and lapsed_at is null""",
            [work.now, dossier.id],
        )


def _milestones(
    dossier: LoadedDossier, status: Status, due_at: datetime | None, now: datetime
) -> dict[str, Any]:
    """The dates that are written once: received, first due, finished, delivered."""
    found: dict[str, Any] = {}
    if status is Status.ACCEPTED and dossier.received_at is None:
        found["received_at"] = now
    if dossier.first_due_at is None and due_at is not None:
        found["first_due_at"] = due_at
    if status in ENDED and dossier.finished_at is None:
        found["finished_at"] = now
    if status is Status.RETURNED:
        found["delivered_at"] = now
        if dossier.finished_at is None:
            found["finished_at"] = now
    return found
