"""The door of process: definitions and their checks, due dates, tasks and clocks of any case."""

from __future__ import annotations

from tinhso.foundation.process.actions.calendar_changes import (
    plan_due_dates,
    recompute_due_dates,
    recompute_every_due_date,
)
from tinhso.foundation.process.actions.clocks import write_clock
from tinhso.foundation.process.actions.tasks import (
    UnableToCompleteTask,
    UnableToOpenTask,
    assign_tasks,
    cancel_tasks,
    complete_tasks,
    hand_on_tasks,
    open_first_tasks,
    open_tasks,
)
from tinhso.foundation.process.load import (
    LoadFigure,
    LoadSlice,
    LoadTask,
    TaskLoad,
    next_work_day,
    open_tasks_with,
    open_work,
    tasks_behind,
)
from tinhso.foundation.process.office_hours import CLOCK_STANDING, late_in_sql, office_hours
from tinhso.foundation.process.plain_definitions import read_definition
from tinhso.foundation.process.queries import (
    clock_entries,
    count_open_tasks,
    due_timers,
    last_outcomes_of,
    open_tasks_of,
    open_tasks_of_officer,
)
from tinhso.foundation.process.reviewed import ReviewedFile, UnableToReadProcess, Vintage, read_reviewed
from tinhso.foundation.process.rules.axis import advance, is_working_moment, working_time_between
from tinhso.foundation.process.rules.checking import check_process
from tinhso.foundation.process.rules.clock import UnableToMoveClock, clock_change, clock_state, replay
from tinhso.foundation.process.rules.diagram import mermaid
from tinhso.foundation.process.rules.due_dates import CUT_OFF, due_at, is_late, step_due_at
from tinhso.foundation.process.rules.moves import OFFICER, UnableToTakeAction, allowed_actions, take
from tinhso.foundation.process.rules.opening import tasks_on_entering, timer_action_of
from tinhso.foundation.process.types.clocks import (
    CaseClock,
    ChangedDueDate,
    ClockFact,
    ClockMove,
    ClockPhase,
    ClockState,
    RecomputedBatch,
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
from tinhso.foundation.process.types.tasks import CANCELLED, NewTask, OpenTask

__all__ = [
    "CANCELLED",
    "CITIZEN",
    "CLOCK_STANDING",
    "CUT_OFF",
    "LEAD",
    "OFFICER",
    "SYSTEM",
    "ActionDefinition",
    "ButtonKind",
    "CaseClock",
    "ChangedDueDate",
    "ClockFact",
    "ClockMove",
    "ClockPhase",
    "ClockState",
    "Duration",
    "LoadFigure",
    "LoadSlice",
    "LoadTask",
    "NewTask",
    "OpenTask",
    "Problem",
    "ProcessDefinition",
    "RecomputedBatch",
    "ReviewedFile",
    "StateDefinition",
    "Step",
    "TaskDefinition",
    "TaskLoad",
    "TimeUnit",
    "UnableToCompleteTask",
    "UnableToMoveClock",
    "UnableToOpenTask",
    "UnableToReadDuration",
    "UnableToReadProcess",
    "UnableToTakeAction",
    "Vintage",
    "advance",
    "allowed_actions",
    "assign_tasks",
    "cancel_tasks",
    "check_process",
    "clock_change",
    "clock_entries",
    "clock_state",
    "complete_tasks",
    "count_open_tasks",
    "due_at",
    "due_timers",
    "hand_on_tasks",
    "is_late",
    "is_working_moment",
    "last_outcomes_of",
    "late_in_sql",
    "mermaid",
    "next_work_day",
    "office_hours",
    "open_first_tasks",
    "open_tasks",
    "open_tasks_of",
    "open_tasks_of_officer",
    "open_tasks_with",
    "open_work",
    "plan_due_dates",
    "read_definition",
    "read_reviewed",
    "recompute_due_dates",
    "recompute_every_due_date",
    "replay",
    "step_due_at",
    "take",
    "tasks_behind",
    "tasks_on_entering",
    "timer_action_of",
    "working_time_between",
    "write_clock",
]
