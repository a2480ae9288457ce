"""What may never be, judged from outside the cores: by the simulator's own book of what was made and said."""

from __future__ import annotations

from datetime import datetime
from typing import TypeAlias

from tinhso.engines.sync.service import (
    Agreement,
    Change,
    Dossier,
    DossierKey,
    Replica,
    System,
    Vector,
    Writer,
    canonical,
    fold,
)
from tools.simulation.plan import Violation

Place: TypeAlias = tuple[System, DossierKey]


class Book:
    """What was truly made, confirmed, forged and claimed, in the order in which it happened."""

    def __init__(self, agreement: Agreement) -> None:
        self.agreement = agreement
        self.made: dict[tuple[DossierKey, System, int], Change] = {}
        self.moved: dict[DossierKey, list[Change]] = {}
        self.confirmed: list[Change] = []
        self.claims: dict[tuple[System, System, DossierKey], dict[System, int]] = {}

    # --- what happened ----------------------------------------------------------------------------

    def make(self, change: Change) -> None:
        """A system stored a change of its own."""
        self.made[change.dossier, change.origin, change.seq] = change
        if change.parts.handover:
            self.moved.setdefault(change.dossier, []).append(change)

    def confirm(self, change: Change, stored: Dossier | None) -> None:
        """A system told somebody that the change counts: from here on it must not be lost."""
        if stored is None or stored.seen.get(change.origin, 0) < change.seq:
            raise Violation("stored before confirmed", f"{_name(change)} was confirmed and is on no disk")
        self.confirmed.append(change)

    def claim(self, speaker: System, listener: System, key: DossierKey, seen: Vector) -> None:
        """Somebody, or a liar in their name, said to have stored this much."""
        claimed = self.claims.setdefault((speaker, listener, key), {})
        for origin, seq in seen.items():
            if claimed.get(origin, 0) < seq:
                claimed[origin] = seq

    def speak(self, speaker: System, seen: Vector, stored: Dossier | None) -> None:
        """A core says what it has: it must be on its disk."""
        on_disk: Vector = stored.seen if stored else {}
        for origin, seq in seen.items():
            if on_disk.get(origin, 0) < seq:
                raise Violation("stored before acknowledged", f"{speaker} claims {origin} {seq}")

    # --- what must hold at every store ------------------------------------------------------------

    def store(
        self, system: System, before: Dossier | None, after: Dossier, added: tuple[Change, ...]
    ) -> None:
        """One store: only what was made, in order, by whom it may, never backwards."""
        old = before or Dossier(after.key)
        for change in added:
            self._genuine(system, change)
            self._owned(change)
        self._in_order(system, old, after, len(added))
        self._forward(system, old.replica, after.replica)

    def _genuine(self, system: System, change: Change) -> None:
        made = self.made.get((change.dossier, change.origin, change.seq))
        if made is not change and made != change:
            raise Violation("nothing invented", f"{system} applied {_name(change)}, which nobody made")

    def _in_order(self, system: System, old: Dossier, new: Dossier, added: int) -> None:
        if added == 0 and new.log is old.log:
            return
        total = 0
        for origin, changes in new.log.items():
            known = len(old.log.get(origin, ()))
            for place in range(known, len(changes)):
                if changes[place].seq != place + 1:
                    raise Violation("applied once, in order", f"{system} {_name(changes[place])}")
            if len(changes) < known or new.seen.get(origin, 0) != len(changes):
                raise Violation("never backwards", f"{system} {new.key} {origin}")
            total += len(changes) - known
        if total != added or len(new.log) < len(old.log):
            raise Violation("applied once, in order", f"{system} {new.key}: {added} told, {total} kept")

    def _forward(self, system: System, old: Replica, new: Replica) -> None:
        if new is old:
            return
        if new.statuses[: len(old.statuses)] != old.statuses:
            raise Violation("never backwards", f"{system}: statuses {old.statuses} became {new.statuses}")
        for before, after in zip(
            (old.statuses or new.statuses)[-1:], new.statuses[len(old.statuses) :], strict=False
        ):
            if old.statuses and after.status not in self.agreement.transitions.get(before.status, ()):
                raise Violation("statuses follow", f"{system}: {before.status} → {after.status}")
        if (old.ending and new.ending != old.ending) or not old.removed <= new.removed:
            raise Violation("never revived", f"{system}: {old.ending} {old.removed - new.removed}")
        for name, field in old.fields.items():
            if new.fields[name].version < field.version:
                raise Violation("never backwards", f"{system}: {name} went back")

    def _owned(self, change: Change) -> None:
        """Read from the table without the engine's own judgement."""
        parts, origin, creator = change.parts, change.origin, change.dossier.creator
        owner = self._owner_as_of(change)
        roles = {
            Writer.OWNER: origin == owner,
            Writer.CREATOR: origin == creator,
            Writer.CITIZEN_SIDE: origin in self.agreement.citizen_side,
        }
        rules = [self.agreement.items[item.kind] for item in parts.items]
        if not parts.opening:
            rules += [self.agreement.fields[name] for name in parts.fields]
        may = all(any(roles[role] for role in rule.writers) for rule in rules)
        may = may and all(origin in (key.origin, owner) for key in parts.removed)
        may = may and (origin == owner or not (parts.ending or parts.handover))
        may = may and (origin == owner or parts.status is None or bool(parts.opening))
        if not may:
            raise Violation("ownership kept", f"{_name(change)} was not {origin}'s to make")

    def _owner_as_of(self, change: Change) -> System | None:
        """The owner that the change's origin knew of: from the opening on, through what was truly made."""
        key = change.dossier
        opened = change if change.parts.opening else self.made.get((key, key.creator, 1))
        owner = opened.parts.opening if opened else None
        for moved in self.moved.get(key, ()):
            if change.after.get(moved.origin, 0) >= moved.seq:
                owner = moved.parts.handover
        return owner

    def cursors(self, system: System, before: Dossier, after: Dossier) -> None:
        """An outbound cursor moves by what the peer said, and by nothing else."""
        for peer, line in after.lines.items():
            known = before.lines.get(peer)
            if line is known or (known and line.acknowledged is known.acknowledged):
                continue
            claimed = self.claims.get((peer, system, after.key), {})
            for origin, seq in line.acknowledged.items():
                if claimed.get(origin, 0) < seq:
                    raise Violation("cursor follows the word", f"{system} → {peer}: {origin} {seq}")

    # --- what must hold when nothing moves any longer ---------------------------------------------

    def everything_arrived(self, stored: dict[System, dict[DossierKey, Dossier]]) -> None:
        """The lines alone have brought every change everywhere, before any tree is compared."""
        for key, origin, seq in self.made:
            for system, dossiers in stored.items():
                if key not in dossiers or dossiers[key].seen.get(origin, 0) < seq:
                    raise Violation("nothing lost", f"{system} lacks {origin} {seq} of {key}")

    def at_rest(self, stored: dict[System, dict[DossierKey, Dossier]]) -> None:
        """All equal, nothing lost, and the replica is what its log says."""
        for change in self.confirmed:
            if self.made.get((change.dossier, change.origin, change.seq)) is not change:
                raise Violation("nothing lost", f"{_name(change)} was confirmed and made again")
        for key in sorted({key for dossiers in stored.values() for key in dossiers}):
            held = {system: dossiers.get(key) for system, dossiers in stored.items()}
            self._equal(key, held)
        self.everything_arrived(stored)

    def _equal(self, key: DossierKey, held: dict[System, Dossier | None]) -> None:
        opened = {system: dossier for system, dossier in held.items() if dossier and dossier.replica.owner}
        if not opened:
            return
        first, *_ = opened.values()
        truth = fold(first.in_order(), self.agreement)
        for system in held:
            dossier = opened.get(system)
            if dossier is None or dossier.seen != first.seen:
                raise Violation(
                    "convergence", f"{key}: {system} has {dossier and dossier.seen}, not {first.seen}"
                )
            if _shown(dossier.replica) != _shown(truth):
                raise Violation("convergence", f"{key}: {system} shows something else")


def _shown(replica: Replica) -> tuple[bytes, dict[str, int]]:
    """What anybody sees, and how often each field was written."""
    return canonical(replica), {name: field.version for name, field in replica.fields.items()}


def _name(change: Change) -> str:
    moment: datetime = change.at
    return f"{change.origin} {change.seq} of {change.dossier.code} ({moment:%H:%M:%S})"
