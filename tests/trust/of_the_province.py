"""What is decided for the whole province, about dossiers that nobody of those who decide may open."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from tests.trust.door import Act
from tests.trust.stage import TEMPORARY_RESIDENCE, Stage
from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.service import VersionMovePlan
from tinhso.foundation.calendar.service import DayKind, DayToDeclare


def versions_of_procedures(stage: Stage, administrators: set[str]) -> dict[str, tuple[Act, set[str]]]:
    """What concerns all running dossiers of a procedure: an administrator of whatever agency, nobody else."""
    now, move_id = stage.now, UUID(int=6)
    ways = {"procedure_code": TEMPORARY_RESIDENCE, "from_version": "2023-06-01", "to_version": "2023-06-01"}
    plan = VersionMovePlan(**ways, movable={}, staying={})
    acts: dict[str, Act] = {
        "running_by_version": lambda actor: dossiers.running_by_version(
            procedure_code=TEMPORARY_RESIDENCE, actor=actor, now=now
        ),
        "version_moves": lambda actor: dossiers.version_moves(
            procedure_code=TEMPORARY_RESIDENCE, actor=actor, now=now
        ),
        "plan_version_move": lambda actor: dossiers.plan_version_move(**ways, actor=actor, now=now),
        "move_to_version": lambda actor: dossiers.move_to_version(
            move_id=move_id, plan=plan, reason="Ghi sai", actor=actor, now=now
        ),
        "undo_version_move": lambda actor: dossiers.undo_version_move(move_id=move_id, actor=actor, now=now),
    }
    return {name: (act, administrators) for name, act in acts.items()}


def working_calendar(stage: Stage, administrators: set[str]) -> dict[str, tuple[Act, set[str]]]:
    """Calendar and agencies of the province: an administrator of whatever agency, nobody else."""
    known: dict[str, Any] = {"now": stage.now}
    day = DayToDeclare(day=date(2023, 7, 26), kind=DayKind.HOLIDAY, name="Nghỉ", source="Văn bản thử")
    change_id = UUID(int=6)
    acts: dict[str, Act] = {
        "count_agency_work": lambda actor: dossiers.count_agency_work(
            agency_id=stage.agencies["other"], actor=actor, **known
        ),
        "calendar_changes": lambda actor: dossiers.calendar_changes(actor=actor, **known),
        "plan_calendar_change": lambda actor: dossiers.plan_calendar_change(days=[day], actor=actor, **known),
        "change_calendar": lambda actor: dossiers.change_calendar(
            days=[day], reason="Thử", actor=actor, **known
        ),
        "plan_undo": lambda actor: dossiers.plan_undo(change_id=change_id, actor=actor, **known),
        "undo_calendar_change": lambda actor: dossiers.undo_calendar_change(
            change_id=change_id, reason="Thử", actor=actor, **known
        ),
    }
    return {name: (act, administrators) for name, act in acts.items()}
