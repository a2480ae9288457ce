"""An agency has ended: its successor takes over what is not answered yet, one case at a time."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection

from tinhso.casework.feedback.advance import LEGAL_BASIS, append_event, write_columns
from tinhso.casework.feedback.events import FeedbackAdvanced
from tinhso.casework.feedback.loading import load_feedback
from tinhso.casework.feedback.types import CASE_KIND
from tinhso.foundation.authority.service import (
    SUCCESSOR,
    Actor,
    Permission,
    grant_access,
    require,
    system_actor,
)
from tinhso.foundation.clock.service import legal_day, legal_now
from tinhso.foundation.process.service import hand_on_tasks
from tinhso.foundation.unit_of_work.service import acting_as_system, unit_of_work
from tinhso.registers.agencies.service import (
    AgencyEnding,
    endings_in_force,
    forget_directory,
    get_agency,
)

_PURPOSE = "Bàn giao phản ánh, kiến nghị khi cơ quan kết thúc hoạt động"
_PLACES = ("intake_agency_id", "agency_id", "turn_agency_id")
_AT_WORK = """from feedback_case where turn_agency_id = %(agency)s
  or (finished_at is null and %(agency)s in (intake_agency_id, agency_id))"""


def count_agency_feedback(*, agency_id: UUID, actor: Actor, now: datetime) -> int:
    """How many cases an agency has still to do with, in a number alone."""
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.AGENCY_ADMINISTER)
        with acting_as_system(work), connection.cursor() as cursor:
            cursor.execute(f"select count(*) {_AT_WORK}", {"agency": agency_id})
            return int(cursor.fetchone()[0])


def take_over_from_ended() -> int:
    """Move the open cases of agencies that have ended, each in its own transaction; returns how many.

    What lies at the agency says what is still to be done: killed in the middle, it goes on where it was.
    """
    forget_directory()
    return sum(
        _take_over(ending, feedback_id)
        for ending in endings_in_force(legal_day(legal_now()))
        for feedback_id in _at_work(ending)
    )


def _at_work(ending: AgencyEnding) -> list[UUID]:
    with (
        unit_of_work(actor=system_actor("taking_over"), now=legal_now()),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"select id {_AT_WORK} order by id", {"agency": ending.agency_id})
        return [row[0] for row in cursor.fetchall()]


def _take_over(ending: AgencyEnding, feedback_id: UUID) -> bool:
    with unit_of_work(actor=system_actor("taking_over"), now=legal_now()) as work:
        case = load_feedback(feedback_id, permission=Permission.FEEDBACK_READ, lock=True)
        moved = {name: ending.successor_id for name in _PLACES if getattr(case, name) == ending.agency_id}
        if not moved:
            return False  # another job was faster
        grant_access(
            case_kind=CASE_KIND,
            case_id=feedback_id,
            agency_ids=[ending.successor_id],
            basis=SUCCESSOR,
            now=work.now,
        )
        hand_on_tasks(
            case_kind=CASE_KIND,
            case_id=feedback_id,
            from_agency=ending.agency_id,
            to_agency=ending.successor_id,
            keep_officers=ending.officers_follow,
        )
        write_columns(case, moved)
        before, after = get_agency(ending.agency_id).name, get_agency(ending.successor_id).name
        append_event(work, case, action="taken_over", note=f"{before} → {after}")
        work.record(
            action="feedback.taken_over",
            object_kind=CASE_KIND,
            object_id=feedback_id,
            subjects=case.subjects,
            purpose=_PURPOSE,
            legal_basis=LEGAL_BASIS,
            details={"ending": str(ending.id), "version": case.version},
        )
        work.announce(
            FeedbackAdvanced(
                subject_id=feedback_id, version=case.version, action="taken_over", state=case.state.value
            )
        )
        return True
