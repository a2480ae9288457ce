"""What can be wrong with a process definition, found before any case runs on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from tinhso.foundation.process.rules.graph import exits_of, reachable_from
from tinhso.foundation.process.types.clocks import ClockPhase
from tinhso.foundation.process.types.definitions import (
    CITIZEN,
    SYSTEM,
    Problem,
    ProcessDefinition,
    StateDefinition,
)

BEFORE_ANY_STATUS = 0
"""The "from" of the first status in the national table of moves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """The closed lists that a definition is checked against."""

    statuses: Collection[int]
    status_moves: Collection[tuple[int, int]]
    roles: Collection[str]
    guards: Collection[str]


def check_process(
    definition: ProcessDefinition,
    *,
    allowed_statuses: Collection[int],
    allowed_status_moves: Collection[tuple[int, int]],
    roles: Collection[str],
    guards: Collection[str],
) -> list[Problem]:
    """Every fault of ``definition``, in reading order; empty when cases may run on it.

    ``allowed_status_moves`` are the rows of the national table; moves inside one status are free, and a
    row from 0 says which status a case may begin with. Faults of spelling (unknown and double keys)
    are reported alone, since the others could not be judged.
    """
    allowed = Allowed(
        statuses=allowed_statuses, status_moves=allowed_status_moves, roles=roles, guards=guards
    )
    spelling = [problem for check in _SPELLING for problem in check(definition, allowed)]
    if spelling:
        return spelling
    return [problem for check in _SENSE for problem in check(definition, allowed)]


def _double_keys(definition: ProcessDefinition, _: Allowed) -> Iterator[Problem]:
    groups: list[tuple[str, Iterable[str]]] = [
        ("state", (state.key for state in definition.states)),
        ("action", (action.key for action in definition.actions)),
        *((f"state {state.key}, task", (task.key for task in state.tasks)) for state in definition.states),
    ]
    for kind, keys in groups:
        for key, count in Counter(keys).items():
            if count > 1:
                yield Problem(code="double_key", place=f"{kind} {key}", message=f"Khóa “{key}” bị trùng.")


def _unknown_states(definition: ProcessDefinition, _: Allowed) -> Iterator[Problem]:
    known = {state.key for state in definition.states}
    named = [("process", definition.initial)]
    named += [(f"state {one.key}", one.on_all_done) for one in definition.states if one.on_all_done]
    for action in definition.actions:
        named += [(f"action {action.key}", key) for key in (*action.from_states, action.to) if key]
    for place, key in named:
        if key not in known:
            yield Problem(code="unknown_state", place=place, message=f"Không có bước “{key}”.")
    for action in definition.actions:
        if not action.from_states:
            message = "Thao tác không bắt đầu từ bước nào."
            yield Problem(code="action_from_nowhere", place=f"action {action.key}", message=message)


def _unknown_words(definition: ProcessDefinition, allowed: Allowed) -> Iterator[Problem]:
    for state in definition.states:
        if state.status not in allowed.statuses:
            message = f"Trạng thái quốc gia {state.status} không tồn tại."
            yield Problem(code="unknown_status", place=f"state {state.key}", message=message)
        for task in state.tasks:
            if task.role not in allowed.roles:
                message = f"Không có vai trò “{task.role}”."
                yield Problem(code="unknown_role", place=f"task {task.key}", message=message)
    for action in definition.actions:
        if action.who not in {CITIZEN, SYSTEM} and action.who not in allowed.roles:
            message = f"Không có vai trò “{action.who}”."
            yield Problem(code="unknown_role", place=f"action {action.key}", message=message)
        for guard in action.guards:
            if guard not in allowed.guards:
                message = f"Không có điều kiện “{guard}”."
                yield Problem(code="unknown_guard", place=f"action {action.key}", message=message)


def _unknown_tasks(definition: ProcessDefinition, _: Allowed) -> Iterator[Problem]:
    for action in definition.actions:
        if action.completes is None:
            continue
        for key in action.from_states:
            state = next((state for state in definition.states if state.key == key), None)
            if state is not None and state.task(action.completes) is None:
                message = f"Bước “{state.name}” không có việc “{action.completes}”."
                yield Problem(code="unknown_task", place=f"action {action.key}", message=message)


def _unreachable(definition: ProcessDefinition, _: Allowed) -> Iterator[Problem]:
    reached = reachable_from(definition, definition.initial)
    for state in definition.states:
        if state.key not in reached:
            message = f"Không có cách nào đi tới bước “{state.name}”."
            yield Problem(code="unreachable_state", place=f"state {state.key}", message=message)


def _no_way_out(definition: ProcessDefinition, _: Allowed) -> Iterator[Problem]:
    ended = {state.key for state in definition.states if state.clock is ClockPhase.ENDED}
    for state in definition.states:
        if state.key in ended:
            continue
        if not exits_of(definition, state.key) - {state.key}:
            message = f"Không có thao tác nào đưa ra khỏi bước “{state.name}”."
            yield Problem(code="dead_end", place=f"state {state.key}", message=message)
        elif not reachable_from(definition, state.key) & ended:
            message = f"Từ bước “{state.name}” không bao giờ tới được kết thúc."
            yield Problem(code="loop_without_way_out", place=f"state {state.key}", message=message)


def _clocks(definition: ProcessDefinition, _: Allowed) -> Iterator[Problem]:
    for state in definition.states:
        place = f"state {state.key}"
        if state.clock is ClockPhase.RUNNING and not state.tasks:
            message = f"Bước “{state.name}” đang tính thời hạn nhưng không giao việc cho ai."
            yield Problem(code="no_deadline_owner", place=place, message=message)
        if state.clock is ClockPhase.STOPPED and not state.stop_reason:
            message = f"Bước “{state.name}” dừng thời hạn mà không nêu lý do."
            yield Problem(code="stop_without_reason", place=place, message=message)
        for key in sorted(exits_of(definition, state.key)):
            there = definition.state(key)
            if _goes_back(state.clock, there.clock):
                message = f"Đồng hồ thời hạn không thể quay lại khi sang bước “{there.name}”."
                yield Problem(code="clock_goes_back", place=place, message=message)


def _waits(definition: ProcessDefinition, _: Allowed) -> Iterator[Problem]:
    for state in definition.states:
        place = f"state {state.key}"
        if state.timer is None and _is_wait(definition, state):
            message = f"Bước “{state.name}” chờ mà không có thời hạn chờ."
            yield Problem(code="wait_without_timer", place=place, message=message)
        if (state.timer is None) != (state.timer_action is None):
            message = f"Bước “{state.name}” phải có cả thời hạn chờ lẫn thao tác khi hết hạn."
            yield Problem(code="timer_incomplete", place=place, message=message)
        elif state.timer_action is not None and not _is_system_action(definition, state):
            message = f"Khi hết hạn chờ ở bước “{state.name}”, hệ thống không có thao tác để thực hiện."
            yield Problem(code="timer_action_unknown", place=place, message=message)


def _joins(definition: ProcessDefinition, _: Allowed) -> Iterator[Problem]:
    for state in definition.states:
        place = f"state {state.key}"
        completed = [one for one in definition.actions_from(state.key) if one.completes is not None]
        if state.on_all_done is not None and not state.tasks:
            message = f"Bước “{state.name}” chờ mọi việc xong nhưng không có việc nào."
            yield Problem(code="join_without_tasks", place=place, message=message)
        if state.on_all_done is None and any(one.to is None for one in completed):
            message = f"Xong mọi việc ở bước “{state.name}” thì không rõ đi tiếp đâu."
            yield Problem(code="join_missing", place=place, message=message)
        for task in state.tasks:
            if task.key not in {one.completes for one in completed}:
                message = f"Không có thao tác nào hoàn thành việc “{task.name}”."
                yield Problem(code="task_never_completed", place=f"task {task.key}", message=message)


def _status_moves(definition: ProcessDefinition, allowed: Allowed) -> Iterator[Problem]:
    begins = {there for here, there in allowed.status_moves if here == BEFORE_ANY_STATUS}
    first = definition.state(definition.initial)
    if begins and first.status not in begins:
        message = f"Không được bắt đầu ở trạng thái quốc gia {first.status}."
        yield Problem(code="status_move_not_allowed", place=f"state {first.key}", message=message)
    for place, here, there in _moves(definition):
        if here.status != there.status and (here.status, there.status) not in allowed.status_moves:
            message = f"Không được chuyển trạng thái quốc gia từ {here.status} sang {there.status}."
            yield Problem(code="status_move_not_allowed", place=place, message=message)


def _texts(definition: ProcessDefinition, _: Allowed) -> Iterator[Problem]:
    for state in definition.states:
        if not state.public_text.strip():
            message = f"Bước “{state.name}” chưa có lời giải thích cho người dân."
            yield Problem(code="public_text_missing", place=f"state {state.key}", message=message)


def _moves(definition: ProcessDefinition) -> Iterator[tuple[str, StateDefinition, StateDefinition]]:
    for action in definition.actions:
        if action.to is not None:
            for key in action.from_states:
                yield f"action {action.key}", definition.state(key), definition.state(action.to)
    for state in definition.states:
        if state.on_all_done is not None:
            yield f"state {state.key}", state, definition.state(state.on_all_done)


def _goes_back(here: ClockPhase, there: ClockPhase) -> bool:
    if here is ClockPhase.ENDED:
        return there is not ClockPhase.ENDED
    return there is ClockPhase.NOT_STARTED and here is not ClockPhase.NOT_STARTED


def _is_wait(definition: ProcessDefinition, state: StateDefinition) -> bool:
    if state.clock is ClockPhase.ENDED:
        return False
    if any(task.hours is not None for task in state.tasks):
        return False
    exits = definition.actions_from(state.key)
    only_citizen = bool(exits) and all(action.who == CITIZEN for action in exits)
    return state.clock is ClockPhase.STOPPED or (only_citizen and not state.tasks)


def _is_system_action(definition: ProcessDefinition, state: StateDefinition) -> bool:
    return any(
        action.key == state.timer_action and action.who == SYSTEM
        for action in definition.actions_from(state.key)
    )


_Check = Callable[[ProcessDefinition, Allowed], Iterator[Problem]]
_SPELLING: tuple[_Check, ...] = (_double_keys, _unknown_states, _unknown_words, _unknown_tasks)
_SENSE: tuple[_Check, ...] = (
    _unreachable,
    _no_way_out,
    _clocks,
    _waits,
    _joins,
    _status_moves,
    _texts,
)
