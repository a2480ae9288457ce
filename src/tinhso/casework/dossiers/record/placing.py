"""Where a dossier's work lies: the agency, the permission and the purpose of each step."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from tinhso.casework.dossiers.record.rules import PlacedTask
from tinhso.foundation.authority.service import Permission
from tinhso.foundation.process.service import CITIZEN, LEAD, ActionDefinition, OpenTask
from tinhso.registers.agencies.service import competent_agency
from tinhso.registers.catalogue.service import ProcedureVersion, verb_of

_PERMISSIONS: Mapping[str, Permission] = {
    "reception_officer": Permission.DOSSIER_RECEIVE,
    "specialist": Permission.DOSSIER_PROCESS,
    "leader": Permission.DOSSIER_APPROVE,
    CITIZEN: Permission.DOSSIER_ANSWER,
}
_OWN_PERMISSIONS: Mapping[str, Permission] = {
    "deliver": Permission.DOSSIER_DELIVER,
    "ask_withdraw": Permission.DOSSIER_WITHDRAW,
}
CHECK_TASK = "check_identity"
"""Opened beside the process when the population database holds other facts about the applicant."""

PURPOSE = "Giải quyết thủ tục hành chính"
LEGAL_BASIS = "Nghị định 61/2018/NĐ-CP"


def agency_for(
    version: ProcedureVersion, answers: Mapping[str, Any], lead: UUID, *, on: datetime
) -> Mapping[str, UUID]:
    """Which agency each competence of this procedure means for these answers."""
    found = {LEAD: lead}
    for further in version.agency.further:
        code = str(answers.get(further.commune_field) or answers.get(version.agency.commune_field) or "")
        agency = competent_agency(competence=further.competence, commune_code=code, on=on.date())
        found[further.competence] = agency.id
    return found


def placed(tasks: Collection[OpenTask]) -> tuple[PlacedTask, ...]:
    """Open tasks as the work-list rule wants them."""
    return tuple(PlacedTask(task.key, task.agency_id, task.role, task.due_at) for task in tasks)


def is_at_its_place(
    action: ActionDefinition, *, agency_id: UUID | None, lead: UUID, tasks: Collection[OpenTask]
) -> bool:
    """Whether this agency is the one to act.

    An action that completes a task belongs to that task's agency; any other to the lead agency, or
    to an agency where the same role has a task open right now.
    """
    here = [task for task in tasks if task.agency_id == agency_id]
    if action.completes is not None:
        return any(task.key == action.completes for task in here)
    return agency_id == lead or any(task.role == action.who for task in here)


def permission_for(action: ActionDefinition) -> Permission:
    """The permission that an action of a process asks of whoever takes it."""
    own = _OWN_PERMISSIONS.get(verb_of(action.key))
    return own or _PERMISSIONS.get(action.who, Permission.DOSSIER_PROCESS)
