"""The numbers that the post office gives parcels: typed or scanned, each once, mended with a reason."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection

from tinhso.casework.dossiers.events import DossierAdvanced
from tinhso.casework.dossiers.postal.lists import read_reason
from tinhso.casework.dossiers.postal.rows import HeldParcel, own_parcel, record_held
from tinhso.casework.dossiers.record.errors import UnableToPost
from tinhso.casework.dossiers.record.events_log import append_event, bump_version
from tinhso.casework.dossiers.record.loading import load_dossier
from tinhso.casework.dossiers.record.posted import NUMBER_CHANGED, withdraw_number
from tinhso.foundation.authority.service import Actor, Permission, require
from tinhso.foundation.identifiers.service import (
    PostalItemNumber,
    UnableToReadIdentifier,
    parse_postal_item_number,
)
from tinhso.foundation.unit_of_work.service import UnitOfWork, unit_of_work

NUMBER = "number"


def enter_parcel_number(
    *, parcel_id: UUID, number: str, is_local: bool = False, actor: Actor, now: datetime
) -> str:
    """Give a parcel the number that the post office put on it; returns it as it is kept.

    The same number again changes nothing. Raises UnableToPost for a number that is none (``is_local`` takes
    the post office's own, unchecked), for one that another parcel carries, and where there is one already:
    that is mended with a reason. NotVisible for another agency's parcel.
    """
    with unit_of_work(actor=actor, now=now, as_system=True) as work:
        require(actor=actor, permission=Permission.DOSSIER_DELIVER)
        held = own_parcel(parcel_id, agency_id=actor.agency_id, lock=True)
        read = _read(number, is_local=is_local)
        if held.number == read.value:
            return read.value
        if held.number or not held.is_open:
            raise _refusal(
                "parcel_numbered", f"Bưu gửi này đã mang số {held.number}. Ghi nhầm thì sửa, kèm lý do."
            )
        _give(work, held, read)
        record_held(work, "dossier.parcel_numbered", held)
        return read.value


def change_parcel_number(
    *, parcel_id: UUID, number: str, is_local: bool = False, reason: str, actor: Actor, now: datetime
) -> str:
    """Withdraw a number that was entered by mistake and, unless ``number`` is empty, give the right one.

    The mistake is kept with its reason, and its number is free for the parcel that carries it. Once sent a
    parcel keeps a number, and its owner is told the right one. Raises UnableToPost, NotVisible.
    """
    said = read_reason(reason)
    with unit_of_work(actor=actor, now=now, as_system=True) as work:
        require(actor=actor, permission=Permission.DOSSIER_DELIVER)
        seen = own_parcel(parcel_id, agency_id=actor.agency_id)
        # The dossier first, as everybody who sends locks it: nobody waits in a circle.
        dossier = load_dossier(seen.dossier_id, permission=Permission.DOSSIER_READ, lock=True)
        held = own_parcel(parcel_id, agency_id=actor.agency_id, lock=True)
        read = _read(number, is_local=is_local) if number.strip() else None
        _check_changing(held, read)
        withdraw_number(work, parcel_id, reason=said)
        if read is not None:
            _give(work, held, read)
        record_held(work, "dossier.parcel_number_changed", held)
        if held.is_sent and read is not None:
            bump_version(dossier, {})
            append_event(
                work, dossier, action=NUMBER_CHANGED, from_status=dossier.status,
                note=f"Số bưu gửi đúng: {read.value}", is_announced=True,
            )  # fmt: skip
            work.announce(
                DossierAdvanced(
                    subject_id=dossier.id,
                    version=dossier.version,
                    action=NUMBER_CHANGED,
                    status=int(dossier.status),
                )
            )
        return read.value if read else ""


def _check_changing(held: HeldParcel, read: PostalItemNumber | None) -> None:
    if not held.number:
        raise _refusal("parcel_unnumbered", "Bưu gửi này chưa có số để sửa.")
    if not held.is_open:
        raise _refusal("parcel_ended", "Bưu gửi này đã có kết quả giao, số không sửa được nữa.")
    if read is not None and read.value == held.number:
        raise _refusal("parcel_same_number", "Số mới giống số đang ghi.")
    if read is None and held.is_sent:
        raise _refusal("parcel_needs_number", "Bưu gửi đã gửi phải có số; hãy ghi số đúng.")


def _read(number: str, *, is_local: bool) -> PostalItemNumber:
    try:
        return parse_postal_item_number(number, is_local=is_local)
    except UnableToReadIdentifier as unreadable:
        raise _refusal(unreadable.code, unreadable.message) from unreadable


def _give(work: UnitOfWork, held: HeldParcel, number: PostalItemNumber) -> None:
    """Write the number, unless another parcel carries it: of two who scan it at once one is refused."""
    with connection.cursor() as cursor:
        # One lock for this very number: a unique index would end the transaction of whoever comes second.
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"parcel {number.value}"])
        cursor.execute(
            """select d.code, p.agency_id
               from dossiers_parcel p join dossiers_dossier d on d.id = p.dossier_id
               where p.number = %s and p.id <> %s and (p.agency_id = %s or (p.is_standard and %s)) limit 1""",
            [number.value, held.id, work.actor.agency_id, number.is_standard],
        )
        row = cursor.fetchone()
        if row is not None:
            whose = f"của hồ sơ {row[0]}" if row[1] == work.actor.agency_id else "của một cơ quan khác"
            raise _refusal(
                "parcel_number_used", f"Số {number.value} đã ghi cho bưu gửi {whose}. Hãy quét lại."
            )
        cursor.execute(
            """update dossiers_parcel set number = %s, is_standard = %s, numbered_at = %s, numbered_by = %s
               where id = %s""",
            [number.value, number.is_standard, work.now, work.actor.reference, held.id],
        )


def _refusal(code: str, message: str) -> UnableToPost:
    return UnableToPost(code=code, message=message, fields={NUMBER: message})
