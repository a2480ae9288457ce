"""Reading reserve numbers, and holding one while it is entered or made void."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from tinhso.casework.dossiers.record import sealing
from tinhso.casework.dossiers.record.errors import UnableToUseReserveNumber
from tinhso.casework.dossiers.reserve.rules import ReserveState, missing
from tinhso.casework.dossiers.reserve.types import ReserveBatchRow, ReserveRow
from tinhso.foundation.authority.service import NotVisible, Permission
from tinhso.foundation.clock.service import VIETNAM
from tinhso.foundation.crypto.service import open_text
from tinhso.foundation.identifiers.service import UnableToReadIdentifier, parse_reserve_number

NUMBER_KIND, BATCH_KIND = "reserve_number", "reserve_batch"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldNumber:
    """A number of the agency's own, with when its booklet was printed."""

    number: str
    batch_id: UUID
    printed_at: datetime
    state: ReserveState
    dossier_code: str


def read_number(text: str) -> str:
    """The number as it stands in the series; raises UnableToUseReserveNumber for what is none."""
    try:
        return parse_reserve_number(text)
    except UnableToReadIdentifier as unreadable:
        raise UnableToUseReserveNumber(
            code="reserve_unreadable",
            message=unreadable.message,
            fields={"reserve_number": unreadable.message},
        ) from unreadable


def own_number(number: str, *, agency_id: UUID | None, lock: bool = False) -> HeldNumber:
    """This number of this agency; NotVisible for another agency's and for one that was never printed.

    ``lock`` holds it until the end of the transaction: whoever else wants it waits.
    """
    with connection.cursor() as cursor:
        if lock:  # in a statement of its own: the next one sees what whoever was waited for has written
            cursor.execute("select 1 from dossiers_reserve_number where number = %s for update", [number])
        cursor.execute(
            """select n.batch_id, b.printed_at, n.dossier_id, n.voided_at, d.code
               from dossiers_reserve_number n join dossiers_reserve_batch b on b.id = n.batch_id
               left join dossiers_dossier d on d.id = n.dossier_id
               where n.number = %s and n.agency_id = %s""",
            [number, agency_id],
        )
        row = cursor.fetchone()
    if row is None:
        raise NotVisible(object_kind=NUMBER_KIND, object_id=None, permission=Permission.DOSSIER_REGISTER)
    return HeldNumber(
        number=number,
        batch_id=row[0],
        printed_at=row[1].astimezone(VIETNAM),
        state=state_of(row[2], row[3]),
        dossier_code=row[4] or "",
    )


def require_unused(held: HeldNumber) -> None:
    """Refuse a number that is used up, naming the dossier it leads to."""
    if held.state is ReserveState.ENTERED:
        told = f" thành hồ sơ {held.dossier_code}" if held.dossier_code else ""
        message = f"Số {held.number} đã được nhập{told}. Mỗi số chỉ nhập một lần."
    elif held.state is ReserveState.VOID:
        message = f"Số {held.number} đã hủy nên không nhập được. Hãy xem lý do trong quyển số."
    else:
        return
    raise UnableToUseReserveNumber(
        code=f"reserve_{held.state.value}", message=message, fields={"reserve_number": message}
    )


def state_of(dossier_id: UUID | None, voided_at: datetime | None) -> ReserveState:
    """What became of a number, from its row."""
    if dossier_id is not None:
        return ReserveState.ENTERED
    return ReserveState.UNUSED if voided_at is None else ReserveState.VOID


def batches_of(
    agency_id: UUID | None, *, batch_id: UUID | None = None, most: int = 50
) -> list[ReserveBatchRow]:
    """The agency's booklets, the newest first, each with its numbers; or the one with this id."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select id, first, last, printed_at, printed_by from dossiers_reserve_batch
               where agency_id = %s and (%s::uuid is null or id = %s) order by first desc limit %s""",
            [agency_id, batch_id, batch_id, most],
        )
        batches = cursor.fetchall()
        cursor.execute(
            """select n.batch_id, n.number, n.sequence, n.dossier_id, d.code, n.received_at, n.entered_at,
                 n.voided_at, n.sealed_reason
               from dossiers_reserve_number n left join dossiers_dossier d on d.id = n.dossier_id
               where n.batch_id = any(%s) order by n.sequence""",
            [[row[0] for row in batches]],
        )
        numbers = cursor.fetchall()
    by_batch: dict[UUID, list[tuple[Any, ...]]] = {}
    for row in numbers:
        by_batch.setdefault(row[0], []).append(row)
    return [_batch(row, by_batch[row[0]]) for row in batches]


def _batch(row: tuple[Any, ...], numbers: Sequence[tuple[Any, ...]]) -> ReserveBatchRow:
    states = [(each[2], state_of(each[3], each[7])) for each in numbers]
    passed_over = missing(states)
    found = [state for _, state in states]
    return ReserveBatchRow(
        id=row[0],
        first=numbers[0][1],
        last=numbers[-1][1],
        printed_at=row[3].astimezone(VIETNAM),
        printed_by=row[4],
        entered=found.count(ReserveState.ENTERED),
        void=found.count(ReserveState.VOID),
        numbers=tuple(
            ReserveRow(
                number=each[1],
                batch_id=row[0],
                sequence=each[2],
                state=state,
                dossier_id=each[3],
                dossier_code=each[4] or "",
                received_at=each[5],
                entered_at=each[6],
                voided_at=each[7],
                reason=open_text(each[8], owner=each[1], field=sealing.VOID_REASON),
                is_missing=each[2] in passed_over,
            )
            for each, (_, state) in zip(numbers, states, strict=True)
        ),
    )
