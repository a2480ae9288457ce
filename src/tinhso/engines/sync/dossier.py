"""The state of one dossier in one core: all that ``Core.step`` needs, loadable by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from tinhso.engines.sync.ownership import Agreement
from tinhso.engines.sync.types import Change, DossierKey, Replica, System, Vector
from tinhso.engines.sync.validity import Reason


@dataclass(frozen=True, slots=True)
class Line:
    """The outbound cursor to one peer: what it acknowledged, and whether digests have agreed since.

    The rest is forgotten by a fall: what is under way, how often in vain, when to look again, and origins of
    which the peer holds a change that it cannot apply yet, so that more of theirs would be in vain.
    """

    acknowledged: Vector = field(default_factory=dict)
    is_agreed: bool = False
    sent: Vector = field(default_factory=dict)
    tries: int = 0
    next_at: datetime | None = None
    stalled: tuple[System, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """A change whose predecessors are not here yet, and who brought it."""

    change: Change
    sender: System


@dataclass(frozen=True, slots=True)
class Quarantine:
    """A change that may not be; ``until`` is when the clock lets it pass by itself, if ever."""

    change: Change
    reason: Reason
    sender: System
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Dossier:
    """One dossier in one core.

    ``seen`` is the inbound cursor: per origin the last change applied. ``log`` holds these changes.
    ``due_at`` is when the core wants to be told that time has passed; None when all lines agree.
    """

    key: DossierKey
    replica: Replica = field(default_factory=Replica)
    seen: Vector = field(default_factory=dict)
    log: Mapping[System, tuple[Change, ...]] = field(default_factory=dict)
    waiting: Mapping[tuple[System, int], Waiting] = field(default_factory=dict)
    quarantine: Mapping[System, Quarantine] = field(default_factory=dict)
    lines: Mapping[System, Line] = field(default_factory=dict)
    asks: int = 0
    ask_at: datetime | None = None
    due_at: datetime | None = None

    def in_order(self) -> list[Change]:
        """The whole log as it may be applied: the creator's changes first, the opening at their head.

        Where the dossier changed hands, each change comes after all that its origin had seen.
        """
        creator = self.key.creator
        origins = [creator, *(origin for origin in sorted(self.log) if origin != creator)]
        changes = [change for origin in origins for change in self.log.get(origin, ())]
        if any(change.parts.handover for change in changes):
            return self._as_seen(changes)
        return changes

    def _as_seen(self, changes: list[Change]) -> list[Change]:
        """What an origin had seen and is not in the log (it may stand in quarantine) is not waited for."""
        held = {origin: len(known) for origin, known in self.log.items()}
        taken: dict[System, int] = {}
        ordered: list[Change] = []
        while changes:
            left = []
            for change in changes:
                after = change.after.items()
                if all(taken.get(origin, 0) >= min(seq, held.get(origin, 0)) for origin, seq in after):
                    ordered.append(change)
                    taken[change.origin] = change.seq
                else:
                    left.append(change)
            if len(left) == len(changes):
                return ordered + left
            changes = left
        return ordered


def as_read_back(dossier: Dossier) -> Dossier:
    """The dossier as a process finds it after a fall: what was under way is forgotten."""
    lines = {peer: Line(line.acknowledged, line.is_agreed) for peer, line in dossier.lines.items()}
    return replace(dossier, lines=lines, asks=0, ask_at=None, due_at=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """How patient a core is. Waits double with each vain try up to ``longest``, and never end."""

    resend_after: timedelta = timedelta(seconds=30)
    longest: timedelta = timedelta(minutes=10)
    ask_after: timedelta = timedelta(seconds=5)
    compare_after: timedelta = timedelta(minutes=1)
    date_tolerance: timedelta = timedelta(minutes=5)
    at_once: int = 20
    most_waiting: int = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """Where a core stands: its system, its lines, and whether it passes others' changes on, as a hub does."""

    me: System
    peers: tuple[System, ...]
    is_hub: bool
    agreement: Agreement
    timing: Timing = field(default_factory=Timing)
