"""An agency ends on a day and another takes over its work; decided beforehand, withdrawn until the day."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from tinhso.foundation.authority.service import Actor, Permission, require, system_actor
from tinhso.foundation.clock.service import legal_day, legal_now, new_id
from tinhso.foundation.crypto.service import open_text, seal_text
from tinhso.foundation.identifiers.service import UnableToReadText, clean_text
from tinhso.foundation.unit_of_work.service import UnitOfWork, unit_of_work
from tinhso.registers.agencies import models
from tinhso.registers.agencies.actions.agency_changes import one_at_a_time, written
from tinhso.registers.agencies.directory import Directory
from tinhso.registers.agencies.errors import UnableToEndAgency, UnableToFindAgency
from tinhso.registers.agencies.events import AgencyEnded
from tinhso.registers.agencies.queries import directory_with, ending_from, load_directory
from tinhso.registers.agencies.types import Agency, AgencyEnding

REASON = "agencies_ending.sealed_reason"
_LONGEST_REASON = 500


def check_ending(
    *, agency_id: UUID, successor_id: UUID, ends_on: dt.date, actor: Actor, now: dt.datetime
) -> None:
    """Refuse what ``end_agency`` would refuse, with UnableToEndAgency by field; changes nothing."""
    with unit_of_work(actor=actor, now=now):
        require(actor=actor, permission=Permission.AGENCY_ADMINISTER)
        _check(load_directory(), agency_id, successor_id, ends_on, legal_day(now))


def end_agency(
    *,
    agency_id: UUID,
    successor_id: UUID,
    ends_on: dt.date,
    officers_follow: bool,
    reason: str,
    actor: Actor,
    now: dt.datetime,
) -> UUID:
    """Decide that the agency ends on that day and the successor takes over; returns the ending's id.

    From today on it is announced at once, on a later day by the worker. Refuses a day that is past or outside
    the agency's time, a successor that is the agency itself, ends earlier or hands back in a ring, an agency
    that is to take over from another later, that has agencies below it or officers whose posts change on or
    after the day, a second decision, and a missing reason.
    """
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.AGENCY_ADMINISTER)
        said = _reason(reason)
        one_at_a_time()
        _check(load_directory(), agency_id, successor_id, ends_on, legal_day(now))
        assert actor.officer_id is not None  # noqa: S101 - an administrator is an officer
        ending_id = new_id()
        row = models.AgencyEnding.objects.create(
            id=ending_id,
            agency_id=agency_id,
            successor_id=successor_id,
            ends_on=ends_on,
            officers_follow=officers_follow,
            sealed_reason=seal_text(said, owner=ending_id, field=REASON),
            ordered_by=actor.officer_id,
            ordered_at=now,
        )
        written(work, "agency.ending_ordered", agency_id, ends_on)
        if ends_on <= legal_day(now):
            _announce(work, row)
        return ending_id


def withdraw_ending(*, agency_id: UUID, actor: Actor, now: dt.datetime) -> None:
    """Take back a decision whose day has not come; the agency and its work stay as they are.

    Refuses when the day has come, and when another agency of its kind was meant to follow in its place.
    """
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.AGENCY_ADMINISTER)
        one_at_a_time()
        register = load_directory()
        agency, row = register.agency(agency_id), _row_of(agency_id)
        if row is None or row.announced_at is not None or row.ends_on <= legal_day(now):
            raise _refused("nothing_to_withdraw", "Không còn quyết định kết thúc nào chờ đến ngày.")
        for other in register.by_place[agency.kind, agency.unit_code]:
            if other.id != agency_id and row.ends_on <= other.valid_from < (
                _own_end(agency_id) or dt.date.max
            ):
                raise _refused(
                    "place_taken",
                    f"Từ {other.valid_from:%d/%m/%Y} đã có {other.name} cùng loại ở đơn vị này; "
                    "không rút lại được quyết định kết thúc.",
                )
        row.withdrawn_at = now
        row.save(update_fields=["withdrawn_at"])
        written(work, "agency.ending_withdrawn", agency_id, row.ends_on)


def agency_ending(*, agency_id: UUID, actor: Actor, now: dt.datetime) -> tuple[AgencyEnding, str] | None:
    """The decision that ends this agency and its reason, if there is one; withdrawn ones are left out."""
    with unit_of_work(actor=actor, now=now):
        require(actor=actor, permission=Permission.AGENCY_ADMINISTER)
        directory_with(agency_id).agency(agency_id)
        row = _row_of(agency_id)
        if row is None:
            return None
        return ending_from(row), open_text(row.sealed_reason, owner=row.id, field=REASON)


def get_ending(ending_id: UUID) -> AgencyEnding:
    """The ending of this announcement."""
    return ending_from(models.AgencyEnding.objects.get(id=ending_id))


def announce_endings(limit: int = 100) -> int:
    """Announce the agencies whose last day is over: the worker's own, each in its own transaction."""
    now, announced = legal_now(), 0
    while announced < limit:
        with unit_of_work(actor=system_actor("agency_endings"), now=now) as work:
            row = (
                models.AgencyEnding.objects.select_for_update(skip_locked=True)
                .filter(withdrawn_at=None, announced_at=None, ends_on__lte=legal_day(now))
                .order_by("ends_on", "id")
                .first()
            )
            if row is None:
                break
            _announce(work, row)
        announced += 1
    return announced


def _announce(work: UnitOfWork, row: models.AgencyEnding) -> None:
    row.announced_at = work.now
    row.save(update_fields=["announced_at"])
    written(work, "agency.ended", row.agency_id, row.ends_on)
    work.announce(AgencyEnded(subject_id=row.id, version=1))


def _row_of(agency_id: UUID) -> models.AgencyEnding | None:
    return models.AgencyEnding.objects.filter(agency_id=agency_id, withdrawn_at=None).first()


def _own_end(agency_id: UUID) -> dt.date | None:
    """Until when the data lets the agency stand, whatever was decided since."""
    return models.Agency.objects.values_list("valid_to", flat=True).get(id=agency_id)


def _check(
    register: Directory, agency_id: UUID, successor_id: UUID, ends_on: dt.date, today: dt.date
) -> None:
    agency = register.agency(agency_id)
    _check_day(register, agency, ends_on, today)
    _check_successor(register, agency, successor_id, ends_on)
    for ending in register.endings.values():
        if ending.successor_id == agency_id and ending.ends_on >= ends_on:
            giver = register.agency(ending.agency_id).name
            raise _refused(
                "takes_over_later",
                f"Cơ quan này sẽ nhận việc của {giver} từ {ending.ends_on:%d/%m/%Y}. "
                "Hãy rút quyết định đó trước.",
            )
    below = [
        one.name
        for one in register.agencies.values()
        if one.parent_id == agency_id and one.is_valid_on(ends_on)
    ]
    if below:
        more = f" và {len(below) - 3} cơ quan khác" if len(below) > 3 else ""
        raise _refused(
            "has_agencies_below",
            f"Còn cơ quan trực thuộc đang hoạt động: {', '.join(below[:3])}{more}. "
            "Hãy quyết định về các cơ quan đó trước.",
        )
    _check_posts(agency_id, ends_on)


def _check_day(register: Directory, agency: Agency, ends_on: dt.date, today: dt.date) -> None:
    decided = register.endings.get(agency.id)
    if decided is not None and decided.ends_on <= today:
        raise _refused("has_ended", f"Cơ quan đã kết thúc hoạt động từ {decided.ends_on:%d/%m/%Y}.")
    if decided is not None:
        raise _refused(
            "ending_waits",
            f"Đã có quyết định kết thúc từ {decided.ends_on:%d/%m/%Y}. Hãy rút quyết định đó trước.",
        )
    if ends_on <= agency.valid_from:
        begun = f"{agency.valid_from:%d/%m/%Y}"
        raise _refused(
            "ends_before_begin", f"Cơ quan hoạt động từ {begun}; ngày kết thúc phải sau đó.", "ends_on"
        )
    if ends_on < today:
        raise _refused("day_past", "Ngày kết thúc phải từ hôm nay trở đi.", "ends_on")
    if agency.valid_to is not None and ends_on >= agency.valid_to:
        until = f"{agency.valid_to:%d/%m/%Y}"
        raise _refused("ends_after_end", f"Dữ liệu ghi cơ quan chỉ hoạt động đến trước {until}.", "ends_on")


def _check_successor(register: Directory, agency: Agency, successor_id: UUID, ends_on: dt.date) -> None:
    if successor_id == agency.id:
        raise _refused("itself", "Cơ quan không thể tự kế thừa chính mình.", "successor")
    try:
        successor = register.agency(successor_id)
    except UnableToFindAgency as no:
        raise _refused("successor_unknown", "Hãy chọn cơ quan kế thừa.", "successor") from no
    chain = register.endings.get(successor.id)
    while chain is not None:
        if chain.successor_id == agency.id:
            raise _refused(
                "ring",
                f"{successor.name} rồi lại bàn giao việc cho chính cơ quan này: hai bên kế thừa lẫn nhau.",
                "successor",
            )
        chain = register.endings.get(chain.successor_id)
    if ends_on < successor.valid_from:
        begins = f"{successor.valid_from:%d/%m/%Y}"
        raise _refused(
            "successor_not_begun",
            f"{successor.name} chỉ hoạt động từ {begins}, sau ngày kết thúc.",
            "successor",
        )
    if not successor.is_valid_on(ends_on):
        assert successor.valid_to is not None  # noqa: S101 - it has begun and does not stand
        raise _refused(
            "successor_ended",
            f"{successor.name} kết thúc hoạt động từ {successor.valid_to:%d/%m/%Y}, không nhận việc được.",
            "successor",
        )


def _check_posts(agency_id: UUID, ends_on: dt.date) -> None:
    posts = models.Assignment.objects.filter(agency_id=agency_id)
    changing = posts.filter(valid_from__gte=ends_on).count() + posts.filter(valid_to__gt=ends_on).count()
    if changing:
        raise _refused(
            "posts_change_later",
            f"Có {changing} vị trí cán bộ được ghi thay đổi từ ngày này trở đi. "
            "Hãy rút các quyết định điều chuyển, bổ nhiệm đó trước.",
        )


def _reason(reason: str) -> str:
    try:
        said = clean_text(reason, _LONGEST_REASON)
    except UnableToReadText as no:
        raise _refused("reason", no.message, "reason") from no
    if not said:
        raise _refused("reason_missing", "Phải ghi lý do, căn cứ.", "reason")
    return said


def _refused(code: str, message: str, field: str = "") -> UnableToEndAgency:
    return UnableToEndAgency(f"agencies.{code}", message, {field: message} if field else {})
