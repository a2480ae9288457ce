"""The reviewed files of this room, read once and checked whole before the first case runs on them.

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

_FOLDER = Path(__file__).parents[1] / "data"
ROLES = frozenset({"reception_officer", "specialist", "leader"})
GUARDS = frozenset({"classified", "private", "publishable"})
STAGES = frozenset({1, 2, 3, 4})
_STAGE_MOVES = frozenset({(0, 1), (1, 2), (1, 4), (2, 3), (2, 4)})


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
    deadline_verified: bool
    process: dict[str, Any]


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The closed lists and house values of ``words.yaml``."""

    not_to_itself: frozenset[str]
    refusal_reasons: dict[str, str]
    rating_days: int
    longest_text: int
    most_files: int
    most_sent_a_day: int


class Handling(msgspec.Struct, frozen=True, kw_only=True):
    """The process that cases run on, the time for an answer, and how old that knowledge is."""

    process: ProcessDefinition
    deadline: Duration
    vintage: Vintage
    deadline_verified: bool


class UnableToReadProcess(Exception):
    """The reviewed file has faults; the message names each one."""


@cache
def handling() -> Handling:
    """The process in force; raises UnableToReadProcess with every fault of the file."""
    return read_handling((_FOLDER / "process.yaml").read_bytes())


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
    deadline = Duration(read.deadline.amount, read.deadline.unit)
    return Handling(
        process=process,
        deadline=deadline,
        vintage=read.vintage,
        deadline_verified=read.deadline_verified,
    )


@cache
def words() -> Words:
    """The closed lists and house values."""
    return msgspec.yaml.decode((_FOLDER / "words.yaml").read_bytes(), type=Words)
