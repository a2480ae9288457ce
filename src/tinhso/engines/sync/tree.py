"""Finding what differs between two systems by walking down a tree of digests: root, day, agency, dossier.

A dossier stands under the day it was opened and the agency that both systems count it to. Nodes are hashes
over the sorted nodes below them, so equal branches are never entered: two equal trees cost one comparison.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple, Protocol, TypeVar

from tinhso.engines.sync.types import DossierKey

_Name = TypeVar("_Name", date, str)


class Bucket(NamedTuple):
    """The dossiers of one agency opened on one day."""

    day: date
    agency: str


class Found(StrEnum):
    """How a dossier differs, seen from here."""

    MISSING_HERE = "missing_here"
    MISSING_THERE = "missing_there"
    DIFFERENT = "different"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Difference:
    """One dossier that is not the same here and there, and the bucket it stands in on each side."""

    key: DossierKey
    found: Found
    here: Bucket | None
    there: Bucket | None


class Side(Protocol):
    """One system's tree as it can be asked, from memory or over a line."""

    def root(self) -> bytes:
        """The digest of everything."""
        ...

    def days(self) -> Mapping[date, bytes]:
        """The digest of each day."""
        ...

    def agencies(self, day: date) -> Mapping[str, bytes]:
        """The digest of each agency on a day."""
        ...

    def dossiers(self, bucket: Bucket) -> Mapping[DossierKey, str]:
        """The digest of each dossier in a bucket."""
        ...


def bucket_digest(dossiers: Mapping[DossierKey, str]) -> bytes:
    """The hash of a bucket over its dossiers in the order of their keys."""
    hashed = hashlib.sha256()
    for key in sorted(dossiers):
        hashed.update("\x1f".join((key.creator, key.code, dossiers[key])).encode() + b"\x1e")
    return hashed.digest()


def node_digest(children: Iterable[tuple[str, bytes]]) -> bytes:
    """The hash of a node over the names and hashes below it."""
    hashed = hashlib.sha256()
    for name, child in sorted(children):
        hashed.update(name.encode() + b"\x1f" + child)
    return hashed.digest()


class DigestTree:
    """A tree in memory. ``put`` renews one bucket; days and root are hashed again when somebody asks."""

    def __init__(self) -> None:
        self._buckets: dict[date, dict[str, bytes]] = {}
        self._dossiers: dict[Bucket, Mapping[DossierKey, str]] = {}
        self._days: dict[date, bytes] = {}
        self._root: bytes | None = None

    def put(self, bucket: Bucket, dossiers: Mapping[DossierKey, str]) -> None:
        """The bucket as it is now; an empty one is no more."""
        day = self._buckets.setdefault(bucket.day, {})
        if dossiers:
            day[bucket.agency] = bucket_digest(dossiers)
            self._dossiers[bucket] = dict(dossiers)
        else:
            day.pop(bucket.agency, None)
            self._dossiers.pop(bucket, None)
        if not day:
            del self._buckets[bucket.day]
        self._days.pop(bucket.day, None)
        self._root = None

    def root(self) -> bytes:
        """The digest of everything."""
        if self._root is None:
            self._root = node_digest((day.isoformat(), held) for day, held in self.days().items())
        return self._root

    def days(self) -> Mapping[date, bytes]:
        """The digest of each day."""
        for day in self._buckets.keys() - self._days.keys():
            self._days[day] = node_digest(self._buckets[day].items())
        return self._days

    def agencies(self, day: date) -> Mapping[str, bytes]:
        """The digest of each agency on a day."""
        return self._buckets.get(day, {})

    def dossiers(self, bucket: Bucket) -> Mapping[DossierKey, str]:
        """The digest of each dossier in a bucket."""
        return self._dossiers.get(bucket, {})


def differences(here: Side, there: Side) -> tuple[Difference, ...]:
    """Every dossier that differs, by key. Only branches whose hashes differ are asked for."""
    mine: dict[DossierKey, tuple[Bucket, str]] = {}
    theirs: dict[DossierKey, tuple[Bucket, str]] = {}
    for bucket in _unequal(here, there):
        for side, found in ((here, mine), (there, theirs)):
            for key, held in side.dossiers(bucket).items():
                found[key] = (bucket, held)
    return tuple(_differences(mine, theirs))


def _unequal(here: Side, there: Side) -> Iterator[Bucket]:
    if here.root() == there.root():
        return
    for day in _unequal_names(here.days(), there.days()):
        for agency in _unequal_names(here.agencies(day), there.agencies(day)):
            yield Bucket(day, agency)


def _unequal_names(mine: Mapping[_Name, bytes], theirs: Mapping[_Name, bytes]) -> list[_Name]:
    return [name for name in mine.keys() | theirs.keys() if mine.get(name) != theirs.get(name)]


def _differences(
    mine: Mapping[DossierKey, tuple[Bucket, str]], theirs: Mapping[DossierKey, tuple[Bucket, str]]
) -> Iterator[Difference]:
    for key in sorted(mine.keys() | theirs.keys()):
        here, there = mine.get(key), theirs.get(key)
        if here == there:
            continue
        if here is None or there is None:
            found = Found.MISSING_HERE if here is None else Found.MISSING_THERE
        else:
            found = Found.DIFFERENT if here[1] != there[1] else Found.ELSEWHERE
        yield Difference(key, found, here[0] if here else None, there[0] if there else None)
