"""What a worker that died had begun is begun again at once; what a living one does is left to it."""

from collections.abc import Iterator

import pytest
from django.db import connection

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


def hours_later(hours: float) -> None:
    """As if so much time had gone by since the batches were leased."""
    with connection.cursor() as cursor:
        for table in ("exchange_line", "exchange_inbound"):
            cursor.execute(
                f"update {table} set leased_until = leased_until - make_interval(secs => %s)", [hours * 3600]
            )


def test_what_a_living_worker_holds_is_sent_by_nobody_else_however_slow_it_is(
    worker: type[Holder], due: int
) -> None:
    slow = worker()
    assert _claimed() == (due, due)
    hours_later(0.5)
    worker()
    assert _claimed() == (0, 0)
    slow.dies()
    assert _claimed() == (due, due)


def test_a_lease_that_nobody_holds_ends_soon(worker: type[Holder], due: int) -> None:
    assert _claimed() == (due, due)
    assert _claimed() == (0, 0)
    hours_later(0.1)
    assert _claimed() == (due, due)


def test_the_database_asks_whether_a_quiet_worker_is_still_there(worker: type[Holder]) -> None:
    worker()
    with connection.cursor() as cursor:
        cursor.execute("select inet_server_addr() is null")
        ((is_socket,),) = cursor.fetchall()
    asked = worker().asked_after()
    assert asked == (("0", "0", "0") if is_socket else ("30", "10", "3"))


def test_what_was_given_back_is_nobodys(worker: type[Holder], due: int) -> None:
    worker()
    claimed = lines.claim(ESSENTIAL, 10)
    for row_id, _ in inbound.claim(10):
        inbound.wait(row_id, reason="unreachable")
    lines.give_back(ESSENTIAL, claimed)
    worker()

    assert len(lines.claim(ESSENTIAL, 10)) == due
