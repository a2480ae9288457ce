"""A dossier goes into rows and comes back the same; what is sent goes in batches."""

from __future__ import annotations

import msgspec
import pytest

from tests.engines.sync.systems import AGREEMENT, ESSENTIAL, HOUSE, KEY, NATIONAL, Systems, change
from tinhso.engines.sync.service import (
    Acknowledge,
    Change,
    Compare,
    Deliver,
    Dossier,
    Ending,
    Item,
    Line,
    Quarantine,
    Send,
    Waiting,
    as_read_back,
    batches,
    loaded,
)


def lived() -> Dossier:
    """A dossier at the house with something of everything."""
    systems = Systems().opened(applicant_name="Lê Hoà", telephone=None)
    systems.do(HOUSE, status=2, items=(Item("fee", "1", {"amount": 10_000, "is_paid": False}),))
    systems.let_through()
    systems.do(ESSENTIAL, removed=tuple(key for key in systems.dossiers[HOUSE].replica.items)[:1])
    systems.let_through()
    systems.receive(HOUSE, NATIONAL, change(NATIONAL, 1, status=10))
    systems.receive(HOUSE, NATIONAL, change(NATIONAL, 2, fields={"telephone": "0274 1"}))
    systems.do(HOUSE, ending=Ending.WITHDRAWN)
    return systems.dossiers[HOUSE]


def through_json(value: object) -> object:
    return msgspec.json.decode(msgspec.json.encode(value), type=type(value))


def test_a_dossier_read_from_its_rows_is_the_dossier_that_was_stored() -> None:
    dossier = lived()
    rows = [change for changes in dossier.log.values() for change in changes]
    assert dossier.quarantine
    assert dossier.waiting

    read = loaded(
        KEY,
        changes=[through_json(row) for row in reversed(rows)],  # type: ignore[misc]
        waiting=[through_json(held) for held in dossier.waiting.values()],  # type: ignore[misc]
        quarantine=[through_json(apart) for apart in dossier.quarantine.values()],  # type: ignore[misc]
        lines={peer: Line(line.acknowledged, line.is_agreed) for peer, line in dossier.lines.items()},
        agreement=AGREEMENT,
    )

    assert read == as_read_back(dossier)


def test_rows_with_a_gap_are_no_dossier() -> None:
    log = lived().log
    rows: list[Change] = [change for changes in log.values() for change in changes]
    for origin in (ESSENTIAL, HOUSE):
        kept = [row for row in rows if row is not log[origin][0]]
        with pytest.raises(ValueError, match=f"{origin} 0: next stands one with number 2"):
            loaded(KEY, changes=kept, agreement=AGREEMENT)


@pytest.mark.parametrize(
    "message",
    [
        Deliver(change(ESSENTIAL, 1, opening=HOUSE, status=1, fields={"channel": 2})),
        Acknowledge({HOUSE: 3}, (NATIONAL,)),
        Compare({HOUSE: 3}, (), "0" * 64, True),
    ],
)
def test_messages_go_through_json_unchanged(message: object) -> None:
    assert through_json(message) == message


def test_rows_and_waiting_changes_are_typed() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b'{"change": {}, "sender": "house"}', type=Waiting)
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b'{"reason": "because"}', type=Quarantine)


def test_what_is_sent_goes_by_peer_in_order_and_the_last_acknowledgement_says_it_all() -> None:
    delivered = [Deliver(change(HOUSE, seq, status=2)) for seq in range(1, 13)]
    outputs = [
        Send(ESSENTIAL, Acknowledge({HOUSE: 1}, ())),
        *(Send(NATIONAL, message) for message in delivered),
        Send(ESSENTIAL, Acknowledge({HOUSE: 2}, ())),
    ]

    assert list(batches(outputs, most=10)) == [
        (ESSENTIAL, (Acknowledge({HOUSE: 2}, ()),)),
        (NATIONAL, tuple(delivered[:10])),
        (NATIONAL, tuple(delivered[10:])),
    ]
