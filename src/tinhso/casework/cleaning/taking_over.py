"""An agency has ended: its successor goes on with what is open, one task at a time."""

from __future__ import annotations

from uuid import UUID

from tinhso.casework.cleaning import models
from tinhso.casework.cleaning.advance import append_event, write_down
from tinhso.casework.cleaning.loading import load_task
from tinhso.casework.cleaning.types import CASE_KIND
from tinhso.foundation.authority.service import SUCCESSOR, grant_access, system_actor
from tinhso.foundation.clock.service import legal_day, legal_now
from tinhso.foundation.process.service import hand_on_tasks
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.registers.agencies.service import (
    AgencyEnding,
    endings_in_force,
    forget_directory,
    get_agency,
)


def take_over_from_ended() -> int:
    """Move the open tasks of agencies that have ended, each in its own transaction; returns how many.

    What lies at the agency says what is still to be done: killed in the middle, it goes on where it was.
    """
    forget_directory()
    return sum(
        _take_over(ending, task_id)
        for ending in endings_in_force(legal_day(legal_now()))
        for task_id in _at_work(ending)
    )


def _at_work(ending: AgencyEnding) -> list[UUID]:
    with unit_of_work(actor=system_actor("taking_over"), now=legal_now()):
        at_work = models.CleaningTask.objects.filter(agency_id=ending.agency_id, finished_at=None)
        return list(at_work.order_by("id").values_list("id", flat=True))


def _take_over(ending: AgencyEnding, task_id: UUID) -> bool:
    with unit_of_work(actor=system_actor("taking_over"), now=legal_now()) as work:
        task = load_task(task_id, lock=True)
        if task.agency_id != ending.agency_id:
            return False  # another job was faster
        task.agency_id = ending.successor_id
        task.version += 1
        task.save(update_fields=["agency_id", "version"])
        grant_access(
            case_kind=CASE_KIND,
            case_id=task_id,
            agency_ids=[ending.successor_id],
            basis=SUCCESSOR,
            now=work.now,
        )
        hand_on_tasks(
            case_kind=CASE_KIND,
            case_id=task_id,
            from_agency=ending.agency_id,
            to_agency=ending.successor_id,
            keep_officers=ending.officers_follow,
        )
        before, after = get_agency(ending.agency_id).name, get_agency(ending.successor_id).name
        append_event(work, task, action="taken_over", note=f"{before} → {after}")
        write_down(work, task, "taken_over")
        return True
