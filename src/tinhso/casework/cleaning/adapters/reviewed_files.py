"""The reviewed file of this room."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

from tinhso.foundation.process.service import (
    Duration,
    ProcessDefinition,
    ReviewedFile,
    Vintage,
    read_reviewed,
)

_FILE = Path(__file__).parents[1] / "data" / "process.yaml"
ROLES = frozenset({"specialist", "leader"})
GUARDS = frozenset({"register_agrees", "register_differs"})
STAGES = frozenset({1, 2, 3})
_STAGE_MOVES = frozenset({(0, 1), (1, 2), (2, 1), (2, 3)})


class _ProcessFile(ReviewedFile, frozen=True, kw_only=True):
    service: str


class Handling(msgspec.Struct, frozen=True, kw_only=True):
    """The process that tasks run on, their deadline, what the register is told, how old that knowledge is."""

    process: ProcessDefinition
    deadline: Duration
    service: str
    vintage: Vintage


@cache
def handling() -> Handling:
    """The process in force; raises UnableToReadProcess with every fault of the file."""
    return read_handling(_FILE.read_bytes())


def read_handling(content: bytes) -> Handling:
    """Read and check one process file."""
    file, process = read_reviewed(
        content, form=_ProcessFile, stages=STAGES, stage_moves=_STAGE_MOVES, roles=ROLES, guards=GUARDS
    )
    return Handling(
        process=process, deadline=file.deadline.duration(), service=file.service, vintage=file.vintage
    )
