"""The reviewed file of this room, read once and checked whole before the first task runs on it.

A word that nobody knows is a mistake, never ignored.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from tinhso.foundation.process.service import (
    Duration,
    ProcessDefinition,
    TimeUnit,
    check_process,
    read_definition,
)

_FILE = Path(__file__).parents[1] / "data" / "process.yaml"
ROLES = frozenset({"specialist", "leader"})
GUARDS = frozenset({"register_agrees", "register_differs"})
STAGES = frozenset({1, 2, 3})
_STAGE_MOVES = frozenset({(0, 1), (1, 2), (2, 1), (2, 3)})


class Vintage(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How old the file's facts are, where they come from, and whether anybody has verified them."""

    as_of: dt.date
    source: str
    verified: bool


class _Amount(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    amount: Decimal
    unit: TimeUnit


class _ProcessFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    vintage: Vintage
    deadline: _Amount
    service: str
    process: dict[str, Any]


class Handling(msgspec.Struct, frozen=True, kw_only=True):
    """The process that tasks run on, their deadline, what the register is told, how old that knowledge is."""

    process: ProcessDefinition
    deadline: Duration
    service: str
    vintage: Vintage


class UnableToReadProcess(Exception):
    """The reviewed file has faults; the message names each one."""


@cache
def handling() -> Handling:
    """The process in force; raises UnableToReadProcess with every fault of the file."""
    return read_handling(_FILE.read_bytes())


def read_handling(content: bytes) -> Handling:
    """Read and check one process file."""
    try:
        read = msgspec.yaml.decode(content, type=_ProcessFile)
        process = read_definition(read.process)
    except msgspec.ValidationError as fault:
        raise UnableToReadProcess(str(fault)) from None
    problems = check_process(
        process, allowed_statuses=STAGES, allowed_status_moves=_STAGE_MOVES, roles=ROLES, guards=GUARDS
    )
    if problems:
        raise UnableToReadProcess("; ".join(f"{one.place}: {one.message}" for one in problems))
    return Handling(
        process=process,
        deadline=Duration(read.deadline.amount, read.deadline.unit),
        service=read.service,
        vintage=read.vintage,
    )
