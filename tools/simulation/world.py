"""One run: cores, their disks and memories, a network that does what networks do, and falls at any moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from itertools import combinations
from random import Random
from typing import Any

from tinhso.engines.sync.service import (
    Acknowledge,
    Changed,
    Confirm,
    Core,
    Deliver,
    Dismissed,
    Dossier,
    DossierKey,
    Doubted,
    Input,
    Message,
    Output,
    Received,
    Released,
    Restarted,
    Send,
    Station,
    Store,
    System,
    Ticked,
    as_read_back,
)
from tools.simulation import people
from tools.simulation.agreement import AGREEMENT, HOUSE, SYSTEMS
from tools.simulation.damage import damaged
from tools.simulation.invariants import Book
from tools.simulation.plan import Fault, Plan, Violation
from tools.simulation.reconciling import doubts

BEGIN = datetime(2023, 7, 17, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)
_MUCH = 40
"""So many changes to a dossier, and people turn to a new one."""

CoreClass = Callable[[Station], Core]


class World:
    """Everything of one run; ``run`` raises a Violation where something happens that may never."""

    def __init__(self, plan: Plan, core: CoreClass) -> None:
        self.plan = plan
        self.rng = Random(plan.seed)  # noqa: S311 (lots, not keys)
        self.now = 0
        self.steps = 0
        self.reconciliations = 0
        self.counted: dict[str, int] = {}
        self._order = 0
        self._events: list[tuple[int, int, Callable[..., None], tuple[Any, ...]]] = []
        self._set_up(core)

    def _set_up(self, core: CoreClass) -> None:
        rng = self.rng
        self.systems = SYSTEMS if rng.random() < 0.5 else rng.choice((SYSTEMS[:3], (HOUSE, *SYSTEMS[2:])))
        is_star = rng.random() < 0.6
        self.cores: dict[System, Core] = {}
        for me in self.systems:
            others = tuple(system for system in self.systems if system != me)
            peers = others if not is_star or me == HOUSE else (HOUSE,)
            station = Station(me=me, peers=peers, is_hub=is_star and me == HOUSE, agreement=AGREEMENT)
            self.cores[me] = core(station)
        self.memory: dict[System, dict[DossierKey, Dossier]] = {system: {} for system in self.systems}
        self.disk: dict[System, dict[DossierKey, Dossier]] = {system: {} for system in self.systems}
        self.down: set[System] = set()
        self.cut: set[frozenset[System]] = set()
        self.book = Book(AGREEMENT)
        self._set_up_faults()
        self.opened = self.plan.dossiers
        self.keys = [people.key_of(rng.choice(self.systems), number) for number in range(self.opened)]
        self.hurt: dict[DossierKey, System] = {}
        self.silent: dict[DossierKey, System] = {}
        self._at(0, self._people_act)

    def _set_up_faults(self) -> None:
        rng, faults = self.rng, self.plan.faults

        def rate(fault: Fault, *choices: float) -> float:
            drawn = rng.choice(choices)
            return drawn if fault in faults else 0.0

        self.loss = rate(Fault.LOSS, 0, 0.02, 0.2, 0.5)
        self.duplication = rate(Fault.DUPLICATION, 0, 0.05, 0.3)
        self.reordering = rate(Fault.REORDERING, 0, 0.1, 0.4)
        self.partition = rate(Fault.PARTITION, 0, 0.003, 0.01)
        self.crash = rate(Fault.CRASH, 0, 0.002, 0.02)
        self.lie = rate(Fault.LIE, 0, 0.01, 0.1)
        self.partial = rate(Fault.PARTIAL, 0, 0.2, 0.6)
        self.damage = rate(Fault.DAMAGE, 0, 0.002, 0.01)
        self.forgery = rate(Fault.FORGERY, 0, 0.005, 0.02)
        skews = (0, 0, 800, -3_000, 60_000, 400_000, -700_000)
        self.skew = {
            system: (rng.choice(skews) if Fault.SKEW in faults else 0) * _MS for system in self.systems
        }
        self.pace = rng.choice((50, 500, 5_000, 60_000))
        self.is_quiet = False

    # --- running ----------------------------------------------------------------------------------

    def run(self) -> None:
        """To the end: faults, healing, rest, and the last look."""
        try:
            self._while(lambda: self.steps < self.plan.steps)
            self._outage()
            self._heal()
            self._rest()
            self.book.everything_arrived(self.disk)
            while self._reconcile():
                self._rest()
            self.book.at_rest(self.disk)
        except (LookupError, TypeError, ValueError) as error:
            raise self._at_step(Violation("cores stand", repr(error))) from error
        except Violation as violation:
            violation.step = self.steps
            raise

    def _at_step(self, violation: Violation) -> Violation:
        violation.step = self.steps
        return violation

    def _rest(self) -> None:
        most = 40_000 + 3 * self.plan.steps
        last = self.steps + most
        self._while(lambda: self.steps < last)
        if self._events:
            raise Violation("convergence", f"not at rest {most} steps after the last fault")

    def _while(self, goes_on: Callable[[], bool]) -> None:
        events = self._events
        while events and goes_on():
            self.now, _, do, arguments = heappop(events)
            do(*arguments)

    def _at(self, delay: int, do: Callable[..., None], *arguments: Any) -> None:
        self._order += 1
        heappush(self._events, (self.now + delay, self._order, do, arguments))

    def _count(self, what: str) -> None:
        self.counted[what] = self.counted.get(what, 0) + 1

    def _outage(self) -> None:
        """People go home, and one line stays cut for two hours: whoever gives up is found out."""
        if self.partition:
            self.is_quiet = True
            self.cut.add(frozenset(self.rng.sample(self.systems, 2)))
            end = self.now + 2 * 3_600_000
            self._while(lambda: self._events[0][0] < end)

    def _heal(self) -> None:
        self.is_quiet = True
        self.loss = self.duplication = self.reordering = self.crash = self.lie = self.partial = 0.0
        self.cut.clear()
        for system in sorted(self.down):
            self._restart(system)
        for _ in range(10 if self.damage else 0):
            self._damage()

    def _reconcile(self) -> bool:
        """What the trees of all pairs find is compared again by the cores; False if nothing was found."""
        self.reconciliations += 1
        found = False
        for one, other in combinations(self.systems, 2):
            for key in doubts(self.cores[one], self.disk[one], self.cores[other], self.disk[other]):
                found = True
                self._count("differences")
                for system, peer in ((one, other), (other, one)):
                    if peer in self.cores[system].station.peers:
                        self._step(system, key, Doubted(peer))
        if found and self.reconciliations > 5:
            raise Violation("convergence", "the trees of digests still differ after five repairs")
        return found

    # --- a core's step, and what may cut it short ---------------------------------------------------

    def _step(self, system: System, key: DossierKey, input_: Input) -> tuple[Output, ...]:
        self.steps += 1
        before = self.memory[system].get(key) or Dossier(key)
        now = BEGIN + self.now * _MS + self.skew[system]
        after, outputs = self.cores[system].step(before, input_, now)
        is_own = type(input_) is Changed
        if self.crash and self.rng.random() < self.crash:
            self._do(system, key, outputs[: self.rng.randrange(len(outputs) + 1)], is_own)
            self._fall(system)
            return ()
        self.memory[system][key] = after
        self._do(system, key, outputs, is_own)
        self.book.cursors(system, before, after)
        if after.due_at is not None and after.due_at != before.due_at:
            delay = (after.due_at - now) // _MS
            self._at(max(delay, 0), self._tick, system, key, after.due_at)
        return outputs

    def _do(self, system: System, key: DossierKey, outputs: tuple[Output, ...], is_own: bool) -> None:
        batches: dict[System, list[Message]] = {}
        for output in outputs:
            kind = type(output)
            if kind is Send:
                self._say(system, key, output, batches)  # type: ignore[arg-type]
            elif kind is Store:
                self._store(system, key, output, is_own)  # type: ignore[arg-type]
            elif kind is Confirm:
                self.book.confirm(output.change, self.disk[system].get(key))  # type: ignore[union-attr]
            else:
                self._count(kind.__name__)
        for peer, messages in batches.items():
            if self.partial and len(messages) > 1 and self.rng.random() < self.partial:
                messages = messages[: self.rng.randrange(len(messages))]
            for message in messages:
                self._send(system, peer, key, message)

    def _store(self, system: System, key: DossierKey, store: Store, is_own: bool) -> None:
        if is_own:
            for change in store.added:
                self.book.make(change)
        self.book.store(system, self.disk[system].get(key), store.dossier, store.added)
        self.disk[system][key] = store.dossier

    def _say(self, system: System, key: DossierKey, send: Send, batches: dict[System, list[Message]]) -> None:
        message = send.message
        if not isinstance(message, Deliver):
            self.book.claim(system, send.peer, key, message.seen)
            self.book.speak(system, message.seen, self.disk[system].get(key))
        batches.setdefault(send.peer, []).append(message)

    def _tick(self, system: System, key: DossierKey, due: datetime) -> None:
        dossier = self.memory[system].get(key)
        if dossier is not None and dossier.due_at == due and system not in self.down:
            self._step(system, key, Ticked())

    def _fall(self, system: System) -> None:
        self._count("crash")
        self.memory[system] = {}
        self.down.add(system)
        self._at(self.rng.choice((100, 5_000, 300_000)), self._restart, system)

    def _restart(self, system: System) -> None:
        if system not in self.down:
            return
        self.down.discard(system)
        self.memory[system] = {key: as_read_back(stored) for key, stored in self.disk[system].items()}
        for key in self.disk[system]:
            if system not in self.down:
                self._step(system, key, Restarted())

    # --- the network --------------------------------------------------------------------------------

    def _send(self, sender: System, receiver: System, key: DossierKey, message: Message) -> None:
        rng = self.rng
        if self.cut and frozenset((sender, receiver)) in self.cut:
            return
        if self.loss and rng.random() < self.loss:
            return
        if self.lie and type(message) is Deliver and rng.random() < self.lie:
            self._lie(receiver, sender, key, message)
            return
        delay = 20 + int(rng.random() * 200)
        if self.reordering and rng.random() < self.reordering:
            delay += int(rng.random() * 20_000)
        self._at(delay, self._arrive, sender, receiver, key, message)
        if self.duplication and rng.random() < self.duplication:
            self._at(delay + int(rng.random() * 60_000), self._arrive, sender, receiver, key, message)

    def _arrive(self, sender: System, receiver: System, key: DossierKey, message: Message) -> None:
        if receiver not in self.down:
            self._step(receiver, key, Received(sender, message))

    def _lie(self, liar: System, listener: System, key: DossierKey, message: Deliver) -> None:
        """Success is answered, and nothing was done."""
        self._count("lie")
        stored, change = self.disk[liar].get(key), message.change
        seen = {**(stored.seen if stored else {}), change.origin: change.seq}
        self.book.claim(liar, listener, key, seen)
        self._at(50, self._arrive, liar, listener, key, Acknowledge(seen, ()))

    # --- people, and what befalls -------------------------------------------------------------------

    def _people_act(self) -> None:
        if self.is_quiet:
            return
        awake = [system for system in self.systems if system not in self.down]
        self._at(1 + int(self.rng.random() * self.pace) if awake else 5_000, self._people_act)
        if not awake:
            return
        self._befall()
        key = self._living(self.rng.randrange(len(self.keys)))
        speakers = [
            system for system in awake if self._is_opened(system, key) and system != self.silent.get(key)
        ]
        if speakers:
            system = self.rng.choice(speakers)
            parts = people.act(self.rng, system, self.memory[system][key])
            if any(type(output) is Confirm for output in self._step(system, key, Changed(parts))):
                self._count("handover" if parts.handover else "change")
        elif key.creator not in self.down and not self._is_opened(key.creator, key):
            parts = people.opening(self.rng, key.creator, self.systems)
            self._hush(key, parts.opening)
            self._step(key.creator, key, Changed(parts))

    def _is_opened(self, system: System, key: DossierKey) -> bool:
        dossier = self.memory[system].get(key)
        return dossier is not None and dossier.replica.owner is not None

    def _living(self, place: int) -> DossierKey:
        """The dossier at this place; one that has seen much makes room for a new one."""
        key = self.keys[place]
        held = [stored[key].seen for stored in self.disk.values() if key in stored]
        if any(sum(seen.values()) > _MUCH for seen in held):
            self.opened += 1
            key = self.keys[place] = people.key_of(self.rng.choice(self.systems), self.opened)
        return key

    def _hush(self, key: DossierKey, owner: System | None) -> None:
        """One system without a part in the dossier never speaks about it, except by forgery."""
        idle = [system for system in self.systems if system not in (key.creator, owner)]
        self.silent.pop(key, None)
        if idle and self.rng.random() < 0.5:
            self.silent[key] = self.rng.choice(idle)

    def _befall(self) -> None:
        rng = self.rng
        if self.partition and rng.random() < self.partition * 10:
            pair = frozenset(rng.sample(self.systems, 2))
            self.cut.add(pair)
            self._at(rng.choice((5_000, 600_000, 20_000_000)), self.cut.discard, pair)
        if self.damage and rng.random() < self.damage * 10:
            self._damage()
        if self.forgery and rng.random() < self.forgery * 10:
            self._forge()

    def _damage(self) -> None:
        """A value or an item on a disk is not what was stored there."""
        system, key = self.rng.choice(self.systems), self.rng.choice(self.keys)
        stored = self.disk[system].get(key)
        if stored is None or system in self.down or self.hurt.setdefault(key, system) != system:
            return  # what is lost everywhere alike nobody can find by comparing
        self._count("damage")
        self.disk[system][key] = damaged(self.rng, stored)
        self.memory[system][key] = as_read_back(self.disk[system][key])
        self._step(system, key, Restarted())

    def _forge(self) -> None:
        """A change that may not be arrives in the name of a system that has no part in the dossier."""
        rng = self.rng
        if not self.silent:
            return
        key = rng.choice(sorted(self.silent))
        silent = self.silent[key]
        receiver = rng.choice([system for system in self.systems if system != silent])
        dossier = self.memory[receiver].get(key)
        if dossier is None or receiver in self.down:
            return
        apart = silent in dossier.quarantine
        if apart and rng.random() < 0.3:
            self._step(receiver, key, rng.choice((Released(silent), Dismissed(silent))))
            return
        self._count("forgery")
        seq = 2 if apart and rng.random() < 0.5 else 1
        change = people.forged(rng, silent, dossier, seq, BEGIN + self.now * _MS)
        peers = self.cores[receiver].station.peers
        sender = silent if silent in peers else peers[0]
        self._step(receiver, key, Received(sender, Deliver(change)))
