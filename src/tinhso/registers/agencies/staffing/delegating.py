"""A leader lets another officer of the agency approve in their place for a period, and takes it back."""

import datetime as dt
from uuid import UUID

from django.db.models import Q

from tinhso.foundation.authority.service import Actor, Permission, Resource, Role, require
from tinhso.foundation.clock.service import VIETNAM, legal_day, new_id
from tinhso.foundation.identifiers.service import clean_text
from tinhso.foundation.unit_of_work.service import UnitOfWork, acting_as_system, unit_of_work
from tinhso.registers.agencies import models
from tinhso.registers.agencies.errors import UnableToDelegate
from tinhso.registers.agencies.staffing.delegations import Delegation, DelegationEnd
from tinhso.registers.agencies.staffing.finding import posts_of
from tinhso.registers.agencies.staffing.standing_in import delegation_from

LONGEST = dt.timedelta(days=366)
_LONGEST_BASIS = 120
_DESK = frozenset({Role.RECEPTION_OFFICER, Role.SPECIALIST})


def delegate(
    *,
    leader_id: UUID,
    deputy_id: UUID,
    begins_at: dt.datetime,
    ends_at: dt.datetime,
    basis: str = "",
    actor: Actor,
    now: dt.datetime,
) -> Delegation:
    """Let ``deputy_id`` approve in the place of ``leader_id`` from a moment to a moment.

    A leader gives what is theirs, an administrator on a leader's behalf; what is only delegated cannot be
    passed on, and nobody gives it to themselves. Both hold posts at one agency on the first and the last day:
    the leader as a leader, the deputy at the desk and not as a leader. Refuses a period that is over, empty,
    longer than a year, or in which one of them is bound by another delegation.
    """
    with unit_of_work(actor=actor, now=now, as_system=True) as work:
        _require(actor, leader_id)
        if actor.officer_id == deputy_id:
            raise _refused("delegation_to_oneself", "Không ai tự ủy quyền cho chính mình.", "deputy")
        begins_at = max(begins_at, now)
        _check_period(begins_at, ends_at, now)
        # Both rows are held, in one order, so that two delegations at once see each other.
        list(models.Officer.objects.select_for_update().filter(id__in=[leader_id, deputy_id]).order_by("id"))
        agency_id = _common_agency(leader_id, deputy_id, begins_at, ends_at)
        _check_others(leader_id, deputy_id, begins_at, ends_at)
        row = models.Delegation.objects.create(
            id=new_id(),
            agency_id=agency_id,
            leader_id=leader_id,
            deputy_id=deputy_id,
            begins_at=begins_at,
            ends_at=ends_at,
            basis=clean_text(basis, _LONGEST_BASIS) if basis.strip() else "",
            created_at=now,
            created_by_id=actor.officer_id,
        )
        _record(work, "delegation.given", row)
        return delegation_from(row)


def end_delegation(*, delegation_id: UUID, actor: Actor, now: dt.datetime) -> Delegation:
    """End a delegation now, or take back one that has not begun; whoever acts under it acts no more.

    For the leader who gave it and for administrators. Refuses one that is over.
    """
    with unit_of_work(actor=actor, now=now, as_system=True) as work:
        row = models.Delegation.objects.select_for_update().filter(id=delegation_id).first()
        _require(actor, row.leader_id if row else None)
        if row is None:
            raise UnableToDelegate("agencies.delegation_unknown.not_found", "Không có ủy quyền này.")
        if delegation_from(row).until <= now:
            raise UnableToDelegate("agencies.delegation_over", "Ủy quyền này đã kết thúc rồi.")
        _end(work, row, at=now, reason=DelegationEnd.BY_HAND)
        return delegation_from(row)


def end_delegations_of(
    work: UnitOfWork,
    *,
    officer_id: UUID,
    at: dt.datetime,
    reason: DelegationEnd,
    as_leader_only: bool = False,
) -> int:
    """End what an officer gave or was given, because a post ends or an account is locked at that moment."""
    theirs = Q(leader_id=officer_id) if as_leader_only else Q(leader_id=officer_id) | Q(deputy_id=officer_id)
    with acting_as_system(work):
        rows = models.Delegation.objects.select_for_update().filter(
            theirs, Q(ended_at__isnull=True) | Q(ended_at__gt=at), ends_at__gt=at
        )
        found = list(rows.order_by("id"))
        for row in found:
            _end(work, row, at=at, reason=reason)
    return len(found)


def revive_delegations_of(work: UnitOfWork, *, officer_id: UUID, ended_at: dt.datetime) -> None:
    """Take back the ends that a planned transfer had set, when the transfer is withdrawn before its day."""
    with acting_as_system(work):
        models.Delegation.objects.filter(
            Q(leader_id=officer_id) | Q(deputy_id=officer_id),
            ended_at=ended_at,
            ended_for=DelegationEnd.POST_ENDED.value,
        ).update(ended_at=None, ended_for="")


def beginning_of(day: dt.date) -> dt.datetime:
    """The first moment of a legal day."""
    return dt.datetime.combine(day, dt.time(0), VIETNAM)


def _require(actor: Actor, leader_id: UUID | None) -> None:
    require(
        actor=actor,
        permission=Permission.DELEGATION_GIVE,
        resource=Resource(kind="delegation", id=None),
    )
    if Role.ADMINISTRATOR not in actor.roles and actor.officer_id != leader_id:
        require(
            actor=actor,
            permission=Permission.ACCOUNT_ADMINISTER,
            resource=Resource(kind="officer", id=leader_id),
        )


def _check_period(begins_at: dt.datetime, ends_at: dt.datetime, now: dt.datetime) -> None:
    if ends_at <= now:
        raise _refused("delegation_past", "Thời điểm kết thúc phải ở sau lúc này.", "ends")
    if ends_at <= begins_at:
        raise _refused("delegation_empty", "Thời điểm kết thúc phải sau thời điểm bắt đầu.", "ends")
    if ends_at - begins_at > LONGEST:
        raise _refused("delegation_long", "Mỗi lần ủy quyền không quá một năm.", "ends")


def _common_agency(leader_id: UUID, deputy_id: UUID, begins_at: dt.datetime, ends_at: dt.datetime) -> UUID:
    """The agency at which both hold the posts that it takes, on the first and on the last day."""
    last = ends_at - dt.timedelta(microseconds=1)
    posts = posts_of([leader_id, deputy_id])
    agencies: set[UUID] = set()
    for day in {legal_day(begins_at), legal_day(last)}:
        leader = next((post for post in posts.get(leader_id, ()) if post.is_held_on(day)), None)
        deputy = next((post for post in posts.get(deputy_id, ()) if post.is_held_on(day)), None)
        if leader is None or Role.LEADER not in leader.roles:
            raise _refused(
                "delegation_without_power",
                "Người ủy quyền không giữ vai trò lãnh đạo trong suốt thời gian này.",
                "leader",
            )
        if deputy is None or deputy.agency_id != leader.agency_id:
            raise _refused(
                "delegation_elsewhere",
                "Người được ủy quyền phải đang công tác ở cùng cơ quan trong suốt thời gian này.",
                "deputy",
            )
        if Role.LEADER in deputy.roles or not deputy.roles & _DESK:
            raise _refused(
                "delegation_unfit",
                "Người được ủy quyền phải là cán bộ một cửa hoặc chuyên viên, và chưa có quyền phê duyệt.",
                "deputy",
            )
        agencies.add(leader.agency_id)
    if len(agencies) != 1:
        raise _refused("delegation_elsewhere", "Thời gian này trải qua hai cơ quan công tác.", "ends")
    return agencies.pop()


def _check_others(leader_id: UUID, deputy_id: UUID, begins_at: dt.datetime, ends_at: dt.datetime) -> None:
    both = [leader_id, deputy_id]
    others = models.Delegation.objects.filter(
        Q(leader_id__in=both) | Q(deputy_id__in=both),
        Q(ended_at__isnull=True) | Q(ended_at__gt=begins_at),
        begins_at__lt=ends_at,
        ends_at__gt=begins_at,
    )
    if others.exists():
        raise _refused(
            "delegation_overlaps",
            "Trong thời gian này một trong hai người đã có ủy quyền khác. Hãy kết thúc ủy quyền đó trước.",
            "ends",
        )


def _end(work: UnitOfWork, row: models.Delegation, *, at: dt.datetime, reason: DelegationEnd) -> None:
    row.ended_at, row.ended_for = at, reason.value
    row.save(update_fields=["ended_at", "ended_for"])
    _record(work, "delegation.ended", row, reason=reason.value)


def _record(work: UnitOfWork, action: str, row: models.Delegation, **details: str) -> None:
    """In the history of both officers, with who the other is."""
    for officer_id, other in ((row.leader_id, row.deputy_id), (row.deputy_id, row.leader_id)):
        work.record(
            action=action,
            object_kind="officer",
            object_id=officer_id,
            details={
                "delegation_id": str(row.id),
                "other_officer_id": str(other),
                "as_leader": officer_id == row.leader_id,
                **details,
            },
        )


def _refused(code: str, message: str, field: str) -> UnableToDelegate:
    return UnableToDelegate(f"agencies.{code}", message, {field: message})
