"""What follows when an agency has ended."""

from __future__ import annotations

from tinhso.foundation.outbox.service import handles
from tinhso.foundation.unit_of_work.service import UnitOfWork
from tinhso.registers.agencies.events import AgencyEnded


@handles(AgencyEnded)
def on_agency_ended_for_officers(event: AgencyEnded, *, work: UnitOfWork) -> None:
    """Move its officers, in a job of its own."""
    work.defer("reorganisation.move_officers")
