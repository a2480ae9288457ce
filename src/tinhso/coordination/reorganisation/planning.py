"""What an agency has on its hands: asked before it ends, and after, until nothing is left."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from tinhso.casework.dossiers.service import count_agency_work
from tinhso.casework.feedback.service import count_agency_feedback
from tinhso.coordination.reorganisation.types import AgencyHoldings
from tinhso.foundation.authority.service import Actor, Permission, require
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.registers.agencies.service import (
    UnableToEndAgency,
    check_ending,
    count_delegations,
    end_agency,
    open_posts_at,
)
from tinhso.services.payments.service import count_open_drawers


def agency_holdings(*, agency_id: UUID, actor: Actor, now: datetime) -> AgencyHoldings:
    """What the agency has on its hands now; asks for the administration of agencies."""
    with unit_of_work(actor=actor, now=now):
        require(actor=actor, permission=Permission.AGENCY_ADMINISTER)
        work = count_agency_work(agency_id=agency_id, actor=actor, now=now)
        return AgencyHoldings(
            dossiers=work.dossiers,
            tasks=work.tasks,
            feedback=count_agency_feedback(agency_id=agency_id, actor=actor, now=now),
            officers=len(open_posts_at(agency_id)),
            delegations=count_delegations(agency_id=agency_id, after=now, actor=actor, now=now),
            open_drawers=count_open_drawers(agency_id=agency_id, actor=actor, now=now),
            reserve_numbers=work.reserve_numbers,
        )


def plan_ending(
    *, agency_id: UUID, successor_id: UUID, ends_on: date, actor: Actor, now: datetime
) -> AgencyHoldings:
    """What an ending would do with what the agency has on its hands; changes nothing.

    Refuses what ``order_ending`` would refuse, with UnableToEndAgency.
    """
    with unit_of_work(actor=actor, now=now) as work:
        check_ending(agency_id=agency_id, successor_id=successor_id, ends_on=ends_on, actor=actor, now=now)
        work.record(action="agency.ending_planned", object_kind="agency", object_id=agency_id)
        return agency_holdings(agency_id=agency_id, actor=actor, now=now)


def order_ending(
    *,
    agency_id: UUID,
    successor_id: UUID,
    ends_on: date,
    officers_follow: bool,
    reason: str,
    expected_officers: int,
    actor: Actor,
    now: datetime,
) -> None:
    """Decide that the agency ends on that day; its work and its people move when the day has come.

    Refuses as ``end_agency`` does, and where the number of officers is another than the dry run showed.
    """
    with unit_of_work(actor=actor, now=now):
        end_agency(
            agency_id=agency_id,
            successor_id=successor_id,
            ends_on=ends_on,
            officers_follow=officers_follow,
            reason=reason,
            actor=actor,
            now=now,
        )
        officers = len(open_posts_at(agency_id))
        if officers != expected_officers:
            raise UnableToEndAgency(
                "agencies.plan_changed",
                f"Số cán bộ của cơ quan vừa thay đổi, nay là {officers}. Hãy xem lại rồi xác nhận.",
            )
