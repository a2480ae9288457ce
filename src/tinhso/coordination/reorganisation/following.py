"""Officers of an agency that has ended follow to the successor when nothing binds them any more."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tinhso.casework.dossiers.service import count_agency_work
from tinhso.foundation.authority.service import Actor, system_actor
from tinhso.foundation.clock.service import legal_day, legal_now
from tinhso.registers.agencies.service import endings_in_force, forget_directory, open_posts_at
from tinhso.services.identity.service import follow_agency
from tinhso.services.payments.service import count_open_drawers


def move_officers() -> int:
    """Move the officers of every agency that has ended; returns how many.

    Where cash is not closed or a paper stub is neither entered nor void, they stay and are looked at again.
    """
    forget_directory()
    now, actor, moved = legal_now(), system_actor("reorganisation"), 0
    for ending in endings_in_force(legal_day(now)):
        if not open_posts_at(ending.agency_id):
            continue
        if _are_bound(ending.agency_id, actor, now):
            continue
        moved += follow_agency(
            from_agency=ending.agency_id,
            to_agency=ending.successor_id if ending.officers_follow else None,
            actor=actor,
            now=now,
        )
    return moved


def _are_bound(agency_id: UUID, actor: Actor, now: datetime) -> bool:
    """Whether there is cash to account for, or a paper stub that may have been handed out."""
    return bool(
        count_open_drawers(agency_id=agency_id, actor=actor, now=now)
        or count_agency_work(agency_id=agency_id, actor=actor, now=now).reserve_numbers
    )
