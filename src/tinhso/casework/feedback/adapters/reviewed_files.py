"""The reviewed files of this room."""

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

_FOLDER = Path(__file__).parents[1] / "data"
ROLES = frozenset({"reception_officer", "specialist", "leader"})
GUARDS = frozenset({"classified", "private", "publishable"})
STAGES = frozenset({1, 2, 3, 4})
_STAGE_MOVES = frozenset({(0, 1), (1, 2), (1, 4), (2, 3), (2, 4)})


class _ProcessFile(ReviewedFile, frozen=True, kw_only=True):
    deadline_verified: bool


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


@cache
def handling() -> Handling:
    """The process in force; raises UnableToReadProcess with every fault of the file."""
    return read_handling((_FOLDER / "process.yaml").read_bytes())


def read_handling(content: bytes) -> Handling:
    """Read and check one process file."""
    file, process = read_reviewed(
        content, form=_ProcessFile, stages=STAGES, stage_moves=_STAGE_MOVES, roles=ROLES, guards=GUARDS
    )
    return Handling(
        process=process,
        deadline=file.deadline.duration(),
        vintage=file.vintage,
        deadline_verified=file.deadline_verified,
    )


@cache
def words() -> Words:
    """The closed lists and house values."""
    return msgspec.yaml.decode((_FOLDER / "words.yaml").read_bytes(), type=Words)
