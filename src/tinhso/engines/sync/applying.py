"""Applying changes to a replica: the same set of changes gives the same replica in every order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from tinhso.engines.sync.ownership import Agreement, Rule
from tinhso.engines.sync.types import (
    Change,
    DossierKey,
    Field,
    Handover,
    ItemKey,
    Replica,
    StatusEvent,
    System,
    Vector,
    Write,
)


class Conflict(NamedTuple):
    """Two systems wrote one field, neither knowing of the other: whose word counts, whose does not."""

    field: str
    kept: Write
    overruled: Write


def apply(replica: Replica, change: Change, agreement: Agreement) -> tuple[Replica, tuple[Conflict, ...]]:
    """The replica with the change, and the fields in which it met another one.

    The change must be allowed, and all earlier ones of its origin applied, and every handover that it had
    seen; others may come before or after.
    """
    parts = change.parts
    owner = parts.opening or replica.owner_as_of(change.after)
    fields, statuses, items, removed = replica.fields, replica.statuses, replica.items, replica.removed
    conflicts: list[Conflict] = []
    if parts.fields:
        written = dict(fields)
        for name, value in parts.fields.items():
            ranked = _Ranked(agreement, agreement.fields[name], change.dossier)
            write = Write(change.origin, change.seq, value, change.origin == owner)
            written[name], others = written_field(fields.get(name), write, change.after, ranked)
            conflicts += [Conflict(name, *pair) for pair in others]
        fields = written
    if parts.status is not None:
        statuses = (*statuses, StatusEvent(parts.status, change.at, change.origin))
    if parts.items:
        added = {ItemKey(item.kind, change.origin, item.item_id): item.content for item in parts.items}
        items = {**items, **added}
    if parts.removed:
        removed = removed.union(parts.removed)
    ending = replica.ending or parts.ending
    present, handovers = parts.opening or replica.owner, replica.handovers
    if parts.handover:
        present = parts.handover
        handovers = (*handovers, Handover(change.origin, change.seq, parts.handover))
    return Replica(present, fields, statuses, items, removed, ending, handovers), tuple(conflicts)


def fold(changes: Iterable[Change], agreement: Agreement) -> Replica:
    """The replica that a whole log makes, opening first."""
    replica = Replica()
    for change in changes:
        replica, _ = apply(replica, change, agreement)
    return replica


class _Ranked(NamedTuple):
    """Whose word counts in one field of one dossier."""

    agreement: Agreement
    rule: Rule
    key: DossierKey

    def rank(self, write: Write) -> tuple[int, int]:
        creator = self.key.creator
        return self.agreement.rank(self.rule, write.system, is_owner=write.is_owners, creator=creator)


def written_field(
    known: Field | None, write: Write, after: Vector, ranked: _Ranked
) -> tuple[Field, list[tuple[Write, Write]]]:
    """The field with one more write, and pairs (kept, overruled) where it met one that did not know of it."""
    if known is None:
        return Field((write,), 1, after), []
    context = joined(known.context, after)
    standing = [other for other in known.standing if after.get(other.system, 0) < other.seq]
    concurrent = tuple(standing)
    if known.context.get(write.system, 0) < write.seq:
        standing.append(write)
        standing.sort(key=ranked.rank)
        first = standing[0]
        met = [(first, other) for other in standing[1:] if write in (first, other)] if concurrent else []
    else:
        met = []
    return Field(tuple(standing) or (write,), known.version + 1, context), met


def joined(one: Vector, other: Vector) -> Vector:
    """All that either has seen."""
    if covers(other, one):
        return other
    both = dict(one)
    for system, seq in other.items():
        if both.get(system, 0) < seq:
            both[system] = seq
    return both


def covers(one: Vector, other: Vector) -> bool:
    """Has the one seen all that the other has?"""
    for system, seq in other.items():  # noqa: SIM110 (asked at every message)
        if one.get(system, 0) < seq:
            return False
    return True


def advanced(vector: Mapping[System, int], system: System, seq: int) -> dict[System, int]:
    """The vector one change further."""
    return {**vector, system: seq}
