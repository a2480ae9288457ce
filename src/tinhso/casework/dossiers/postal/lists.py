"""Lists for the post office: made of ready results, printed with codes to scan, mended until they leave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import connection

from tinhso.casework.dossiers.postal.address import open_address, seal_address
from tinhso.casework.dossiers.postal.desk import own_list
from tinhso.casework.dossiers.postal.rows import (
    BASIS,
    LIST_KIND,
    PURPOSE,
    TOLD,
    move_postal,
    own_parcel,
    record_held,
    record_parcel,
)
from tinhso.casework.dossiers.postal.types import MadeList, PostalAddress, PostalOutcome
from tinhso.casework.dossiers.printouts import Consigned, print_postal_list
from tinhso.casework.dossiers.record import sealing
from tinhso.casework.dossiers.record.errors import UnableToPost
from tinhso.casework.dossiers.record.postal_types import PostalState
from tinhso.casework.dossiers.record.posted import take_off_list
from tinhso.casework.dossiers.record.types import Status
from tinhso.foundation.authority.service import Actor, Permission, require
from tinhso.foundation.clock.service import new_id
from tinhso.foundation.unit_of_work.service import UnitOfWork, acting_as_system, claim_key, unit_of_work
from tinhso.registers.agencies.service import get_agency

MOST_ON_A_LIST = 200
_SHORTEST_REASON, _LONGEST_REASON = 3, 300
_UNSEEN = "Cơ quan của bạn không có hồ sơ này."


def make_postal_list(*, dossier_ids: Sequence[UUID], key: str, actor: Actor, now: datetime) -> MadeList:
    """Put the chosen results of the agency's own on one new list for the post office, in the order given.

    What cannot go (not ready, no checked address, a fee still due, already on a list) is told for itself and
    holds up no other; where nothing can go, no list is made. The same ``key`` again is the same list.
    Raises UnableToPost for none or too many.
    """
    chosen = list(dict.fromkeys(dossier_ids))
    if not 0 < len(chosen) <= MOST_ON_A_LIST:
        raise UnableToPost(
            code="nothing_chosen", message=f"Hãy chọn từ 1 đến {MOST_ON_A_LIST} hồ sơ để lập danh sách gửi."
        )
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.DOSSIER_DELIVER)
        with acting_as_system(work):
            list_id = new_id()
            said = sha256(" ".join(map(str, chosen)).encode()).digest()
            first = claim_key(work, key=f"postal:{key}", request_digest=said, result_id=list_id)
            if first != list_id:
                return _made_before(first)
            return _make(work, list_id, chosen)


def open_postal_sheet(*, list_id: UUID, actor: Actor, now: datetime) -> bytes:
    """The list as PDF, for both sides to sign; each dossier with a code to scan. Each opening is recorded."""
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.DOSSIER_DELIVER)
        found = own_list(list_id, actor)
        parcels = [each for each in found.parcels if each.outcome != "taken_off"]
        work.record(
            action="dossier.postal_sheet_printed",
            object_kind=LIST_KIND,
            object_id=list_id,
            subjects=tuple(dict.fromkeys(each.applicant_id for each in parcels)),
            purpose=PURPOSE,
            legal_basis=BASIS,
            details={"list": found.number, "count": len(parcels)},
        )
        assert actor.agency_id is not None  # noqa: S101 - the list is the agency's own
        return print_postal_list(
            [
                Consigned(
                    code=each.code,
                    procedure=each.title,
                    recipient=each.address.recipient,
                    phone=each.address.phone,
                    address=each.address.text,
                    number=each.number,
                )
                for each in parcels
            ],
            number=found.number,
            agency=get_agency(actor.agency_id).name,
            made_at=found.made_at,
            printed_at=now,
        )


def take_off_postal_list(*, parcel_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """A parcel that has not left goes back to what waits; its number, if any, is free again.

    Raises UnableToPost without a reason or once it has been sent; NotVisible for another agency's.
    """
    said = read_reason(reason)
    with unit_of_work(actor=actor, now=now, as_system=True) as work:
        require(actor=actor, permission=Permission.DOSSIER_DELIVER)
        held = own_parcel(parcel_id, agency_id=actor.agency_id)
        if move_postal(work, held.dossier_id, PostalState.WANTED) is not PostalState.LISTED:
            raise UnableToPost(code="not_on_a_list", message=TOLD[PostalState.WANTED])
        take_off_list(work, parcel_id, reason=said)
        record_held(work, "dossier.postal_taken_off", held)


def read_reason(reason: str) -> str:
    """A reason that says something; raises UnableToPost else."""
    said = " ".join(reason.split())
    if not _SHORTEST_REASON <= len(said) <= _LONGEST_REASON:
        text = f"Hãy ghi lý do, nhiều nhất {_LONGEST_REASON} ký tự."
        raise UnableToPost(code="postal_reason", message=text, fields={"reason": text})
    return said


def _make(work: UnitOfWork, list_id: UUID, chosen: Sequence[UUID]) -> MadeList:
    found = _locked(chosen, work.actor.agency_id)
    outcomes, ready = [], []
    for dossier_id in chosen:
        row = found.get(dossier_id)
        message = _why_not(row)
        outcomes.append(PostalOutcome(id=dossier_id, code=row[1] if row else "", message=message))
        if row is not None and not message:
            ready.append(row)
    if not ready:
        return MadeList(list_id=None, outcomes=tuple(outcomes))
    _insert_list(work, list_id)
    for place, row in enumerate(ready, 1):
        address = open_address(row[3], owner=row[0])
        assert address is not None  # noqa: S101 - _why_not has looked
        parcel_id = _insert_parcel(work, list_id, place, row[0], address)
        move_postal(work, row[0], PostalState.LISTED)
        record_parcel(
            work, "dossier.postal_listed", parcel_id=parcel_id, dossier_id=row[0], applicant_id=row[6]
        )
    return MadeList(list_id=list_id, outcomes=tuple(outcomes))


def _locked(chosen: Sequence[UUID], agency_id: UUID | None) -> dict[UUID, tuple[Any, ...]]:
    """The results of this agency among those chosen, held in one order so that nobody waits in a circle."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select 1 from dossiers_postal where dossier_id = any(%s) and agency_id = %s
               order by dossier_id for update""",
            [list(chosen), agency_id],
        )
        cursor.execute(  # in a statement of its own: it sees what whoever was waited for has written
            """select p.dossier_id, d.code, p.state, p.sealed_address, d.status, d.fee_state,
                 d.applicant_id
               from dossiers_postal p join dossiers_dossier d on d.id = p.dossier_id
               where p.dossier_id = any(%s) and p.agency_id = %s""",
            [list(chosen), agency_id],
        )
        return {row[0]: row for row in cursor.fetchall()}


def _why_not(row: tuple[Any, ...] | None) -> str:
    if row is None:
        return _UNSEEN
    state, address, status, fee = PostalState(row[2]), row[3], Status(row[4]), row[5]
    if state is not PostalState.WANTED:
        return TOLD[state]
    if status not in (Status.DONE, Status.RETURNED):
        return "Hồ sơ chưa có kết quả để gửi."
    if address is None:
        return "Địa chỉ nhận chưa được kiểm tra đủ từng phần."
    if fee == "due":
        return "Hồ sơ chưa nộp phí, lệ phí; cần thu trước khi gửi."
    return ""


def _insert_list(work: UnitOfWork, list_id: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """with series as (
                 insert into dossiers_postal_series as s (agency_id, last) values (%s, 1)
                 on conflict (agency_id) do update set last = s.last + 1 returning agency_id, last)
               insert into dossiers_postal_list (id, agency_id, number, made_at, made_by)
               select %s, agency_id, last, %s, %s from series""",
            [work.actor.agency_id, list_id, work.now, work.actor.reference],
        )


def _insert_parcel(
    work: UnitOfWork, list_id: UUID, place: int, dossier_id: UUID, address: PostalAddress
) -> UUID:
    parcel_id = new_id()
    with connection.cursor() as cursor:
        cursor.execute(
            """insert into dossiers_parcel (id, dossier_id, agency_id, list_id, place, sealed_address)
               values (%s, %s, %s, %s, %s, %s)""",
            [
                parcel_id,
                dossier_id,
                work.actor.agency_id,
                list_id,
                place,
                seal_address(address, owner=parcel_id, field=sealing.PARCEL_ADDRESS),
            ],
        )
    return parcel_id


def _made_before(list_id: UUID) -> MadeList:
    """What an earlier identical request made."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select p.dossier_id, d.code
               from dossiers_parcel p join dossiers_dossier d on d.id = p.dossier_id
               where p.list_id = %s order by p.place""",
            [list_id],
        )
        rows = cursor.fetchall()
    outcomes = tuple(PostalOutcome(id=row[0], code=row[1]) for row in rows)
    return MadeList(list_id=list_id if rows else None, outcomes=outcomes)
