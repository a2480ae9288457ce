"""Which actions a person may take now, and what taking one does."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from tinhso.foundation.identifiers.service import DomainError
from tinhso.foundation.process.rules.clock import clock_change
from tinhso.foundation.process.types.clocks import ClockPhase
from tinhso.foundation.process.types.definitions import (
    CITIZEN,
    SYSTEM,
    ActionDefinition,
    ProcessDefinition,
    StateDefinition,
    Step,
    TaskDefinition,
)
from tinhso.foundation.process.types.tasks import CANCELLED

OFFICER = "officer"


class UnableToTakeAction(DomainError):
    """The action does not lead out of this state, or the task it completes is not open."""


def allowed_actions(
    definition: ProcessDefinition,
    *,
    state: str,
    who: str,
    roles: Collection[str] = (),
    open_tasks: Collection[str] = (),
) -> tuple[ActionDefinition, ...]:
    """The actions that the definition offers ``who`` ("citizen", "system" or "officer") in ``state``.

    An officer gets those of the ``roles`` they hold. An action that completes a task is offered only
    while that task is among ``open_tasks``: give the keys open at this officer's agency. Guards are
    not asked here; their names stand on the action.
    """
    return tuple(
        action
        for action in definition.actions_from(state)
        if _is_theirs(action, who, roles) and (action.completes is None or action.completes in open_tasks)
    )


def take(
    definition: ProcessDefinition,
    *,
    state: str,
    action: str,
    open_tasks: Collection[str] = (),
    clock: ClockPhase | None = None,
    last_outcomes: Mapping[str, str] | None = None,
) -> Step:
    """What ``action`` does to a case in ``state`` whose ``open_tasks`` (keys, at all agencies) are open.

    Completing the last open task of a state with ``on_all_done`` moves the case there. Leaving a state
    cancels what is still open in it. ``clock`` is the phase the case's clock is really in; without it
    the phase of ``state`` is assumed. ``last_outcomes`` (how each task of the case ended the last time)
    lets a join that was left unfinished go on where it stood. Raises `UnableToTakeAction`; changes nothing.
    """
    here = definition.state(state)
    taken = _find_action(definition, here, action)
    if taken.completes is not None and taken.completes not in open_tasks:
        message = f"Việc cần cho thao tác “{taken.name}” không còn mở; có thể người khác đã làm xong."
        raise UnableToTakeAction("process.task_not_open", message)
    completed = (taken.completes,) if taken.completes is not None else ()
    left = tuple(key for key in open_tasks if key not in completed)
    target = _target(taken, here, left)
    if target is None:
        return Step(
            action=taken,
            state=here.key,
            next_state=here.key,
            is_move=False,
            status_before=here.status,
            status=here.status,
            completed_tasks=completed,
            public_text=here.public_text,
        )
    there = definition.state(target)
    return Step(
        action=taken,
        state=here.key,
        next_state=there.key,
        is_move=True,
        status_before=here.status,
        status=there.status,
        completed_tasks=completed,
        cancelled_tasks=left,
        opened_tasks=tasks_to_open(there, last_outcomes or {}),
        timer=there.timer,
        clock_change=clock_change(clock or here.clock, there.clock),
        stop_reason=there.stop_reason,
        public_text=there.public_text,
    )


def tasks_to_open(state: StateDefinition, last_outcomes: Mapping[str, str]) -> tuple[TaskDefinition, ...]:
    """The tasks that a case opens on entering ``state``.

    A join that was left while some of its tasks were open (a supplement that one agency asked for) goes
    on: what the others completed stays completed. One that was never entered, or that was completed and
    is done over (a draft sent back), opens all of them.
    """
    ended = {task.key: last_outcomes.get(task.key) for task in state.tasks}
    if state.on_all_done is None or CANCELLED not in ended.values():
        return state.tasks
    return tuple(task for task in state.tasks if ended[task.key] in (None, CANCELLED))


def _find_action(definition: ProcessDefinition, here: StateDefinition, action: str) -> ActionDefinition:
    found = next((one for one in definition.actions_from(here.key) if one.key == action), None)
    if found is None:
        names = {one.key: one.name for one in definition.actions}
        message = f"Không thể thực hiện “{names.get(action, action)}” khi đang ở bước “{here.name}”."
        raise UnableToTakeAction("process.action_not_allowed", message)
    return found


def _target(taken: ActionDefinition, here: StateDefinition, left: tuple[str, ...]) -> str | None:
    if taken.to is not None or taken.completes is None:
        return taken.to
    still_open = [key for key in left if here.task(key) is not None]
    return here.on_all_done if not still_open else None


def _is_theirs(action: ActionDefinition, who: str, roles: Collection[str]) -> bool:
    if who in (CITIZEN, SYSTEM):
        return action.who == who
    return action.who in roles
