"""Definitions as reviewed files write them: plain mappings and lists, read strictly.

A word that nobody knows is a mistake, never ignored. What is read still has to pass `check_process`.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import msgspec

from tinhso.foundation.process.types.clocks import ClockPhase
from tinhso.foundation.process.types.definitions import (
    LEAD,
    ActionDefinition,
    ButtonKind,
    ProcessDefinition,
    StateDefinition,
    TaskDefinition,
)


class _Task(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    key: str
    name: str
    role: str
    hours: Decimal
    competence: str = LEAD


class _State(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    key: str
    name: str
    status: int
    clock: ClockPhase
    public_text: str
    tasks: list[_Task] = []


class _Action(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    key: str
    name: str
    from_states: list[str]
    who: str
    to: str | None = None
    completes: str | None = None
    guards: list[str] = []
    needs_note: bool = False
    button_kind: ButtonKind = ButtonKind.SECONDARY


class _Process(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    key: str
    initial: str
    states: list[_State]
    actions: list[_Action]


def read_definition(plain: object) -> ProcessDefinition:
    """The definition that a file's mapping writes down; raises msgspec.ValidationError with the place."""
    read = msgspec.convert(plain, _Process)
    return ProcessDefinition(
        key=read.key,
        initial=read.initial,
        states=tuple(_state(state) for state in read.states),
        actions=tuple(
            ActionDefinition(
                **{**_plain(one), "from_states": tuple(one.from_states), "guards": tuple(one.guards)}
            )
            for one in read.actions
        ),
    )


def _state(read: _State) -> StateDefinition:
    return StateDefinition(
        **{**_plain(read), "tasks": tuple(TaskDefinition(**_plain(task)) for task in read.tasks)}
    )


def _plain(read: msgspec.Struct) -> Mapping[str, Any]:
    return {name: getattr(read, name) for name in read.__struct_fields__}
