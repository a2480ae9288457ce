"""A process as data: states, the tasks they open, the actions that lead out of them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from tinhso.foundation.process.types.clocks import ClockMove, ClockPhase
from tinhso.foundation.process.types.durations import Duration

CITIZEN = "citizen"
SYSTEM = "system"
LEAD = "lead"


class ButtonKind(StrEnum):
    """How weighty an action looks on a page."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDefinition:
    """Work that a state asks of one role at one agency.

    ``competence`` is "lead" (the agency responsible for the case) or a competence key. ``hours`` are
    norm hours of the internal procedure: 8 of them make one working day.
    """

    key: str
    name: str
    role: str
    competence: str = LEAD
    hours: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StateDefinition:
    """One stage of a case: its national status (1 to 10), what its clock does, what it waits for.

    All ``tasks`` open when the state is entered; once all are completed the case goes to
    ``on_all_done`` (a join of agencies working side by side). When ``timer`` runs out, the system
    takes ``timer_action``.
    """

    key: str
    name: str
    status: int
    clock: ClockPhase
    stop_reason: str = ""
    tasks: tuple[TaskDefinition, ...] = ()
    on_all_done: str | None = None
    timer: Duration | None = None
    timer_action: str | None = None
    public_text: str = ""

    def task(self, key: str) -> TaskDefinition | None:
        """The task of that key, or None."""
        return next((task for task in self.tasks if task.key == key), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionDefinition:
    """Something that somebody can do to a case. ``to`` None stays in the state."""

    key: str
    name: str
    from_states: tuple[str, ...]
    to: str | None
    who: str
    completes: str | None = None
    guards: tuple[str, ...] = ()
    needs_note: bool = False
    button_kind: ButtonKind = ButtonKind.SECONDARY


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessDefinition:
    """A whole process; immutable, so that a case can be pinned to it."""

    key: str
    initial: str
    states: tuple[StateDefinition, ...]
    actions: tuple[ActionDefinition, ...]

    def state(self, key: str) -> StateDefinition:
        """The state of that key; KeyError when the process has none."""
        for state in self.states:
            if state.key == key:
                return state
        raise KeyError(key)

    def action(self, key: str) -> ActionDefinition:
        """The action of that key; KeyError when the process has none."""
        for action in self.actions:
            if action.key == key:
                return action
        raise KeyError(key)

    def actions_from(self, state: str) -> tuple[ActionDefinition, ...]:
        """The actions that can be taken in ``state``, in the order of the definition."""
        return tuple(action for action in self.actions if state in action.from_states)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One fault of a definition: a stable code, where it stands, and a Vietnamese sentence."""

    code: str
    place: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What taking an action does; nothing has happened yet.

    ``next_state`` equals ``state`` when the case stays. ``completed_tasks`` and ``cancelled_tasks`` are
    keys; ``opened_tasks`` definitions; ``timer`` starts when the new state waits; ``clock_change`` is
    None when the clock goes on as it is.
    """

    action: ActionDefinition
    state: str
    next_state: str
    is_move: bool
    status_before: int
    status: int
    completed_tasks: tuple[str, ...] = ()
    cancelled_tasks: tuple[str, ...] = ()
    opened_tasks: tuple[TaskDefinition, ...] = ()
    timer: Duration | None = None
    clock_change: ClockMove | None = None
    stop_reason: str = ""
    public_text: str = ""
