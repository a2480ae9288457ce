"""Appointing, transferring and releasing officers. Posts are dated; the past is never rewritten."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from tinhso.foundation.authority.service import Role
from tinhso.foundation.clock.service import new_id
from tinhso.foundation.crypto.service import seal_text
from tinhso.foundation.identifiers.service import clean_text
from tinhso.foundation.unit_of_work.service import UnitOfWork, acting_as_system
from tinhso.registers.agencies import models
from tinhso.registers.agencies.errors import UnableToAssignOfficer, UnableToFindOfficer
from tinhso.registers.agencies.queries import directory
from tinhso.registers.agencies.staffing.delegating import (
    beginning_of,
    end_delegations_of,
    revive_delegations_of,
)
from tinhso.registers.agencies.staffing.delegations import DelegationEnd
from tinhso.registers.agencies.staffing.holding import OFFICER_NAME_FIELD, OFFICER_NAMES

_LONGEST_NAME = 120
_LONGEST_TITLE = 120


def appoint_officer(
    work: UnitOfWork,
    *,
    name: str,
    title: str,
    agency_id: UUID,
    roles: Iterable[Role],
    valid_from: dt.date,
) -> UUID:
    """Enter a new officer with a first post. Refuses an agency that does not exist on that day."""
    officer_id, cleaned = new_id(), clean_text(name, _LONGEST_NAME)
    models.Officer.objects.create(
        id=officer_id,
        name_sealed=seal_text(cleaned, owner=officer_id, field=OFFICER_NAME_FIELD),
        created_at=work.now,
    )
    with acting_as_system(work):
        OFFICER_NAMES.write({officer_id: cleaned})
    _open_post(officer_id, title=title, agency_id=agency_id, roles=roles, valid_from=valid_from)
    _record(work, "officer.appointed", officer_id, agency_id)
    return officer_id


def transfer_officer(
    work: UnitOfWork,
    *,
    officer_id: UUID,
    title: str,
    agency_id: UUID,
    roles: Iterable[Role],
    valid_from: dt.date,
) -> None:
    """End the present post and open another on the same day; what was done before keeps its agency.

    What the officer delegated, or was delegated, ends with the post.
    """
    _end_post(officer_id, valid_from)
    _end_delegations(work, officer_id, valid_from)
    _open_post(officer_id, title=title, agency_id=agency_id, roles=roles, valid_from=valid_from)
    _record(work, "officer.transferred", officer_id, agency_id)


def change_duties(
    work: UnitOfWork,
    *,
    officer_id: UUID,
    title: str,
    roles: Iterable[Role],
    valid_from: dt.date,
    expected_post: UUID,
) -> None:
    """Give an officer another title or other roles at the same agency, from that day on.

    A change on the very day on which the post began amends it. Refuses a day before that, and a post that
    somebody else has changed since it was read (``expected_post``).
    """
    roles = list(roles)
    post = _open_post_of(officer_id)
    if post.id != expected_post:
        raise UnableToAssignOfficer(
            "agencies.post_changed",
            "Chức danh của cán bộ vừa được người khác thay đổi. Bạn hãy xem lại rồi thực hiện lại.",
        )
    if Role.LEADER not in roles:
        end_delegations_of(
            work,
            officer_id=officer_id,
            at=max(beginning_of(valid_from), work.now),
            reason=DelegationEnd.POST_ENDED,
            as_leader_only=True,
        )
    if valid_from == post.valid_from:
        post.title, post.roles = clean_text(title, _LONGEST_TITLE), _values(roles)
        post.save(update_fields=["title", "roles"])
    else:
        _end_post(officer_id, valid_from)
        _open_post(officer_id, title=title, agency_id=post.agency_id, roles=roles, valid_from=valid_from)
    work.record(
        action="officer.duties_changed",
        object_kind="officer",
        object_id=officer_id,
        details={"agency_id": str(post.agency_id), "roles": ",".join(_values(roles))},
    )


def withdraw_planned_post(work: UnitOfWork, *, officer_id: UUID, on: dt.date) -> None:
    """Take back a post that has not begun by that day, and let the officer keep the one before it."""
    planned = _open_post_of(officer_id)
    before = (
        models.Assignment.objects.select_for_update()
        .filter(officer_id=officer_id, valid_to=planned.valid_from)
        .first()
    )
    if planned.valid_from <= on or before is None:
        raise UnableToAssignOfficer(
            "agencies.post_begun", "Vị trí mới đã bắt đầu, không rút lại được; hãy điều chuyển lần nữa."
        )
    planned.delete()
    revive_delegations_of(work, officer_id=officer_id, ended_at=beginning_of(planned.valid_from))
    before.valid_to = None
    before.save(update_fields=["valid_to"])
    _record(work, "officer.transfer_withdrawn", officer_id, before.agency_id)


def release_officer(work: UnitOfWork, *, officer_id: UUID, valid_to: dt.date) -> None:
    """End the present post; the officer acts no more from ``valid_to`` on."""
    agency_id = _end_post(officer_id, valid_to)
    _end_delegations(work, officer_id, valid_to)
    _record(work, "officer.released", officer_id, agency_id)


def _end_delegations(work: UnitOfWork, officer_id: UUID, day: dt.date) -> None:
    end_delegations_of(
        work,
        officer_id=officer_id,
        at=max(beginning_of(day), work.now),
        reason=DelegationEnd.POST_ENDED,
    )


def _open_post_of(officer_id: UUID) -> models.Assignment:
    post = (
        models.Assignment.objects.select_for_update()
        .filter(officer_id=officer_id, valid_to__isnull=True)
        .first()
    )
    if post is None:
        raise UnableToFindOfficer(officer_id)
    return post


def _end_post(officer_id: UUID, valid_to: dt.date) -> UUID:
    post = _open_post_of(officer_id)
    if valid_to <= post.valid_from:
        raise UnableToAssignOfficer(
            "agencies.post_without_days",
            f"Cán bộ giữ vị trí hiện tại từ ngày {post.valid_from:%d/%m/%Y}; ngày thay đổi phải sau ngày đó.",
        )
    post.valid_to = valid_to
    post.save(update_fields=["valid_to"])
    return post.agency_id


def _open_post(
    officer_id: UUID, *, title: str, agency_id: UUID, roles: Iterable[Role], valid_from: dt.date
) -> None:
    agency = directory().agency(agency_id)
    if not agency.is_valid_on(valid_from):
        raise UnableToAssignOfficer(
            "agencies.agency_not_standing",
            f"{agency.name} không hoạt động vào ngày {valid_from:%d/%m/%Y}.",
        )
    models.Assignment.objects.create(
        id=new_id(),
        officer_id=officer_id,
        agency_id=agency_id,
        title=clean_text(title, _LONGEST_TITLE),
        roles=_values(roles),
        valid_from=valid_from,
    )


def _values(roles: Iterable[Role]) -> list[str]:
    return sorted(role.value for role in roles)


def _record(work: UnitOfWork, action: str, officer_id: UUID, agency_id: UUID) -> None:
    work.record(
        action=action,
        object_kind="officer",
        object_id=officer_id,
        details={"agency_id": str(agency_id)},
    )
