"""Later entry: what was received on a paper stub becomes a dossier received at that very moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from tinhso.casework.dossiers.filing.submit import filed, register_at_counter
from tinhso.casework.dossiers.record.errors import UnableToUseReserveNumber
from tinhso.casework.dossiers.record.events_log import append_event, bump_version
from tinhso.casework.dossiers.record.loading import load_dossier
from tinhso.casework.dossiers.record.papers import UploadedPaper
from tinhso.casework.dossiers.record.types import CASE_KIND, ENTERED_LATER, Filed
from tinhso.casework.dossiers.reserve.numbers import (
    HeldNumber,
    own_number,
    read_number,
    require_unused,
)
from tinhso.casework.dossiers.reserve.rules import wrong_moment
from tinhso.casework.dossiers.reserve.types import ReservedReceipt
from tinhso.foundation.authority.service import Actor, Permission, require
from tinhso.foundation.calendar.service import working_calendar
from tinhso.foundation.clock.service import VIETNAM, new_id
from tinhso.foundation.process.service import is_working_moment
from tinhso.foundation.unit_of_work.service import UnitOfWork, acting_as_system, claim_key, unit_of_work
from tinhso.services.representation.service import CheckedPaper

_OUT_OF_HOURS = (
    "Thời điểm này ngoài giờ làm việc. Bạn vẫn nhập được; hạn trả kết quả tính từ giờ làm việc tiếp theo. "
    "Hãy xem lại giờ ghi trên phiếu."
)
_OUT_OF_ORDER = (
    "Phiếu mang số {other} có giờ nhận không theo thứ tự với phiếu này. Hãy xem lại giờ và số trên hai phiếu."
)


def check_reserved(*, number: str, received_at: datetime, actor: Actor, now: datetime) -> ReservedReceipt:
    """Whether this stub may be entered as received at that moment, with what the officer should look at.

    Raises UnableToUseReserveNumber for a number that is used up or void and for a moment that cannot be;
    NotVisible for another agency's number.
    """
    with unit_of_work(actor=actor, now=now):
        require(actor=actor, permission=Permission.DOSSIER_REGISTER)
        held = own_number(read_number(number), agency_id=actor.agency_id)
        return _checked(held, received_at.astimezone(VIETNAM), now)


def enter_reserved(
    *,
    number: str,
    received_at: datetime,
    procedure_code: str,
    answers: Mapping[str, Any],
    papers: Sequence[UploadedPaper],
    key: str,
    reused: Mapping[str, UUID] | None = None,
    brought_by: CheckedPaper | None = None,
    actor: Actor,
    now: datetime,
) -> Filed:
    """Enter a stub: the dossier is filed, and received where this agency decides, as of ``received_at``.

    The procedure's version, its windows, the due date, the code's day and every figure follow the moment of
    receipt; the audit names both moments, the history that it was entered later. Each number is entered
    once: of two officers at one time the second is told the first one's dossier. Raises as ``check_reserved``
    and ``register_at_counter`` do.
    """
    at = received_at.astimezone(VIETNAM)
    with unit_of_work(actor=actor, now=now, as_system=True, as_of=at) as work:
        require(actor=actor, permission=Permission.DOSSIER_REGISTER)
        wanted = read_number(number)
        mark = new_id()
        said = f"{wanted} {at.isoformat()}".encode()
        if claim_key(work, key=f"reserve:{key}", request_digest=said, result_id=mark) != mark:
            return _entered_as(wanted, actor)
        held = own_number(wanted, agency_id=actor.agency_id, lock=True)
        _checked(held, at, now)
        entered = register_at_counter(
            procedure_code=procedure_code,
            answers=answers,
            papers=papers,
            key=key,
            reused=reused,
            receive=True,
            brought_by=brought_by,
            actor=actor,
            now=at,
        )
        _use_up(work, wanted, entered, at)
        _tell(work, wanted, entered)
        return entered


def _checked(held: HeldNumber, at: datetime, now: datetime) -> ReservedReceipt:
    require_unused(held)
    if text := wrong_moment(at, printed_at=held.printed_at, now=now):
        raise UnableToUseReserveNumber(code="reserve_moment", message=text, fields={"received": text})
    warnings = []
    if not is_working_moment(at, working_calendar(now=now)):
        warnings.append(_OUT_OF_HOURS)
    if other := _out_of_order(held, at):
        warnings.append(_OUT_OF_ORDER.format(other=other))
    return ReservedReceipt(number=held.number, received_at=at, warnings=tuple(warnings))


def _out_of_order(held: HeldNumber, at: datetime) -> str:
    """A stub of the booklet that was written on the other side of this moment than its number says."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select o.number from dossiers_reserve_number o
               join dossiers_reserve_number n on n.batch_id = o.batch_id
               where n.number = %s and ((o.sequence < n.sequence and o.received_at > %s)
                 or (o.sequence > n.sequence and o.received_at < %s))
               order by abs(o.sequence - n.sequence) limit 1""",
            [held.number, at + timedelta(minutes=1), at - timedelta(minutes=1)],
        )
        row = cursor.fetchone()
        return row[0] if row else ""


def _entered_as(number: str, actor: Actor) -> Filed:
    """The dossier that an earlier identical request made of this number."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select dossier_id from dossiers_reserve_number where number = %s and agency_id = %s",
            [number, actor.agency_id],
        )
        return filed(UUID(str(cursor.fetchone()[0])))


def _use_up(work: UnitOfWork, number: str, entered: Filed, at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """update dossiers_reserve_number
               set dossier_id = %s, received_at = %s, entered_at = %s, entered_by = %s where number = %s""",
            [entered.id, at, work.now, work.actor.officer_id, number],
        )


def _tell(work: UnitOfWork, number: str, entered: Filed) -> None:
    """Write into the history and the audit that a stub was entered, and when."""
    with acting_as_system(work):
        dossier = load_dossier(entered.id, permission=Permission.DOSSIER_READ, lock=True)
        bump_version(dossier, {})
        append_event(
            work,
            dossier,
            action=ENTERED_LATER,
            from_status=dossier.status,
            note=number,
            at=work.now,
        )
    work.record(
        action="dossier.entered_later",
        object_kind=CASE_KIND,
        object_id=entered.id,
        subjects=dossier.subjects,
        purpose="Nhập hồ sơ đã tiếp nhận trên giấy khi mất điện, mất kết nối",
        details={"number": number, "version": dossier.version},
    )
