"""Reading and locking what the post holds: the choice of a dossier, its parcels, one parcel of the agency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from tinhso.casework.dossiers.postal.address import open_address
from tinhso.casework.dossiers.postal.rules import may_follow
from tinhso.casework.dossiers.postal.types import ParcelRow
from tinhso.casework.dossiers.record import sealing
from tinhso.casework.dossiers.record.errors import UnableToPost
from tinhso.casework.dossiers.record.loading import LoadedDossier
from tinhso.casework.dossiers.record.placing import LEGAL_BASIS
from tinhso.casework.dossiers.record.postal_types import ParcelOutcome, PostalState
from tinhso.casework.dossiers.record.types import CASE_KIND
from tinhso.foundation.authority.service import Actor, NotPermitted, NotVisible, Permission
from tinhso.foundation.crypto.service import open_text
from tinhso.foundation.unit_of_work.service import UnitOfWork
from tinhso.registers.catalogue.service import get_version

PARCEL_KIND, LIST_KIND = "parcel", "postal_list"
PURPOSE = "Trả kết quả qua dịch vụ bưu chính công ích"
BASIS = f"Quyết định 45/2016/QĐ-TTg; {LEGAL_BASIS}"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldParcel:
    """A parcel of the agency's own, as it stands."""

    id: UUID
    dossier_id: UUID
    applicant_id: UUID
    code: str
    list_id: UUID
    number: str
    is_sent: bool
    is_open: bool


def list_number(number: int) -> str:
    """The number of a list as people read it."""
    return f"BC-{number:06d}"


def require_lead(dossier: LoadedDossier, actor: Actor, permission: Permission) -> None:
    """The result leaves from the agency that decides the dossier."""
    if actor.agency_id != dossier.agency_id:
        raise NotPermitted(
            permission=permission,
            object_kind=CASE_KIND,
            object_id=dossier.id,
            message="Kết quả do cơ quan chủ trì giải quyết hồ sơ gửi.",
        )


def move_postal(work: UnitOfWork, dossier_id: UUID, after: PostalState) -> PostalState | None:
    """Let the result go over to ``after``; returns where it was. Needs the system's scope.

    Locks its row; raises UnableToPost where that cannot follow on what stands there now.
    """
    with connection.cursor() as cursor:
        cursor.execute("select state from dossiers_postal where dossier_id = %s for update", [dossier_id])
        row = cursor.fetchone()
        before = PostalState(row[0]) if row else None
        if not may_follow(before, after):
            raise UnableToPost(code="postal_state", message=TOLD[before])
        cursor.execute(
            "update dossiers_postal set state = %s, changed_at = %s where dossier_id = %s",
            [after.value, work.now, dossier_id],
        )
    return before


TOLD: dict[PostalState | None, str] = {
    None: "Hồ sơ này không chọn nhận kết quả qua bưu chính.",
    PostalState.WANTED: "Kết quả này chưa có trong danh sách gửi bưu chính.",
    PostalState.LISTED: "Kết quả này đang có trong một danh sách gửi bưu chính.",
    PostalState.SENT: "Kết quả này đã gửi bưu chính.",
    PostalState.DELIVERED: "Bưu chính đã giao kết quả này.",
    PostalState.CAME_BACK: "Bưu chính đã trả lại kết quả này, đang chờ người nhận chọn cách nhận lại.",
    PostalState.DESK: "Người nhận chọn nhận kết quả này tại quầy.",
    PostalState.COLLECTED: "Kết quả này đã được nhận tại quầy.",
}


def own_parcel(parcel_id: UUID, *, agency_id: UUID | None, lock: bool = False) -> HeldParcel:
    """This parcel of this agency; NotVisible for another's. ``lock`` holds it until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""select p.id, p.dossier_id, d.applicant_id, d.code, p.list_id, p.number, p.sent_at is not null,
                 p.outcome is null
               from dossiers_parcel p join dossiers_dossier d on d.id = p.dossier_id
               where p.id = %s and (p.agency_id = %s or exists (select 1 from dossiers_postal s
                 where s.dossier_id = p.dossier_id and s.agency_id = %s))
               {"for update of p" if lock else ""}""",  # noqa: S608
            [parcel_id, agency_id, agency_id],
        )
        row = cursor.fetchone()
    if row is None:
        raise NotVisible(object_kind=PARCEL_KIND, object_id=parcel_id, permission=Permission.DOSSIER_DELIVER)
    return HeldParcel(
        id=row[0],
        dossier_id=row[1],
        applicant_id=row[2],
        code=row[3],
        list_id=row[4],
        number=row[5] or "",
        is_sent=row[6],
        is_open=row[7],
    )


def record_parcel(
    work: UnitOfWork, action: str, *, parcel_id: UUID, dossier_id: UUID, applicant_id: UUID
) -> None:
    """The audit row of an act on one parcel."""
    work.record(
        action=action,
        object_kind=PARCEL_KIND,
        object_id=parcel_id,
        subjects=(applicant_id,),
        purpose=PURPOSE,
        legal_basis=BASIS,
        details={"dossier": str(dossier_id)},
    )


def record_held(work: UnitOfWork, action: str, held: HeldParcel) -> None:
    """The same, of a parcel that was held."""
    record_parcel(work, action, parcel_id=held.id, dossier_id=held.dossier_id, applicant_id=held.applicant_id)


def parcels_where(condition: str, parameters: Sequence[Any]) -> tuple[ParcelRow, ...]:
    """Parcels ``p`` of dossiers ``d`` on lists ``l`` that this WHERE names, opened, in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""select p.id, p.dossier_id, p.list_id, l.number, p.place, d.code, d.procedure_code,
                 d.procedure_version, d.applicant_id, p.sealed_address, p.number, p.is_standard, p.sent_at,
                 p.outcome, p.outcome_date, p.sealed_reason,
                 array(select w.number from dossiers_withdrawn_parcel_number w where w.parcel_id = p.id
                   order by w.withdrawn_at)
               from dossiers_parcel p join dossiers_dossier d on d.id = p.dossier_id
               left join dossiers_postal_list l on l.id = p.list_id
               where {condition} order by p.list_id, p.place""",  # noqa: S608 - this room's own words
            list(parameters),
        )
        rows = cursor.fetchall()
    return tuple(_parcel(row) for row in rows)


def _parcel(row: tuple[Any, ...]) -> ParcelRow:
    address = open_address(row[9], owner=row[0], field=sealing.PARCEL_ADDRESS)
    assert address is not None  # noqa: S101 - a column that is never null
    return ParcelRow(
        id=row[0],
        dossier_id=row[1],
        list_id=row[2],
        list_number=list_number(row[3]) if row[3] else "",
        place=row[4],
        code=row[5],
        title=get_version(row[6], row[7]).title,
        applicant_id=row[8],
        address=address,
        number=row[10] or "",
        is_standard=row[11],
        sent_at=row[12],
        outcome=ParcelOutcome(row[13]) if row[13] else None,
        outcome_date=row[14],
        reason=open_text(row[15], owner=row[0], field=sealing.PARCEL_REASON),
        withdrawn=tuple(row[16]),
    )
