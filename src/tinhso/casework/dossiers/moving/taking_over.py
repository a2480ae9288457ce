"""An agency has ended: its successor takes over its dossiers, one by one, until none is left.

What lies at the agency that ended says what is still to be done; there is no other list, so that a job that
was killed goes on where it was, two at once do nothing twice, and what came in late is found as well. Code,
dates, version of the procedure, answers and papers stay; the agency that ended keeps its access as history.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from tinhso.casework.dossiers.events import DossierAdvanced
from tinhso.casework.dossiers.handling.advance import refresh_summary
from tinhso.casework.dossiers.handling.messages import tell_taken_over
from tinhso.casework.dossiers.record.events_log import append_event, bump_version
from tinhso.casework.dossiers.record.loading import LoadedDossier, load_dossier
from tinhso.casework.dossiers.record.placing import LEGAL_BASIS, placed
from tinhso.casework.dossiers.record.posted import hand_on_post
from tinhso.casework.dossiers.record.types import CASE_KIND, Status
from tinhso.foundation.authority.service import (
    SUCCESSOR,
    Actor,
    Permission,
    grant_access,
    require,
    system_actor,
)
from tinhso.foundation.clock.service import legal_day, legal_now
from tinhso.foundation.process.service import count_open_tasks, hand_on_tasks, open_tasks_of
from tinhso.foundation.unit_of_work.service import UnitOfWork, acting_as_system, unit_of_work
from tinhso.registers.agencies.service import (
    AgencyEnding,
    endings_in_force,
    forget_directory,
    get_agency,
)

TAKEN_OVER = "taken_over"
_PURPOSE = "Bàn giao hồ sơ khi cơ quan kết thúc hoạt động"
_BATCH = 100
_AT_WORK = """
  select dossier_id as id from dossiers_worklist where agency_id = %(agency)s and queue <> 'closed'
  union select id from dossiers_dossier where agency_id = %(agency)s and finished_at is null
"""
_BY_STATUS = f"""select d.status, count(*) from ({_AT_WORK}) as at_work join dossiers_dossier d using (id)
group by 1 order by 1"""  # noqa: S608 - constant pieces of our own
_PORTION = f"""select id from ({_AT_WORK}) as at_work where %(after)s::uuid is null or id > %(after)s
order by id limit %(most)s"""  # noqa: S608 - constant pieces of our own
_STILL_THERE = f"select 1 from ({_AT_WORK}) as at_work where id = %(dossier)s"  # noqa: S608 - the same
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyWork:
    """What lies at an agency: dossiers by status, work of people in cases of every kind, unused stubs."""

    dossiers: Mapping[Status, int]
    tasks: int
    reserve_numbers: int

    @property
    def count(self) -> int:
        """How many dossiers."""
        return sum(self.dossiers.values())


def count_agency_work(*, agency_id: UUID, actor: Actor, now: datetime) -> AgencyWork:
    """How much an agency has to do, in numbers alone; for whoever decides about agencies, and for jobs."""
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.AGENCY_ADMINISTER)
        with acting_as_system(work), connection.cursor() as cursor:
            cursor.execute(_BY_STATUS, {"agency": agency_id})
            found = {Status(status): count for status, count in cursor.fetchall()}
            cursor.execute(
                """select count(*) from dossiers_reserve_number
                   where agency_id = %s and dossier_id is null and voided_at is null""",
                [agency_id],
            )
            return AgencyWork(
                dossiers=found, tasks=count_open_tasks(agency_id), reserve_numbers=cursor.fetchone()[0]
            )


def take_over_from_ended() -> int:
    """Move what lies at agencies that have ended, each dossier in its own transaction; returns how many.

    A dossier that fails holds up no other: the rest are moved, then RuntimeError shows the job as failed, and
    it is tried again in the next pass.
    """
    forget_directory()
    moved, failed = 0, 0
    for ending in endings_in_force(legal_day(legal_now())):
        after: UUID | None = None
        while batch := _portion(ending, after):
            for dossier_id in batch:
                try:
                    moved += _take_over(ending, dossier_id)
                except Exception as error:  # noqa: BLE001 - one dossier must not hold up all others
                    failed += 1
                    _log.warning("dossier %s not taken over: %s", dossier_id, type(error).__name__)
            after = batch[-1]
    if failed:
        raise RuntimeError(f"{failed} dossiers could not be taken over")
    return moved


def _portion(ending: AgencyEnding, after: UUID | None) -> list[UUID]:
    with (
        unit_of_work(actor=system_actor("taking_over"), now=legal_now()),
        connection.cursor() as cursor,
    ):
        cursor.execute(_PORTION, {"agency": ending.agency_id, "after": after, "most": _BATCH})
        return [row[0] for row in cursor.fetchall()]


def _take_over(ending: AgencyEnding, dossier_id: UUID) -> bool:
    with unit_of_work(actor=system_actor("taking_over"), now=legal_now()) as work:
        dossier = load_dossier(dossier_id, permission=Permission.DOSSIER_PROCESS, lock=True)
        if not _is_still_there(ending, dossier_id):
            return False
        is_lead = dossier.agency_id == ending.agency_id
        tasks = open_tasks_of(case_kind=CASE_KIND, case_ids=[dossier_id]).get(dossier_id, ())
        has_tasks = any(task.agency_id == ending.agency_id for task in tasks)
        if not is_lead and not has_tasks and ending.successor_id in dossier.agencies:
            refresh_summary(dossier, placed(tasks))
            return False  # moved before; a process that had not heard yet wrote its line anew
        grant_access(
            case_kind=CASE_KIND,
            case_id=dossier_id,
            agency_ids=[ending.successor_id],
            basis=SUCCESSOR,
            now=work.now,
        )
        hand_on_tasks(
            case_kind=CASE_KIND,
            case_id=dossier_id,
            from_agency=ending.agency_id,
            to_agency=ending.successor_id,
            keep_officers=ending.officers_follow,
        )
        if is_lead:
            dossier.agency_id = ending.successor_id
            if dossier.postal is not None:
                hand_on_post(work, dossier_id, to_agency=ending.successor_id)
        _write_down(work, dossier, ending)
        if is_lead:
            tell_taken_over(work, dossier)
        return True


def _is_still_there(ending: AgencyEnding, dossier_id: UUID) -> bool:
    """Another job may have moved it between the list and the lock."""
    with connection.cursor() as cursor:
        cursor.execute(_STILL_THERE, {"agency": ending.agency_id, "dossier": dossier_id})
        return cursor.fetchone() is not None


def _write_down(work: UnitOfWork, dossier: LoadedDossier, ending: AgencyEnding) -> None:
    bump_version(dossier, {"agency_id": dossier.agency_id})
    before, after = get_agency(ending.agency_id).name, get_agency(ending.successor_id).name
    append_event(
        work,
        dossier,
        action=TAKEN_OVER,
        from_status=dossier.status,
        note=f"{before} bàn giao cho {after}, từ {ending.ends_on:%d/%m/%Y}",
        is_announced=True,
    )
    tasks = open_tasks_of(case_kind=CASE_KIND, case_ids=[dossier.id]).get(dossier.id, ())
    refresh_summary(dossier, placed(tasks))
    work.record(
        action="dossier.taken_over",
        object_kind=CASE_KIND,
        object_id=dossier.id,
        subjects=dossier.subjects,
        purpose=_PURPOSE,
        legal_basis=LEGAL_BASIS,
        details={
            "ending": str(ending.id),
            "from_agency": str(ending.agency_id),
            "to_agency": str(ending.successor_id),
            "version": dossier.version,
        },
    )
    work.announce(
        DossierAdvanced(
            subject_id=dossier.id, version=dossier.version, action=TAKEN_OVER, status=int(dossier.status)
        )
    )
