"""Who stands in for whom: read by the leader, the deputy and administrators, and asked again at each act."""

import datetime as dt
from uuid import UUID

from django.db import connection
from django.db.models import Q

from tinhso.foundation.authority.service import Actor, Permission, Role, require
from tinhso.foundation.unit_of_work.service import UnitOfWork, acting_as_system, unit_of_work
from tinhso.registers.agencies import models
from tinhso.registers.agencies.staffing.delegations import Delegation, DelegationEnd

ACTING_DELEGATION_VIEW = "agencies_acting_delegation"
"""Joined by the identity room, as ``ACTING_OFFICER_VIEW`` is: deputy, leader, agency, from and until when."""

_MOST = 100


def list_delegations(*, actor: Actor, now: dt.datetime) -> tuple[Delegation, ...]:
    """Delegations that the officer gave or was given; every one for an administrator. Latest first."""
    with unit_of_work(actor=actor, now=now, as_system=True):
        require(actor=actor, permission=Permission.DELEGATION_READ)
        rows = models.Delegation.objects.order_by("-begins_at", "id")
        if Role.ADMINISTRATOR not in actor.roles:
            rows = rows.filter(Q(leader_id=actor.officer_id) | Q(deputy_id=actor.officer_id))
        return tuple(delegation_from(row) for row in rows[:_MOST])


def count_delegations(*, agency_id: UUID, after: dt.datetime, actor: Actor, now: dt.datetime) -> int:
    """How many delegations of an agency run or begin after that moment; for who decides about agencies."""
    with unit_of_work(actor=actor, now=now, as_system=True):
        require(actor=actor, permission=Permission.AGENCY_ADMINISTER)
        rows = models.Delegation.objects.filter(agency_id=agency_id, ends_at__gt=after)
        return rows.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=after)).count()


def still_stands_in(work: UnitOfWork, *, deputy_id: UUID, leader_id: UUID) -> bool:
    """Whether the delegation runs at the moment of this unit of work.

    Its row is held until the act commits: whoever ends it early waits, and the act after that is refused.
    """
    with acting_as_system(work), connection.cursor() as cursor:
        cursor.execute(
            "select 1 from agencies_delegation where deputy_id = %s and leader_id = %s and begins_at <= %s"
            " and ends_at > %s and (ended_at is null or ended_at > %s) for share",
            [deputy_id, leader_id, work.now, work.now, work.now],
        )
        return cursor.fetchone() is not None


def delegation_from(row: models.Delegation) -> Delegation:
    """A row as it crosses the door."""
    return Delegation(
        id=row.id,
        agency_id=row.agency_id,
        leader_id=row.leader_id,
        deputy_id=row.deputy_id,
        begins_at=row.begins_at,
        ends_at=row.ends_at,
        basis=row.basis,
        ended_at=row.ended_at,
        ended_for=DelegationEnd(row.ended_for) if row.ended_for else None,
    )
