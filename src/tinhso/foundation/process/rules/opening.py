"""The tasks to open when a state is entered: whose, and due when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from tinhso.foundation.process.rules.due_dates import due_at, step_due_at
from tinhso.foundation.process.types.definitions import LEAD, SYSTEM, StateDefinition
from tinhso.foundation.process.types.tasks import NewTask, OpenTask

if TYPE_CHECKING:
    from tinhso.foundation.calendar.service import WorkingCalendar

_TIMER = "timer:"


def tasks_on_entering(
    state: StateDefinition,
    *,
    opened_at: datetime,
    calendar: WorkingCalendar,
    agency_for: Callable[[str], UUID],
    case_due_at: datetime | None = None,
) -> tuple[NewTask, ...]:
    """One task for each of the state's, and one for the system when the state has a timer.

    ``agency_for`` answers "lead" or a competence key with an agency. A task without hours is due with
    the case. A timer's task has the role "system" and the key "timer:<action>"; the 15:00 rule does
    not apply to it, since it gives the citizen time.
    """
    tasks = [
        NewTask(
            key=task.key,
            name=task.name,
            role=task.role,
            agency_id=agency_for(task.competence),
            hours=task.hours,
            due_at=_due(opened_at, task.hours, calendar, case_due_at),
        )
        for task in state.tasks
    ]
    if state.timer is not None and state.timer_action is not None:
        tasks.append(
            NewTask(
                key=f"{_TIMER}{state.timer_action}",
                name=f"Hết hạn chờ: {state.name}",
                role=SYSTEM,
                agency_id=agency_for(LEAD),
                wait=state.timer,
                due_at=due_at(opened_at, state.timer, calendar, cut_off=None),
            )
        )
    return tuple(tasks)


def timer_action_of(task: OpenTask) -> str:
    """The action that the system takes when this timer runs out."""
    return task.key.removeprefix(_TIMER)


def task_due_anew(
    task: OpenTask, calendar: WorkingCalendar, *, case_due_at: datetime | None
) -> datetime | None:
    """The due date of an open task on a changed calendar."""
    if task.wait is not None:
        return due_at(task.opened_at, task.wait, calendar, cut_off=None)
    return _due(task.opened_at, task.hours, calendar, case_due_at) or task.due_at


def _due(
    opened_at: datetime, hours: Decimal | None, calendar: WorkingCalendar, case_due_at: datetime | None
) -> datetime | None:
    if hours is None:
        return case_due_at
    return step_due_at(opened_at, hours, calendar, case_due_at=case_due_at)
