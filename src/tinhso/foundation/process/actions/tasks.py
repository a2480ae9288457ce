"""Opening, completing, cancelling and assigning tasks: one statement each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection

from tinhso.foundation.authority.service import GRANT_CTE
from tinhso.foundation.clock.service import new_id
from tinhso.foundation.identifiers.service import DomainError
from tinhso.foundation.process.actions.transaction import require_transaction
from tinhso.foundation.process.types.tasks import CANCELLED, NewTask, OpenTask
from tinhso.foundation.unit_of_work.service import UnitOfWork

_INSERT = """
insert into process_task (id, case_kind, case_id, agency_id, role, key, name, hours, wait_amount,
  wait_unit, officer_id, opened_at, due_at, outcome)
select id, %s, %s, agency_id, role, key, name, hours, wait_amount, wait_unit, officer_id, %s, due_at, ''
from jsonb_to_recordset(%s::jsonb)
  as t(id uuid, agency_id uuid, role text, key text, name text, hours numeric, wait_amount numeric,
    wait_unit text, officer_id uuid, due_at timestamptz)
"""
_OPEN = f"""with {GRANT_CTE} {_INSERT}
on conflict (case_kind, case_id, key) where completed_at is null do nothing
"""
_OPEN_FIRST = f"{GRANT_CTE}, tasks as ({_INSERT})"
_CLOSE = """
update process_task set completed_at = %s, outcome = %s, officer_id = coalesce(%s, officer_id)
where case_kind = %s and case_id = %s and completed_at is null
"""
_HAND_ON = """
update process_task set agency_id = %s, officer_id = case when %s then officer_id end
where case_kind = %s and case_id = %s and agency_id = %s and completed_at is null
"""
_ASSIGN = "update process_task set officer_id = %s where id = any(%s) and completed_at is null"


class UnableToOpenTask(DomainError):
    """The same task is already open for this case."""


class UnableToCompleteTask(DomainError):
    """A task is no longer open, or not visible to this actor: somebody else was faster."""


def open_tasks(
    *, case_kind: str, case_id: UUID, tasks: Sequence[NewTask], opened_at: datetime
) -> tuple[OpenTask, ...]:
    """Open ``tasks`` for a case; refuses all of them when one of their keys is open already.

    An agency that gets a task gets access to the case with it. One statement.
    """
    require_transaction()
    if not tasks:
        return ()
    ids = _ids(tasks)
    if _execute(_OPEN, _parameters(case_kind, case_id, tasks, ids, opened_at)) != len(tasks):
        raise UnableToOpenTask("process.task_already_open", "Việc này đang được xử lý, không thể giao thêm.")
    return tuple(
        OpenTask(
            id=task_id,
            case_kind=case_kind,
            case_id=case_id,
            agency_id=task.agency_id,
            role=task.role,
            key=task.key,
            name=task.name,
            officer_id=task.officer_id,
            opened_at=opened_at,
            due_at=task.due_at,
            hours=task.hours,
            wait=task.wait,
        )
        for task_id, task in zip(ids, tasks, strict=True)
    )


def open_first_tasks(
    work: UnitOfWork, *, case_kind: str, case_id: UUID, tasks: Sequence[NewTask], opened_at: datetime
) -> None:
    """Open the tasks of a case that this unit of work begins: open_tasks without a statement of its own."""
    if tasks:
        parameters = _parameters(case_kind, case_id, tasks, _ids(tasks), opened_at)
        work.write("tasks", _OPEN_FIRST, parameters)


def _ids(tasks: Sequence[NewTask]) -> list[UUID]:
    return sorted(new_id() for _ in tasks)  # of one moment, and yet in the order given


def _parameters(
    case_kind: str, case_id: UUID, tasks: Sequence[NewTask], ids: Sequence[UUID], opened_at: datetime
) -> list[Any]:
    grant = [case_id, case_kind, "task", opened_at, sorted({task.agency_id for task in tasks})]
    rows = msgspec.json.encode([_row(task_id, task) for task_id, task in zip(ids, tasks, strict=True)])
    return [*grant, case_kind, case_id, opened_at, rows.decode()]


def _row(task_id: UUID, task: NewTask) -> dict[str, Any]:
    return {
        "id": task_id,
        "agency_id": task.agency_id,
        "role": task.role,
        "key": task.key,
        "name": task.name,
        "hours": task.hours,
        "wait_amount": task.wait.amount if task.wait else None,
        "wait_unit": task.wait.unit.value if task.wait else None,
        "officer_id": task.officer_id,
        "due_at": task.due_at,
    }


def complete_tasks(
    *,
    case_kind: str,
    case_id: UUID,
    keys: Collection[str],
    outcome: str,
    completed_at: datetime,
    officer_id: UUID | None = None,
) -> None:
    """Complete the open tasks ``keys``; of two officers at once one wins, the other is refused.

    ``outcome`` is a closed word such as the action's key, never text about a person. After a refusal
    the caller rolls back.
    """
    require_transaction()
    wanted = sorted(set(keys))
    if not wanted:
        return
    closed = _execute(
        _CLOSE + "and key = any(%s)",
        [completed_at, outcome, officer_id, case_kind, case_id, wanted],
    )
    if closed != len(wanted):
        message = "Việc này không còn mở; có thể người khác vừa làm xong. Hãy tải lại trang."
        raise UnableToCompleteTask("process.task_not_open", message)


def cancel_tasks(*, case_kind: str, case_id: UUID, cancelled_at: datetime, outcome: str = CANCELLED) -> int:
    """Cancel whatever is still open for a case, timers included; returns how many."""
    require_transaction()
    return _execute(_CLOSE, [cancelled_at, outcome, None, case_kind, case_id])


def assign_tasks(*, task_ids: Collection[UUID], officer_id: UUID | None) -> int:
    """Give open tasks to one officer, or back to the role with None; returns how many were open."""
    require_transaction()
    return _execute(_ASSIGN, [officer_id, list(task_ids)])


def hand_on_tasks(
    *, case_kind: str, case_id: UUID, from_agency: UUID, to_agency: UUID, keep_officers: bool
) -> int:
    """Give what is open for a case at one agency, timers included, to another; returns how many.

    Dates and hours stay. Who held a task by name keeps it where ``keep_officers``, else it is anybody's.
    """
    require_transaction()
    return _execute(_HAND_ON, [to_agency, keep_officers, case_kind, case_id, from_agency])


def _execute(statement: str, parameters: list[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return int(cursor.rowcount)
