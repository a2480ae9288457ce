"""Two systems said different things of one field of a dossier: what is kept of it, and what is shown."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tinhso.coordination.exchange.types import InboundState
from tinhso.engines.sync.service import Scalar, System


class Why(StrEnum):
    """Why one word counts before another."""

    OWNER = "owner"
    CITIZEN = "citizen"
    ORDER = "order"
    FIXED = "fixed"
    PROCESS = "process"
    PAPER = "paper"


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """Two systems said different things of one field: ``held`` counts, ``said`` does not.

    Changes of the log have their numbers; a word that is no change has none. ``papers`` are the names of
    files that came with what was said.
    """

    field: str
    kept: System
    overruled: System
    held: Scalar = dataclasses.field(repr=False)
    said: Scalar = dataclasses.field(repr=False)
    held_at: datetime | None
    said_at: datetime
    why: Why
    kept_seq: int | None = None
    overruled_seq: int | None = None
    papers: tuple[str, ...] = dataclasses.field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictRow:
    """A field of which two systems said different things: whose word counts, whose does not, and why.

    ``is_lasting``: the other one has not been seen to show what counts, or what it said waits for a person.
    """

    code: str
    field: str
    kept: System
    overruled: System
    why: Why
    at: datetime
    is_lasting: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierConflict:
    """The same for an officer who may read the dossier, with what each side said and when.

    ``with_whom`` is the other system; ``message`` where the message stands that brought what was said.
    ``is_known`` is False for rows of older versions, which did not keep the values.
    """

    field: str
    kept: System
    overruled: System
    with_whom: System
    held: Scalar = dataclasses.field(repr=False)
    said: Scalar = dataclasses.field(repr=False)
    papers: tuple[str, ...] = dataclasses.field(repr=False)
    held_at: datetime | None
    said_at: datetime
    why: Why
    message: InboundState | None
    is_lasting: bool
    is_known: bool
