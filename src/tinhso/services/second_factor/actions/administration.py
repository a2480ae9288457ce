"""A lost phone: an administrator takes the factor away, and the officer is told until they have seen it."""

import datetime as dt
from uuid import UUID

from tinhso.foundation.authority.service import Actor, Permission, Resource, require
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.services.second_factor import models
from tinhso.services.second_factor.actions.enrolment import take_away
from tinhso.services.second_factor.actions.second_step import locked, officer_in, record
from tinhso.services.second_factor.errors import UnableToKeepSecondFactor
from tinhso.services.second_factor.queries import standing
from tinhso.services.second_factor.types import FactorStanding


def reset_factor(*, officer_id: UUID, actor: Actor, now: dt.datetime) -> None:
    """Take away a factor whose phone and recovery codes are lost; the next sign-in asks for the password.

    Where duty requires a factor, that sign-in sets up a new one before anything else. The caller ends the
    officer's sessions in the same unit of work. Refuses the own factor, and an officer who has none.
    """
    with unit_of_work(actor=actor, now=now, as_system=True) as work:
        _require(actor, officer_id)
        if officer_id == actor.officer_id:
            raise UnableToKeepSecondFactor(
                "second_factor.own_factor",
                "Không ai tự gỡ bước xác nhận của chính mình. Bạn hãy nhờ một quản trị viên khác.",
            )
        row = locked(officer_id)
        if row is None or row.secret_sealed is None:
            raise UnableToKeepSecondFactor("second_factor.none", "Cán bộ này chưa bật bước xác nhận thứ hai.")
        take_away(row)
        models.Authenticator.objects.filter(officer_id=officer_id).update(
            removed_at=now, removed_by_id=actor.officer_id
        )
        record(work, "second_factor.reset", officer_id)


def standing_for_administration(*, officer_id: UUID, actor: Actor, now: dt.datetime) -> FactorStanding:
    """Whether the officer has a factor, and how many recovery codes are left."""
    with unit_of_work(actor=actor, now=now, as_system=True):
        _require(actor, officer_id)
        return standing(officer_id)


def own_standing(*, actor: Actor, now: dt.datetime) -> FactorStanding:
    """The same for the officer's own factor."""
    with unit_of_work(actor=actor, now=now, as_system=True):
        return standing(officer_in(actor))


def removal_was_seen(*, actor: Actor, now: dt.datetime) -> None:
    """The officer has read that an administrator took the factor away; it is not shown again."""
    with unit_of_work(actor=actor, now=now, as_system=True) as work:
        officer_id = officer_in(actor)
        seen = models.Authenticator.objects.filter(officer_id=officer_id, removed_at__isnull=False).update(
            removed_at=None, removed_by=None
        )
        if seen:
            record(work, "second_factor.reset_seen", officer_id)


def _require(actor: Actor, officer_id: UUID) -> None:
    require(
        actor=actor,
        permission=Permission.ACCOUNT_ADMINISTER,
        resource=Resource(kind="officer", id=officer_id),
    )
