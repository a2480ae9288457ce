"""The dossier's legal deadline: each start, stop and resume of its clock is a row of the ledger."""

from __future__ import annotations

from datetime import datetime

from tinhso.casework.dossiers.loading import LoadedDossier
from tinhso.casework.dossiers.types import CASE_KIND
from tinhso.foundation.calendar.service import working_calendar
from tinhso.foundation.process.service import ClockMove, Step, write_clock
from tinhso.registers.catalogue.service import ProcedureCase


def move_dossier_clock(dossier: LoadedDossier, step: Step, *, now: datetime) -> datetime | None:
    """Do to the clock what the step says; returns the due date as it then stands.

    While the clock is stopped the date from before the stop stays on show; resuming moves it.
    """
    if step.clock_change is None:
        return dossier.due_at
    case = procedure_case(dossier)
    starting = step.clock_change is ClockMove.START
    fact = write_clock(
        case_kind=CASE_KIND,
        case_id=dossier.id,
        move=step.clock_change,
        at=now,
        calendar=working_calendar(now=now),
        reason=step.stop_reason or step.action.key,
        duration=case.duration if starting else None,
        cut_off=case.cut_off if starting else None,
    )
    return fact.due_after or dossier.due_at


def procedure_case(dossier: LoadedDossier) -> ProcedureCase:
    """The case (channel × time × fee) the dossier was filed under."""
    return next(case for case in dossier.procedure.cases if case.key == dossier.case_key)
