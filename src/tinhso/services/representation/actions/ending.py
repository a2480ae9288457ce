"""Ending a mandate: withdrawn by whoever granted it, declined or given up by whoever holds it, expired."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from tinhso.foundation.authority.service import (
    Actor,
    NotVisible,
    Permission,
    Resource,
    require,
    system_actor,
)
from tinhso.foundation.unit_of_work.service import UnitOfWork, acting_as_system, unit_of_work
from tinhso.services.representation import models
from tinhso.services.representation.actions.granting import my_offer, record
from tinhso.services.representation.errors import UnableToEndMandate
from tinhso.services.representation.events import MandateEnded
from tinhso.services.representation.queries import lock_mandate, opened
from tinhso.services.representation.types import MANDATE_KIND, Mandate, MandateEnd, MandateKind

_AT_ONCE = 200


def withdraw_mandate(*, mandate_id: UUID, actor: Actor, now: dt.datetime) -> Mandate:
    """The principal, or whoever legally represents the organisation, takes the mandate back at once.

    What the representative has filed goes on for its owner. Raises NotVisible for everybody else's,
    UnableToEndMandate when it ended before.
    """
    with unit_of_work(actor=actor, now=now) as work:
        with acting_as_system(work):
            row = lock_mandate(mandate_id, permission=Permission.MANDATE_END)
        grantors = frozenset(each for each in (row.principal_id, row.organisation_id) if each)
        if row.kind == MandateKind.LEGAL or not grantors & actor.stakes:
            raise _not_visible(mandate_id)
        _require(actor, row, grantors)
        return _end(work, row, MandateEnd.WITHDRAWN)


def leave_mandate(*, mandate_id: UUID, actor: Actor, now: dt.datetime) -> Mandate:
    """The authorised person declines an offer, or gives up what they had agreed to."""
    with unit_of_work(actor=actor, now=now) as work:
        with acting_as_system(work):
            row = lock_mandate(mandate_id, permission=Permission.MANDATE_END)
            if row.accepted_at is None:
                row = my_offer(work, mandate_id, Permission.MANDATE_END)
        holder = row.representative_id or actor.person_id
        if row.kind == MandateKind.LEGAL or holder != actor.person_id:
            raise _not_visible(mandate_id)
        _require(actor, row, frozenset({holder} if holder else ()))
        return _end(work, row, MandateEnd.GIVEN_UP if row.accepted_at else MandateEnd.DECLINED)


def end_expired_mandates(*, now: dt.datetime) -> int:
    """Write down and announce what has expired; nobody could act under it since its moment. How many."""
    with unit_of_work(actor=system_actor("representation.expire"), now=now) as work:
        rows = models.Mandate.objects.select_for_update(skip_locked=True).filter(
            ended_at=None, valid_to__lte=now
        )
        expired = list(rows.order_by("valid_to", "id")[:_AT_ONCE])
        for row in expired:
            end_row(work, row, MandateEnd.EXPIRED, at=row.valid_to)
        return len(expired)


def end_row(work: UnitOfWork, row: models.Mandate, end: MandateEnd, *, at: dt.datetime | None = None) -> None:
    """End a locked row, and tell whoever has cases under it."""
    row.ended_at, row.end = at or work.now, end.value
    row.save(update_fields=["ended_at", "end"])
    record(work, f"mandate.{end.value}", row)
    if row.accepted_at is not None:
        work.announce(MandateEnded(subject_id=row.id, reason=end.value))


def _end(work: UnitOfWork, row: models.Mandate, end: MandateEnd) -> Mandate:
    with acting_as_system(work):
        if row.ended_at is not None or (row.valid_to is not None and row.valid_to <= work.now):
            raise UnableToEndMandate("mandate.over", "Ủy quyền này đã kết thúc từ trước.")
        end_row(work, row, end)
        return opened(row, work.now)


def _require(actor: Actor, row: models.Mandate, owners: frozenset[UUID]) -> None:
    require(
        actor=actor,
        permission=Permission.MANDATE_END,
        resource=Resource(kind=MANDATE_KIND, id=row.id, owners=owners),
    )


def _not_visible(mandate_id: UUID) -> NotVisible:
    return NotVisible(object_kind=MANDATE_KIND, object_id=mandate_id, permission=Permission.MANDATE_END)
