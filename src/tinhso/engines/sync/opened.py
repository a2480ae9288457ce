"""A dossier taken apart for one step: changed here, put together once at the end."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from tinhso.engines.sync.applying import advanced
from tinhso.engines.sync.dossier import Dossier, Line, Quarantine, Waiting
from tinhso.engines.sync.messages import Output, Store
from tinhso.engines.sync.types import Change, Replica, System

_NEW_LINE = Line()


class Opened:
    """What a step works on. Nothing of the dossier it came from is altered: maps are copied when written."""

    __slots__ = (
        "_added", "_answers", "_before", "_is_touched", "_sayings", "ask_at", "asks", "key", "lines", "log",
        "now", "quarantine", "replica", "seen", "waiting",
    )  # fmt: skip

    def __init__(self, dossier: Dossier, now: datetime) -> None:
        self._before = dossier
        self.key, self.now = dossier.key, now
        self.replica, self.seen, self.log = dossier.replica, dossier.seen, dossier.log
        self.waiting, self.quarantine, self.lines = dossier.waiting, dossier.quarantine, dossier.lines
        self.asks, self.ask_at = dossier.asks, dossier.ask_at
        self._added: list[Change] = []
        self._is_touched = False
        self._sayings: list[Output] = []
        self._answers: list[Output] = []

    def say(self, output: Output) -> None:
        """Tell this side's people, after the store."""
        self._sayings.append(output)

    def answer(self, output: Output) -> None:
        """Something for outside, after the store and what is said here."""
        self._answers.append(output)

    def applied(self, change: Change, replica: Replica) -> None:
        origin = change.origin
        self.replica = replica
        self.seen = advanced(self.seen, origin, change.seq)
        self.log = {**self.log, origin: (*self.log.get(origin, ()), change)}
        self._added.append(change)
        self._disagree()

    def mended(self, replica: Replica) -> None:
        self.replica = replica
        self._is_touched = True
        self._disagree()

    def _disagree(self) -> None:
        """The replica is another one: no digest counts any longer."""
        for peer, line in self.lines.items():
            if line.is_agreed:
                self.put(peer, replace(line, is_agreed=False))

    def changes_in_order(self) -> list[Change]:
        return Dossier(self.key, log=self.log).in_order()

    def stalled(self) -> tuple[System, ...]:
        """Origins whose next change is here already and cannot be applied yet: more would be in vain."""
        if not (self.quarantine or self.waiting):
            return ()
        held = {origin for origin, seq in self.waiting if seq == self.seen.get(origin, 0) + 1}
        return tuple(sorted(held.union(self.quarantine)))

    def line(self, peer: System) -> Line:
        return self.lines.get(peer, _NEW_LINE)

    def put(self, peer: System, line: Line) -> None:
        before = self.lines.get(peer, _NEW_LINE)
        if line.is_agreed is not before.is_agreed or line.acknowledged != before.acknowledged:
            self._is_touched = True
        self.lines = {**self.lines, peer: line}

    def wait(self, waiting: Waiting) -> None:
        place = (waiting.change.origin, waiting.change.seq)
        if place not in self.waiting:
            self.waiting = {**self.waiting, place: waiting}
            self._is_touched = True

    def stop_waiting(self, origin: System, seq: int) -> None:
        self.waiting = {place: held for place, held in self.waiting.items() if place != (origin, seq)}
        self._is_touched = True

    def set_apart(self, apart: Quarantine) -> None:
        self.quarantine = {**self.quarantine, apart.change.origin: apart}
        self._is_touched = True

    def take_out(self, origin: System) -> Quarantine:
        apart = self.quarantine[origin]
        self.quarantine = {other: held for other, held in self.quarantine.items() if other != origin}
        self._is_touched = True
        return apart

    def closed(self) -> tuple[Dossier, tuple[Output, ...]]:
        """The dossier put together, and the outputs: store, then what is said here, then what goes out."""
        dossier = Dossier(
            self.key, self.replica, self.seen, self.log, self.waiting, self.quarantine, self.lines,
            self.asks, self.ask_at, self._due_at(),
        )  # fmt: skip
        if self._added or self._is_touched:
            stored = (Store(dossier, tuple(self._added)),)
            return dossier, (*stored, *self._sayings, *self._answers)
        return dossier, (*self._sayings, *self._answers)

    def _due_at(self) -> datetime | None:
        due = self.ask_at
        for line in self.lines.values():
            if line.next_at is not None and (due is None or line.next_at < due):
                due = line.next_at
        for apart in self.quarantine.values():
            if apart.until is not None and (due is None or apart.until < due):
                due = apart.until
        return due
