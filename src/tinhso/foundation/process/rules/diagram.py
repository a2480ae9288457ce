"""The picture of a process, in mermaid's notation for state diagrams."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from tinhso.foundation.process.rules.graph import exits_of
from tinhso.foundation.process.types.clocks import ClockPhase
from tinhso.foundation.process.types.definitions import CITIZEN, SYSTEM, ProcessDefinition, StateDefinition

_CLOCK_WORDS = {
    ClockPhase.NOT_STARTED: "chưa tính thời hạn",
    ClockPhase.RUNNING: "đang tính thời hạn",
    ClockPhase.STOPPED: "tạm dừng thời hạn",
    ClockPhase.ENDED: "kết thúc thời hạn",
}
_WHO_WORDS = {CITIZEN: "người dân", SYSTEM: "hệ thống"}
_NO_NAMES: Mapping[str, str] = MappingProxyType({})
_UNSAFE = str.maketrans({'"': "'", ";": ",", ":": "–", "#": "", "\n": " ", "{": "(", "}": ")"})


def mermaid(definition: ProcessDefinition, *, role_names: Mapping[str, str] = _NO_NAMES) -> str:
    """The diagram of ``definition``; ``role_names`` gives roles their Vietnamese names."""
    return "\n".join(_lines(definition, {**_WHO_WORDS, **role_names})) + "\n"


def _lines(definition: ProcessDefinition, names: Mapping[str, str]) -> Iterator[str]:
    yield "stateDiagram-v2"
    for state in definition.states:
        yield f'    state "{_safe(state.name)}" as {state.key}'
    yield f"    [*] --> {definition.initial}"
    for action in definition.actions:
        for here in action.from_states:
            label = f"{_safe(action.name)} ({_safe(names.get(action.who, action.who))})"
            yield f"    {here} --> {action.to or here} : {label}"
    for state in definition.states:
        if state.on_all_done is not None:
            yield f"    {state.key} --> {state.on_all_done} : khi mọi việc đã xong"
    for state in definition.states:
        if not exits_of(definition, state.key):
            yield f"    {state.key} --> [*]"
    for state in definition.states:
        yield from _note(state, names)


def _note(state: StateDefinition, names: Mapping[str, str]) -> Iterator[str]:
    yield f"    note right of {state.key}"
    yield f"        Trạng thái {state.status}, {_CLOCK_WORDS[state.clock]}"
    for task in state.tasks:
        hours = f", {task.hours.normalize():f} giờ" if task.hours is not None else ""
        yield f"        Việc – {_safe(task.name)} ({_safe(names.get(task.role, task.role))}{hours})"
    if state.timer is not None:
        yield f"        Chờ tối đa {state.timer.text}"
    yield "    end note"


def _safe(text: str) -> str:
    return text.translate(_UNSAFE)
