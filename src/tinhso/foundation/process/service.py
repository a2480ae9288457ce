"""The door of process: definitions and their checks, durations and due dates, tasks and clocks of any case."""

from __future__ import annotations

from tinhso.foundation.process.rules.axis import advance, is_working_moment, working_time_between
from tinhso.foundation.process.rules.checking import check_process
from tinhso.foundation.process.rules.clock import UnableToMoveClock, clock_change, recompute, replay
from tinhso.foundation.process.rules.diagram import mermaid
from tinhso.foundation.process.rules.due_dates import CUT_OFF, due_at, is_late, step_due_at
from tinhso.foundation.process.rules.moves import OFFICER, UnableToTakeAction, allowed_actions, take
from tinhso.foundation.process.rules.opening import TIMER_PREFIX, tasks_on_entering
from tinhso.foundation.process.types.clocks import (
    CaseClock,
    ChangedDueDate,
    ClockFact,
    ClockMove,
    ClockPhase,
    ClockState,
)
from tinhso.foundation.process.types.definitions import (
    CITIZEN,
    LEAD,
    SYSTEM,
    ActionDefinition,
    ButtonKind,
    Problem,
    ProcessDefinition,
    StateDefinition,
    Step,
    TaskDefinition,
)
from tinhso.foundation.process.types.durations import Duration, TimeUnit, UnableToReadDuration
from tinhso.foundation.process.types.tasks import NewTask, OpenTask

__all__ = [
    "CITIZEN",
    "CUT_OFF",
    "LEAD",
    "OFFICER",
    "SYSTEM",
    "TIMER_PREFIX",
    "ActionDefinition",
    "ButtonKind",
    "CaseClock",
    "ChangedDueDate",
    "ClockFact",
    "ClockMove",
    "ClockPhase",
    "ClockState",
    "Duration",
    "NewTask",
    "OpenTask",
    "Problem",
    "ProcessDefinition",
    "StateDefinition",
    "Step",
    "TaskDefinition",
    "TimeUnit",
    "UnableToMoveClock",
    "UnableToReadDuration",
    "UnableToTakeAction",
    "advance",
    "allowed_actions",
    "check_process",
    "clock_change",
    "due_at",
    "is_late",
    "is_working_moment",
    "mermaid",
    "recompute",
    "replay",
    "step_due_at",
    "take",
    "tasks_on_entering",
    "working_time_between",
]
