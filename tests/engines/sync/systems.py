"""A handful of cores whose messages the test carries by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tinhso.engines.sync.service import (
    Change,
    Changed,
    Confirm,
    Core,
    Deliver,
    Dossier,
    DossierKey,
    Input,
    Item,
    Message,
    Output,
    Parts,
    Received,
    Refuse,
    Scalar,
    Send,
    Station,
    System,
    Ticked,
)
from tools.simulation.agreement import AGREEMENT, ESSENTIAL, HOUSE, NATIONAL, OLD_ONE_STOP

NOW = datetime(2023, 7, 17, 1, tzinfo=UTC)
KEY = DossierKey(ESSENTIAL, "H09.1-230717-0001")
PAPER = Item("paper", "1", {"title": "Tờ khai"})

__all__ = [
    "AGREEMENT",
    "ESSENTIAL",
    "HOUSE",
    "KEY",
    "NATIONAL",
    "NOW",
    "OLD_ONE_STOP",
    "PAPER",
    "Systems",
    "change",
]


class Systems:
    """Cores around the house; what they send lies in ``lines`` until the test lets it through."""

    def __init__(self, *names: System, key: DossierKey = KEY) -> None:
        self.names = names or (HOUSE, ESSENTIAL, NATIONAL)
        self.key, self.now = key, NOW
        self.cores = {name: Core(self._station(name)) for name in self.names}
        self.dossiers = {name: Dossier(key) for name in self.names}
        self.lines: list[tuple[System, System, Message]] = []
        self.said: list[tuple[System, Output]] = []

    def _station(self, me: System) -> Station:
        peers = tuple(name for name in self.names if name != me) if me == HOUSE else (HOUSE,)
        return Station(me=me, peers=peers, is_hub=me == HOUSE, agreement=AGREEMENT)

    def tell(self, system: System, input_: Input) -> tuple[Output, ...]:
        self.dossiers[system], outputs = self.cores[system].step(self.dossiers[system], input_, self.now)
        for output in outputs:
            if isinstance(output, Send):
                self.lines.append((system, output.peer, output.message))
            else:
                self.said.append((system, output))
        return outputs

    def do(self, system: System, **parts: object) -> Change:
        """A change made there, which must count."""
        outputs = self.tell(system, Changed(Parts(**parts)))  # type: ignore[arg-type]
        return next(output.change for output in outputs if isinstance(output, Confirm))

    def refused(self, system: System, **parts: object) -> str:
        """Why a change made there may not be; nothing has happened."""
        before = self.dossiers[system]
        outputs = self.tell(system, Changed(Parts(**parts)))  # type: ignore[arg-type]
        assert [type(output) for output in outputs] == [Refuse]
        assert self.dossiers[system] == before
        return str(outputs[0].reason)  # type: ignore[union-attr]

    def receive(self, system: System, sender: System, change: Change) -> tuple[Output, ...]:
        return self.tell(system, Received(sender, Deliver(change)))

    def let_through(self) -> None:
        """Everything arrives, and what follows from it."""
        for _ in range(10_000):
            if not self.lines:
                return
            sender, receiver, message = self.lines.pop(0)
            self.tell(receiver, Received(sender, message))
        raise AssertionError("they never stop talking")

    def cut(self, *ends: System) -> None:
        """What is on the way to or from these is lost."""
        self.lines = [line for line in self.lines if not set(ends) & set(line[:2])]

    def wait(self, seconds: float) -> None:
        """Time passes, whoever is due is told, and everything arrives."""
        self.now += timedelta(seconds=seconds)
        for system in self.names:
            due = self.dossiers[system].due_at
            if due is not None and due <= self.now:
                self.tell(system, Ticked())
        self.let_through()

    def value(self, system: System, field: str) -> Scalar:
        return self.dossiers[system].replica.fields[field].value

    def opened(self, *, owner: System = HOUSE, **fields: Scalar) -> Systems:
        """The dossier, filed at the essential-services portal and known to all."""
        self.do(ESSENTIAL, opening=owner, status=1, fields=fields, items=(PAPER,))
        self.let_through()
        return self

    def are_equal(self) -> bool:
        first, *others = self.dossiers.values()
        return all(other.replica == first.replica and other.seen == first.seen for other in others)


def change(origin: System, seq: int, *, after: dict[System, int] | None = None, **parts: object) -> Change:
    """A change as it comes over a line."""
    known = parts.pop("format", 1)
    at = parts.pop("at", NOW)
    return Change(
        dossier=KEY,
        origin=origin,
        seq=seq,
        after={**(after or {}), **({origin: seq - 1} if seq > 1 else {})},
        at=at,  # type: ignore[arg-type]
        format=known,  # type: ignore[arg-type]
        parts=Parts(**parts),  # type: ignore[arg-type]
    )
