"""Booklets of reserve numbers: printed beforehand, opened again, and numbers made void with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

from tinhso.casework.dossiers.record import sealing
from tinhso.casework.dossiers.record.errors import UnableToUseReserveNumber
from tinhso.casework.dossiers.reserve.booklet import print_booklet
from tinhso.casework.dossiers.reserve.numbers import (
    BATCH_KIND,
    batches_of,
    own_number,
    read_number,
    require_unused,
)
from tinhso.casework.dossiers.reserve.rules import FEWEST, MOST
from tinhso.casework.dossiers.reserve.types import ReserveBatchRow
from tinhso.foundation.authority.service import Actor, NotVisible, Permission, require
from tinhso.foundation.clock.service import new_id
from tinhso.foundation.crypto.service import seal_text
from tinhso.foundation.identifiers.service import reserve_number
from tinhso.foundation.unit_of_work.service import UnitOfWork, acting_as_system, unit_of_work
from tinhso.registers.agencies.service import get_agency

_SHORTEST_REASON, _LONGEST_REASON = 3, 300


def print_reserve_batch(*, size: int, actor: Actor, now: datetime) -> UUID:
    """Take the next numbers of the agency's own series for one more booklet; returns its id.

    Numbers run on for ever, whatever the year: none is given twice. Raises UnableToUseReserveNumber for a
    booklet that is too thin or too thick, NotPermitted for whoever receives nothing at a counter.
    """
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.DOSSIER_REGISTER)
        if not FEWEST <= size <= MOST:
            text = f"Mỗi quyển in từ {FEWEST} đến {MOST} số."
            raise UnableToUseReserveNumber(code="reserve_size", message=text, fields={"size": text})
        assert actor.agency_id is not None and actor.officer_id is not None  # noqa: S101
        batch_id, agency = new_id(), get_agency(actor.agency_id)
        with acting_as_system(work):
            first = _take_from_series(agency.id, size)
            numbers = [reserve_number(agency.code, first + place) for place in range(size)]
            _insert(work, batch_id, agency.id, first, numbers)
        _record(work, "reserve.printed", batch_id, {"first": numbers[0], "last": numbers[-1]})
        return batch_id


def _take_from_series(agency_id: UUID, size: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            """insert into dossiers_reserve_series as s (agency_id, last) values (%s, %s)
               on conflict (agency_id) do update set last = s.last + excluded.last returning last""",
            [agency_id, size],
        )
        return int(cursor.fetchone()[0]) - size + 1


def _insert(work: UnitOfWork, batch_id: UUID, agency_id: UUID, first: int, numbers: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """insert into dossiers_reserve_batch (id, agency_id, first, last, printed_at, printed_by)
               values (%s, %s, %s, %s, %s, %s)""",
            [batch_id, agency_id, first, first + len(numbers) - 1, work.now, work.actor.officer_id],
        )
        cursor.execute(
            """insert into dossiers_reserve_number (number, batch_id, agency_id, sequence)
               select number, %s, %s, sequence
               from unnest(%s::text[], %s::int[]) as n(number, sequence)""",
            [batch_id, agency_id, list(numbers), list(range(first, first + len(numbers)))],
        )


def reserve_batches(*, actor: Actor, now: datetime) -> tuple[ReserveBatchRow, ...]:
    """The booklets of the officer's own agency, the newest first, with what became of every number."""
    with unit_of_work(actor=actor, now=now):
        require(actor=actor, permission=Permission.DOSSIER_REGISTER)
        return tuple(batches_of(actor.agency_id))


def reserve_batch(*, batch_id: UUID, actor: Actor, now: datetime) -> ReserveBatchRow:
    """One booklet of the officer's own agency; NotVisible for another's."""
    with unit_of_work(actor=actor, now=now):
        require(actor=actor, permission=Permission.DOSSIER_REGISTER)
        return _own_batch(batch_id, actor)


def open_reserve_booklet(*, batch_id: UUID, tracking_url: str, actor: Actor, now: datetime) -> bytes:
    """The booklet as PDF; ``tracking_url`` leads to the public page of a number (``{number}`` in it).

    Each opening is recorded: two printed copies would be two stubs with one number.
    """
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.DOSSIER_REGISTER)
        batch = _own_batch(batch_id, actor)
        assert actor.agency_id is not None  # noqa: S101 - the booklet is the agency's own
        _record(work, "reserve.booklet_opened", batch_id, {"first": batch.first, "last": batch.last})
        agency = get_agency(actor.agency_id).name
    return print_booklet(batch, agency=agency, tracking_url=tracking_url)


def void_reserve_numbers(*, numbers: Sequence[str], reason: str, actor: Actor, now: datetime) -> int:
    """Make these numbers of the agency's own void, all or none, for one reason; returns how many.

    Raises UnableToUseReserveNumber without a reason or for a number that is entered or void already,
    NotVisible for another agency's.
    """
    with unit_of_work(actor=actor, now=now, as_system=True) as work:
        require(actor=actor, permission=Permission.DOSSIER_REGISTER)
        said = " ".join(reason.split())
        wanted = sorted({read_number(number) for number in numbers})
        _check_voiding(wanted, said)
        for number in wanted:
            held = own_number(number, agency_id=actor.agency_id, lock=True)
            require_unused(held)
            _make_void(work, number, said)
            _record(work, "reserve.void", held.batch_id, {"number": number})
        return len(wanted)


def _check_voiding(numbers: Sequence[str], reason: str) -> None:
    wrong = {}
    if not numbers:
        wrong["chosen"] = "Hãy đánh dấu ít nhất một số cần hủy."
    if not _SHORTEST_REASON <= len(reason) <= _LONGEST_REASON:
        wrong["reason"] = f"Hãy ghi lý do hủy, nhiều nhất {_LONGEST_REASON} ký tự."
    if wrong:
        raise UnableToUseReserveNumber(code="reserve_void", message=next(iter(wrong.values())), fields=wrong)


def _make_void(work: UnitOfWork, number: str, reason: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """update dossiers_reserve_number set voided_at = %s, voided_by = %s, sealed_reason = %s
               where number = %s""",
            [
                work.now,
                work.actor.officer_id,
                seal_text(reason, owner=number, field=sealing.VOID_REASON),
                number,
            ],
        )


def _own_batch(batch_id: UUID, actor: Actor) -> ReserveBatchRow:
    found = batches_of(actor.agency_id, batch_id=batch_id)
    if not found:
        raise NotVisible(object_kind=BATCH_KIND, object_id=batch_id, permission=Permission.DOSSIER_REGISTER)
    return found[0]


def _record(work: UnitOfWork, action: str, batch_id: UUID, details: dict[str, str]) -> None:
    work.record(
        action=action,
        object_kind=BATCH_KIND,
        object_id=batch_id,
        purpose="Tiếp nhận hồ sơ khi mất điện, mất kết nối",
        details={**details},
    )
