"""Whatever order changes come in, whoever falls, whatever is lost: all end up showing the same, rightly."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.engines.sync.systems import AGREEMENT, ESSENTIAL, HOUSE, KEY, NATIONAL, NOW, OLD_ONE_STOP, Systems
from tinhso.engines.sync.service import (
    Acknowledge,
    Change,
    Changed,
    Deliver,
    Item,
    Parts,
    Received,
    Replica,
    Restarted,
    Store,
    Ticked,
    apply,
    as_read_back,
    fold,
)

NAMES = (HOUSE, OLD_ONE_STOP, ESSENTIAL, NATIONAL)
SHARED = ("telephone", "is_paid_online")
OPENING = Change(
    dossier=KEY, origin=ESSENTIAL, seq=1, after={}, at=NOW, parts=Parts(opening=OLD_ONE_STOP, status=1)
)

steps = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(SHARED), st.integers(0, 15)), max_size=14)


def history(drawn: list[tuple[str, str, int]]) -> list[Change]:
    """Changes by systems that have each seen some of the others' (a bit each), with what those had seen."""
    changes = [OPENING]
    seen = {name: {ESSENTIAL: 1} for name in NAMES}
    for number, (me, field, bits) in enumerate(drawn):
        for place, other in enumerate(NAMES):
            if bits >> place & 1:
                for origin, seq in seen[other].items():
                    seen[me][origin] = max(seen[me].get(origin, 0), seq)
        seq = seen[me].get(me, 0) + 1
        parts = Parts(fields={field: number})
        changes.append(Change(dossier=KEY, origin=me, seq=seq, after=dict(seen[me]), at=NOW, parts=parts))
        seen[me][me] = seq
    return changes


def expected(changes: list[Change], field: str) -> object:
    """By brute force: of the writes that no other write had seen, the one whose writer counts first."""
    writes = [change for change in changes if field in change.parts.fields]
    latest = [
        write
        for write in writes
        if not any(other.after.get(write.origin, 0) >= write.seq for other in writes if other is not write)
    ]
    order = {
        "telephone": (HOUSE, ESSENTIAL, NATIONAL, OLD_ONE_STOP),  # citizens' side, then the owner
        "is_paid_online": (OLD_ONE_STOP, HOUSE, ESSENTIAL, NATIONAL),  # the owner, then citizens' side
    }[field]
    return min(latest, key=lambda write: order.index(write.origin)).parts.fields[field] if latest else None


def shuffled(changes: list[Change], data: Any) -> list[Change]:
    """Any order in which no origin's changes overtake each other, the opening first."""
    left = {name: [change for change in changes[1:] if change.origin == name] for name in NAMES}
    order = [changes[0]]
    while any(left.values()):
        name = data.draw(st.sampled_from([name for name in NAMES if left[name]]))
        order.append(left[name].pop(0))
    return order


@given(drawn=steps, data=st.data())
def test_every_order_of_the_same_changes_gives_the_same_dossier(drawn: Any, data: Any) -> None:
    changes = history(drawn)
    straight = fold(changes, AGREEMENT)

    assert fold(shuffled(changes, data), AGREEMENT) == straight


@given(drawn=steps)
def test_the_value_that_counts_is_the_one_that_the_table_says(drawn: Any) -> None:
    changes = history(drawn)
    replica = fold(changes, AGREEMENT)

    for field in SHARED:
        shown = replica.fields[field].value if field in replica.fields else None
        assert shown == expected(changes, field)


@given(drawn=steps)
def test_a_version_counts_the_writes_and_grows_with_each(drawn: Any) -> None:
    replica, written = Replica(), 0
    for change in history(drawn):
        replica, _ = apply(replica, change, AGREEMENT)
        written += len(change.parts.fields)
        assert sum(field.version for field in replica.fields.values()) == written


class Exchange(RuleBasedStateMachine):
    """Three cores; Hypothesis carries, loses, repeats and delays their messages, and lets processes fall."""

    @initialize()
    def open_it(self) -> None:
        self.systems = Systems()
        self.disk = dict(self.systems.dossiers)
        self.made: list[Change] = []
        self.made.append(self.systems.do(ESSENTIAL, opening=HOUSE, status=1))
        self._to_disk()

    def _to_disk(self) -> None:
        self.disk = dict(self.systems.dossiers)

    def _tell(self, system: str, input_: Any) -> None:
        outputs = self.systems.tell(system, input_)
        if any(isinstance(output, Store) for output in outputs):
            assert isinstance(outputs[0], Store)
            self.disk[system] = self.systems.dossiers[system]
            if isinstance(input_, Changed):
                self.made.extend(outputs[0].added)

    @rule(system=st.sampled_from((HOUSE, ESSENTIAL, NATIONAL)), number=st.integers(0, 9))
    def write(self, system: str, number: int) -> None:
        self._tell(system, Changed(Parts(fields={"telephone": number})))

    @rule(system=st.sampled_from((HOUSE, ESSENTIAL, NATIONAL)), number=st.integers(0, 3))
    def add(self, system: str, number: int) -> None:
        self._tell(system, Changed(Parts(items=(Item("paper", str(number), {"number": number}),))))

    @rule(status=st.sampled_from(sorted(AGREEMENT.transitions)))
    def go_on(self, status: int) -> None:
        self._tell(HOUSE, Changed(Parts(status=status)))

    @precondition(lambda self: self.systems.lines)
    @rule(data=st.data(), what=st.sampled_from(("arrives", "arrives", "arrives", "lost", "twice", "lie")))
    def carry(self, data: Any, what: str) -> None:
        lines = self.systems.lines
        line = lines[data.draw(st.integers(0, len(lines) - 1))]
        if what != "twice":
            lines.remove(line)
        sender, receiver, message = line
        if what == "lie" and isinstance(message, Deliver):
            claimed = {**self.systems.dossiers[receiver].seen, message.change.origin: message.change.seq}
            lines.append((receiver, sender, Acknowledge(claimed, ())))
        elif what in ("arrives", "twice"):
            self._tell(receiver, Received(sender, message))

    @rule(system=st.sampled_from((HOUSE, ESSENTIAL, NATIONAL)))
    def fall(self, system: str) -> None:
        self.systems.dossiers[system] = as_read_back(self.disk[system])
        self._tell(system, Restarted())

    @rule(seconds=st.sampled_from((1, 30, 600)))
    def wait(self, seconds: int) -> None:
        self.systems.now += timedelta(seconds=seconds)
        for system in self.systems.names:
            due = self.systems.dossiers[system].due_at
            if due is not None and due <= self.systems.now:
                self._tell(system, Ticked())

    @invariant()
    def nobody_holds_what_nobody_made(self) -> None:
        if not hasattr(self, "made"):
            return
        made = {(change.origin, change.seq): change for change in self.made}
        owners = self.systems.dossiers[HOUSE].replica.statuses
        for dossier in self.systems.dossiers.values():
            for origin, changes in dossier.log.items():
                assert [change.seq for change in changes] == list(range(1, dossier.seen[origin] + 1))
                assert all(made[origin, change.seq] == change for change in changes)
            if owners:
                assert dossier.replica.statuses == owners[: len(dossier.replica.statuses)]

    def teardown(self) -> None:
        if not hasattr(self, "made"):
            return
        for _ in range(8):
            self.systems.wait(1200)
        assert self.systems.are_equal()
        assert sum(self.systems.dossiers[NATIONAL].seen.values()) == len(self.made)
        assert self.systems.dossiers[NATIONAL].replica == fold(
            self.systems.dossiers[HOUSE].in_order(), AGREEMENT
        )


TestExchange = Exchange.TestCase
TestExchange.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
