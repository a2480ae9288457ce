"""A dossier as one system holds it, and the changes it is made of.

A change is made by one system (its origin), numbered by it for that dossier from 1, and never altered. A
replica is a function of the *set* of changes applied: whoever has applied the same ones holds the same
dossier, in whatever order the changes of different origins came.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, TypeAlias

System: TypeAlias = str
"""A system that holds dossiers, by its name in the agreement."""
Scalar: TypeAlias = str | int | bool | None
Vector: TypeAlias = Mapping[System, int]
"""For each origin the number of its last change: what somebody has seen of one dossier."""

NOTHING_YET = 0
"""The status before the first one, as in dossier_transitions.csv."""


class DossierKey(NamedTuple):
    """A dossier by the system that opened it and its code there; two systems never open the same one."""

    creator: System
    code: str


class ItemKey(NamedTuple):
    """A paper, supplement, fee or result by its kind, the system that added it, and its id there."""

    kind: str
    origin: System
    item_id: str


class Ending(StrEnum):
    """Why a dossier is no more; it is never revived."""

    WITHDRAWN = "withdrawn"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Item:
    """Something that is added once and never altered: a paper, a request, a fee, a result."""

    kind: str
    item_id: str
    content: Mapping[str, Scalar]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What one change does, all of it or nothing; ``opening`` names the owner of a dossier that begins.

    ``handover`` names the next owner: whatever was made without knowing of it is still the former one's.
    """

    opening: System | None = None
    handover: System | None = None
    fields: Mapping[str, Scalar] = field(default_factory=dict)
    status: int | None = None
    items: tuple[Item, ...] = ()
    removed: tuple[ItemKey, ...] = ()
    ending: Ending | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One numbered change; ``after`` is what its origin had seen when it made it, itself included."""

    dossier: DossierKey
    origin: System
    seq: int
    after: Vector
    at: datetime
    parts: Parts
    format: int = 1


def format_of(parts: Parts) -> int:
    """The oldest format that knows all of it: a program that knows no handover must not drop one unseen."""
    return 2 if parts.handover else 1


class Write(NamedTuple):
    """One value that a system gave a field by its change ``seq``; whether it owned the dossier then."""

    system: System
    seq: int
    value: Scalar
    is_owners: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """A field: the writes that no other write knew of, the one that counts first; how often it was written.

    ``context`` is all that the writers of this field had seen: what a write must be outside of to count.
    """

    standing: tuple[Write, ...]
    version: int
    context: Vector

    @property
    def value(self) -> Scalar:
        """What everybody shows."""
        return self.standing[0].value

    @property
    def system(self) -> System:
        """Whose word it is."""
        return self.standing[0].system


class StatusEvent(NamedTuple):
    """A status and when it began."""

    status: int
    at: datetime
    system: System


class Handover(NamedTuple):
    """The owner gave the dossier to another system, by its change ``seq``."""

    former: System
    seq: int
    owner: System


@dataclass(frozen=True, slots=True)
class Replica:
    """The dossier as one system holds it; without an owner it has not been opened yet.

    ``owner`` is the present one, ``handovers`` how the dossier came to it, the first one first.
    """

    owner: System | None = None
    fields: Mapping[str, Field] = field(default_factory=dict)
    statuses: tuple[StatusEvent, ...] = ()
    items: Mapping[ItemKey, Mapping[str, Scalar]] = field(default_factory=dict)
    removed: frozenset[ItemKey] = frozenset()
    ending: Ending | None = None
    handovers: tuple[Handover, ...] = ()

    def owner_as_of(self, after: Vector) -> System | None:
        """Who owned the dossier for somebody that had seen this much."""
        for handover in reversed(self.handovers):
            if after.get(handover.former, 0) >= handover.seq:
                return handover.owner
        return self.handovers[0].former if self.handovers else self.owner

    @property
    def status(self) -> int:
        """Where the dossier stands."""
        return self.statuses[-1].status if self.statuses else NOTHING_YET

    def visible_items(self) -> dict[ItemKey, Mapping[str, Scalar]]:
        """The items that nobody took back."""
        return {key: content for key, content in self.items.items() if key not in self.removed}
