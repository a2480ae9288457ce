"""The register did not confirm a person of a case: one open task for the person, whatever comes how often."""

from __future__ import annotations

from uuid import UUID

from tinhso.casework.cleaning import models, sealing
from tinhso.casework.cleaning.adapters.reviewed_files import handling
from tinhso.casework.cleaning.advance import (
    LEGAL_BASIS,
    PURPOSE,
    append_event,
    open_work_of_state,
    write_down,
)
from tinhso.casework.cleaning.loading import as_facts
from tinhso.casework.cleaning.placing import place
from tinhso.casework.cleaning.rules import cleaning_code
from tinhso.casework.cleaning.types import CASE_KIND
from tinhso.foundation.calendar.service import working_calendar
from tinhso.foundation.clock.service import legal_day, new_id
from tinhso.foundation.crypto.service import seal_json
from tinhso.foundation.process.service import ClockMove, write_clock
from tinhso.foundation.unit_of_work.service import UnitOfWork
from tinhso.registers.people.service import get_people
from tinhso.services.verification.service import AskedAboutPerson


def raise_task(work: UnitOfWork, asked: AskedAboutPerson) -> UUID:
    """The person's open task, raised now or joined; the same check changes nothing a second time.

    Two checks of one person at the same moment meet at the unique index: the later is delivered again.
    """
    known = models.CleaningOrigin.objects.filter(verification_id=asked.id).first()
    if known is not None:
        return known.task_id
    open_tasks = models.CleaningTask.objects.select_for_update().filter(finished_at=None)
    task = open_tasks.filter(person_id=asked.person_id).first()
    if task is None:
        task = _raise(work, asked)
        action = "raise"
    else:
        task.version += 1
        task.save(update_fields=["version"])
        action = "join"
    models.CleaningOrigin.objects.create(
        verification_id=asked.id, task_id=task.id, case_id=asked.case_id, noted_at=work.now
    )
    append_event(work, task, action=action)
    write_down(work, task, action)
    return task.id


def _raise(work: UnitOfWork, asked: AskedAboutPerson) -> models.CleaningTask:
    now, way = work.now, handling()
    people = get_people(work, {asked.person_id}, purpose=PURPOSE, legal_basis=LEGAL_BASIS)
    placed = place(people[asked.person_id], dossier_agency_id=asked.agency_id, on=legal_day(now))
    task_id = new_id()
    started = write_clock(
        case_kind=CASE_KIND,
        case_id=task_id,
        move=ClockMove.START,
        at=now,
        calendar=working_calendar(now=now),
        reason="raised",
        duration=way.deadline,
        cut_off=None,
    )
    if started.due_after is None:
        raise AssertionError("a clock that starts has a due date")
    task = models.CleaningTask.objects.create(
        id=task_id,
        code=cleaning_code(legal_day(now), new_id().int),
        person_id=asked.person_id,
        agency_id=placed.agency_id,
        reached_by=placed.reached_by.value,
        state=way.process.initial,
        version=1,
        matched_before=asked.matched_before,
        sealed_declared=seal_json(as_facts(asked.facts), owner=task_id, field=sealing.DECLARED),
        raised_at=now,
        due_at=started.due_after,
    )
    open_work_of_state(work, task)
    return task
