"""The process: what any process must keep, and what a dossier's process must keep besides."""

from collections.abc import Iterator

from tinhso.foundation.process.service import ClockPhase, check_process
from tinhso.foundation.process.service import Problem as ProcessProblem
from tinhso.registers.catalogue.reviewing.rules.findings import Finding, Path
from tinhso.registers.catalogue.rules.national import ALLOWED_STATUS_MOVES, NATIONAL_STATUSES
from tinhso.registers.catalogue.rules.verbs import COMPLETE, STANDARD_ACTIONS, verb_of
from tinhso.registers.catalogue.types import ProcedureVersion

GUARDS = frozenset({"fee_paid", "papers_complete", "draft_present", "signed"})
ROLES = frozenset({"reception_officer", "specialist", "leader"})
_WITH_FEE_FIRST = ("ask_fee", "fee_paid")
_ALWAYS = tuple(verb for verb in STANDARD_ACTIONS if verb not in (*_WITH_FEE_FIRST, "supplement_overdue"))
_BEFORE_RECEIPT = {ClockPhase.NOT_STARTED}
_PHASES = {
    "not_started": {ClockPhase.NOT_STARTED},
    "running": {ClockPhase.RUNNING},
    "stopped": {ClockPhase.STOPPED} | _BEFORE_RECEIPT,
    "ended": {ClockPhase.ENDED},
    "ended_if_granted": {ClockPhase.RUNNING, ClockPhase.STOPPED} | _BEFORE_RECEIPT,
}


def check(version: ProcedureVersion) -> Iterator[Finding]:
    """All findings about states, actions, tasks and the agencies that take part."""
    problems = check_process(
        version.process,
        allowed_statuses=frozenset(NATIONAL_STATUSES),
        allowed_status_moves=ALLOWED_STATUS_MOVES,
        roles=ROLES,
        guards=GUARDS,
    )
    for problem in problems:
        yield Finding(_place(version, problem), problem.code, problem.message)
    if not problems:
        yield from _clocks(version)
        yield from _verbs(version)
        yield from _fees(version)
        yield from _agencies(version)
        yield from _supplement(version)


def _place(version: ProcedureVersion, problem: ProcessProblem) -> Path:
    """ "state processing", "action draft", "state x, task y" or "task y" as a path into the file."""
    kind, _, rest = problem.place.partition(" ")
    key = rest.rsplit(" ", 1)[-1]
    for number, state in enumerate(version.process.states):
        if kind == "state" and state.key == rest.split(",")[0]:
            return ("process", "states", number)
        if kind == "task" and state.task(key):
            places = [task.key for task in state.tasks]
            return ("process", "states", number, "tasks", places.index(key))
    for number, action in enumerate(version.process.actions):
        if kind == "action" and action.key == key:
            return ("process", "actions", number)
    return ("process",)


def _clocks(version: ProcedureVersion) -> Iterator[Finding]:
    for number, state in enumerate(version.process.states):
        status = NATIONAL_STATUSES[state.status]
        if state.clock not in _PHASES[status.clock]:
            message = (
                f"Trạng thái quốc gia {status.code} ({status.name}) không đi với đồng hồ “{state.clock}”."
            )
            yield Finding(("process", "states", number, "clock"), "clock_of_status", message)


def _verbs(version: ProcedureVersion) -> Iterator[Finding]:
    tasks = {task.key for state in version.process.states for task in state.tasks}
    for number, action in enumerate(version.process.actions):
        verb = verb_of(action.key)
        if not verb or (verb == COMPLETE and action.key.removeprefix(f"{COMPLETE}_") not in tasks):
            message = (
                f"Thao tác “{action.key}” không thuộc các thao tác chuẩn, cũng không là complete_<việc>."
            )
            yield Finding(("process", "actions", number, "key"), "unknown_action", message)
    present = {verb_of(action.key) for action in version.process.actions}
    needed = _ALWAYS + (_WITH_FEE_FIRST if _is_paid(version, "before_receipt") else ())
    for verb in needed:
        if verb not in present:
            message = f"Quy trình thiếu thao tác chuẩn “{verb}”."
            yield Finding(("process", "actions"), "missing_action", message)


def _is_paid(version: ProcedureVersion, when: str) -> bool:
    return any(case.fee.when == when for case in version.cases)


def _fees(version: ProcedureVersion) -> Iterator[Finding]:
    """A fee that is due at a moment must be asked for by the action of that moment."""
    done = {state.key for state in version.process.states if state.status == 9}
    for number, action in enumerate(version.process.actions):
        verb = verb_of(action.key)
        is_due = (verb == "receive" and _is_paid(version, "before_receipt")) or (
            verb == "deliver" and _is_paid(version, "at_result") and done & set(action.from_states)
        )
        if is_due and "fee_paid" not in action.guards:
            message = f"Thao tác “{action.name}” phải có điều kiện fee_paid vì lệ phí thu ở bước này."
            yield Finding(("process", "actions", number), "fee_not_guarded", message)


def _agencies(version: ProcedureVersion) -> Iterator[Finding]:
    """Each task stands at the lead agency or at a further agency that the file names, and vice versa."""
    further = {each.task: each.competence for each in version.agency.further}
    found = set()
    for number, state in enumerate(version.process.states):
        for place, task in enumerate(state.tasks):
            found.add(task.key)
            if task.competence != "lead" and further.get(task.key) != task.competence:
                message = (
                    f"Việc “{task.name}” thuộc “{task.competence}” nhưng agency.further không ghi như vậy."
                )
                yield Finding(("process", "states", number, "tasks", place), "unknown_agency", message)
    for place, each in enumerate(version.agency.further):
        if each.task not in found:
            message = f"Quy trình không có việc “{each.task}”."
            yield Finding(("agency", "further", place, "task"), "unknown_task", message)
    for place, result in enumerate(version.results):
        if result.task and result.task not in found:
            message = f"Quy trình không có việc “{result.task}”."
            yield Finding(("results", place, "task"), "unknown_task", message)


def _supplement(version: ProcedureVersion) -> Iterator[Finding]:
    """The timers of waiting states are the time that the file gives for an answer."""
    for number, state in enumerate(version.process.states):
        if state.status == 5 and state.timer is not None and state.timer != version.supplement.answer_within:
            message = "Thời hạn chờ của bước này khác thời hạn trả lời ghi ở mục supplement."
            yield Finding(("process", "states", number, "timer"), "supplement_timer", message)
