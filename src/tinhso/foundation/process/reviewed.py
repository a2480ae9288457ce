"""A room's process as a reviewed file: read once and checked whole before the first case runs on it.

A word that nobody knows is a mistake, never ignored. A room whose file says more extends ``ReviewedFile``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Set
from decimal import Decimal
from typing import Any, TypeVar

import msgspec

from tinhso.foundation.process.plain_definitions import read_definition
from tinhso.foundation.process.rules.checking import check_process
from tinhso.foundation.process.types.definitions import ProcessDefinition
from tinhso.foundation.process.types.durations import Duration, TimeUnit


class UnableToReadProcess(Exception):
    """The reviewed file has faults; the message names each one."""


class Vintage(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How old the file's facts are, where they come from, and whether anybody has verified them."""

    as_of: dt.date
    source: str
    verified: bool


class Amount(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A duration as files write it."""

    amount: Decimal
    unit: TimeUnit

    def duration(self) -> Duration:
        """The duration it means; UnableToReadDuration where there is none such."""
        return Duration(self.amount, self.unit)


class ReviewedFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What every such file says: its vintage, the time for a case, and the process, not yet read."""

    vintage: Vintage
    deadline: Amount
    process: dict[str, Any]


File = TypeVar("File", bound=ReviewedFile)


def read_reviewed(
    content: bytes,
    *,
    form: type[File],
    stages: Set[int],
    stage_moves: Set[tuple[int, int]],
    roles: Set[str],
    guards: Set[str],
) -> tuple[File, ProcessDefinition]:
    """The YAML file as ``form``, and its process; raises UnableToReadProcess with every fault.

    ``stages`` are the statuses a state may have and ``stage_moves`` what may follow what, 0 the beginning;
    ``roles`` and ``guards`` are the words the process may use for people and for conditions.
    """
    try:
        read = msgspec.yaml.decode(content, type=form)
        process = read_definition(read.process)
    except msgspec.ValidationError as fault:
        raise UnableToReadProcess(str(fault)) from None
    problems = check_process(
        process,
        allowed_statuses=frozenset(stages),
        allowed_status_moves=frozenset(stage_moves),
        roles=frozenset(roles),
        guards=frozenset(guards),
    )
    if problems:
        raise UnableToReadProcess("; ".join(f"{one.place}: {one.message}" for one in problems))
    return read, process
