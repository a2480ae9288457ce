"""The dossier's legal deadline: each start, stop and resume of its clock is a row of the ledger."""

from __future__ import annotations

from datetime import datetime

from tinhso.casework.dossiers.record.loading import LoadedDossier
from tinhso.casework.dossiers.record.types import CASE_KIND
from tinhso.foundation.calendar.service import working_calendar
from tinhso.foundation.process.service import ClockMove, Step, write_clock


def move_dossier_clock(dossier: LoadedDossier, step: Step, *, at: datetime, now: datetime) -> datetime | None:
    """Do to the clock what the step says; returns the due date as it then stands.

    ``at`` is the moment from which it counts, ``now`` that of which the calendar knows.
    While the clock is stopped the date from before the stop stays on show; resuming moves it.
    """
    if step.clock_change is None:
        return dossier.due_at
    case = dossier.case
    starting = step.clock_change is ClockMove.START
    fact = write_clock(
        case_kind=CASE_KIND,
        case_id=dossier.id,
        move=step.clock_change,
        at=at,
        calendar=working_calendar(now=now),
        reason=step.stop_reason or step.action.key,
        duration=case.duration if starting else None,
        cut_off=case.cut_off if starting else None,
    )
    return fact.due_after or dossier.due_at
