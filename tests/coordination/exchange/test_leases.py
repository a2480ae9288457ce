"""What a worker that died had begun is begun again at once; what a living one does is left to it."""

from collections.abc import Iterator

import pytest

from tests.support.holders import Holder, holders
from tinhso.coordination.exchange.keeping import inbound, lines, rows
from tinhso.coordination.exchange.types import ESSENTIAL, HOUSE, InboundMessage
from tinhso.engines.sync.service import Changed, DossierKey, Parts
from tinhso.foundation.authority.service import system_actor
from tinhso.foundation.clock.service import legal_now
from tinhso.foundation.unit_of_work.service import unit_of_work

_AGENCY = "H09.5.11.3"


@pytest.fixture
def worker(db: None) -> Iterator[type[Holder]]:
    with holders() as begin, unit_of_work(actor=system_actor("test"), now=legal_now()):
        yield begin


@pytest.fixture
def due(worker: type[Holder]) -> int:
    kept = []
    for number in range(3):
        key = DossierKey(HOUSE, f"{_AGENCY}-230717-{number:06d}")
        each = rows.begin(key, house_id=None, peers=(ESSENTIAL,))
        fields = {"procedure_code": "1.004194", "agency": _AGENCY, "receipt_number": key.code}
        each.step(Changed(Parts(opening=HOUSE, fields=fields, status=1)), now=legal_now())
        kept.append(each)
        inbound.keep(
            InboundMessage(
                system=ESSENTIAL,
                message_id=str(number),
                dossier_code=key.code,
                sequence=1,
                body={"n": number},
            )
        )
    rows.save(kept)
    return len(kept)


def _claimed() -> tuple[int, int]:
    return len(lines.claim(ESSENTIAL, 10)), len(inbound.claim(10))


def test_a_dead_workers_batches_are_taken_at_once(worker: type[Holder], due: int) -> None:
    first = worker()
    assert _claimed() == (due, due)
    first.dies()
    worker()

    assert _claimed() == (due, due)


def test_a_living_workers_batches_are_not_taken(worker: type[Holder], due: int) -> None:
    worker()
    assert _claimed() == (due, due)
    worker()

    assert _claimed() == (0, 0)


def test_what_was_given_back_is_nobodys(worker: type[Holder], due: int) -> None:
    worker()
    claimed = lines.claim(ESSENTIAL, 10)
    for row_id, _ in inbound.claim(10):
        inbound.wait(row_id, reason="unreachable")
    lines.give_back(ESSENTIAL, claimed)
    worker()

    assert len(lines.claim(ESSENTIAL, 10)) == due
