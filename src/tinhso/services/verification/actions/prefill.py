"""Prefilling a form from the population database: at most two seconds, outside any transaction."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as Overdue
from functools import cache
from uuid import UUID

from tinhso.foundation.clock.service import new_id
from tinhso.foundation.identifiers.service import PartialDate
from tinhso.foundation.ledger.service import may_try_line, note_answer, note_failure, note_use
from tinhso.foundation.unit_of_work.service import (
    UnableToReachLine,
    UnableToSendQuestion,
    UnitOfWork,
)
from tinhso.services.verification.actions.ask import LEGAL_BASIS
from tinhso.services.verification.adapters.citizen_record import prefill_sources
from tinhso.services.verification.adapters.population_soap import (
    Asker,
    register_client,
)
from tinhso.services.verification.errors import NotPermittedToAsk
from tinhso.services.verification.types import LINE, PersonFacts

_SECONDS = 2.0
_AT_ONCE = 2
_PURPOSE = "Điền sẵn thông tin từ Cơ sở dữ liệu quốc gia về dân cư vào biểu mẫu"

# A slow line may hold two calls of this process and no more: whoever comes third types by hand.
_places = threading.BoundedSemaphore(_AT_ONCE)


def prefill(
    *, personal_id: str, full_name: str, birth: PartialDate, asked_by: str, service_name: str
) -> Mapping[str, str] | None:
    """What the register says of this person by the catalogue's prefill sources, or None.

    None when the line rests, is busy, does not answer within two seconds, refuses, or does not know
    the person: the form is then filled by hand and verified later. Never call it inside a unit of
    work; write down the reading with ``record_prefill``.
    """
    if not may_try_line(LINE) or not _places.acquire(blocking=False):
        return None
    facts = PersonFacts(personal_id=personal_id, full_name=full_name, birth=birth)
    asker = Asker(request_code=str(new_id()), officer=asked_by, service=service_name)
    note_use(LINE, 1)
    call = _threads().submit(_look_up, facts, asker)
    try:
        found = call.result(timeout=_SECONDS)
    except NotPermittedToAsk:
        return None
    except UnableToSendQuestion:
        return None
    except UnableToReachLine as failure:
        note_failure(LINE, reason=failure.reason)
        return None
    except Overdue:
        note_failure(LINE, reason="timeout")
        return None
    note_answer(LINE)
    return found


def record_prefill(work: UnitOfWork, *, person_id: UUID, service_name: str) -> None:
    """Write down that the person's record was read to prefill a form."""
    work.record(
        action="verification.prefilled",
        object_kind="person",
        object_id=person_id,
        subjects=(person_id,),
        purpose=_PURPOSE,
        legal_basis=LEGAL_BASIS,
        details={"line": LINE, "service": service_name},
    )


def _look_up(facts: PersonFacts, asker: Asker) -> Mapping[str, str] | None:
    try:
        record = register_client(seconds=_SECONDS).look_up(facts, asker)
    finally:
        _places.release()
    return prefill_sources(record) if record is not None else None


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=_AT_ONCE, thread_name_prefix="prefill")
