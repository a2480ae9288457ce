"""Other ends and ways: the register was right, or another commune's police knows the person."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tinhso.casework.cleaning.advance import advance_task, guards_met, load_for_action
from tinhso.casework.cleaning.errors import UnableToClean
from tinhso.casework.cleaning.loading import collected_facts
from tinhso.casework.cleaning.placing import REVIEWERS
from tinhso.casework.cleaning.typed import clean_note
from tinhso.casework.cleaning.types import ReachedBy
from tinhso.foundation.authority.service import Actor
from tinhso.foundation.clock.service import legal_day
from tinhso.foundation.unit_of_work.service import acting_as_system, unit_of_work
from tinhso.registers.agencies.service import get_agency


def conclude_statement_wrong(
    *, task_id: UUID, note: str, expected_version: int | None, actor: Actor, now: datetime
) -> int:
    """The register holds what the paper shows: the dossier was filled in wrongly. Nothing is corrected.

    Refused (UnableToClean) unless the register itself confirmed the facts on paper.
    """
    with unit_of_work(actor=actor, now=now) as work:
        ready = load_for_action(work, task_id, action="conclude", expected_version=expected_version)
        with acting_as_system(work):
            has_collected = collected_facts(task_id) is not None
        met = guards_met(ready.task, has_collected=has_collected)
        note = clean_note(note)
        advance_task(work, ready.task, ready.open_tasks, action="conclude", note=note, met=met)
        return ready.task.version


def collect_again(
    *, task_id: UUID, note: str, expected_version: int | None, actor: Actor, now: datetime
) -> int:
    """Go back to collecting: those who keep the national record refused the proposal, or it was wrong."""
    with unit_of_work(actor=actor, now=now) as work:
        ready = load_for_action(work, task_id, action="collect_again", expected_version=expected_version)
        note = clean_note(note)
        advance_task(work, ready.task, ready.open_tasks, action="collect_again", note=note)
        return ready.task.version


def transfer_task(
    *,
    task_id: UUID,
    agency_id: UUID,
    note: str,
    expected_version: int | None,
    actor: Actor,
    now: datetime,
) -> int:
    """Chuyển xã: another commune's police (or the province's office) goes on, and this one sees it no more.

    The deadline stays. Refused (UnableToClean) to an agency that reviews nobody, that has ended, or that
    has the task already.
    """
    with unit_of_work(actor=actor, now=now) as work:
        ready = load_for_action(work, task_id, action="transfer", expected_version=expected_version)
        agency = get_agency(agency_id)
        if agency.kind not in REVIEWERS or not agency.is_valid_on(legal_day(now)):
            raise _not_there("Hãy chọn công an xã, phường đang hoạt động.")
        if agency_id == ready.task.agency_id:
            raise _not_there("Việc đang ở chính cơ quan này.")
        ready.task.agency_id = agency_id
        ready.task.reached_by = ReachedBy.TRANSFER.value
        advance_task(
            work,
            ready.task,
            ready.open_tasks,
            action="transfer",
            note=clean_note(note),
            columns=["agency_id", "reached_by"],
        )
        return ready.task.version


def _not_there(message: str) -> UnableToClean:
    return UnableToClean(code="agency_unfit", message=message, fields={"agency": message})
