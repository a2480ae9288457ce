"""A leader gives open work to an officer by name, or back to everybody of its role."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from tinhso.casework.dossiers.record.errors import UnableToActOnDossier
from tinhso.casework.dossiers.record.loading import load_dossier
from tinhso.casework.dossiers.record.placing import LEGAL_BASIS, PURPOSE
from tinhso.casework.dossiers.record.types import CASE_KIND
from tinhso.foundation.authority.service import Actor, NotPermitted, Permission, require
from tinhso.foundation.clock.service import legal_day
from tinhso.foundation.process.service import LoadTask, assign_tasks, open_tasks_with
from tinhso.foundation.unit_of_work.service import UnitOfWork, acting_as_system, unit_of_work
from tinhso.registers.agencies.service import officers_of

MOST_GIVEN = 100


def give_tasks(*, task_ids: Sequence[UUID], officer_id: UUID | None, actor: Actor, now: datetime) -> int:
    """Give these open tasks of one's own agency to a colleague who holds their role; all of them or none.

    ``officer_id`` None gives them back to everybody of the role. Returns how many were still open: a task
    that somebody has just finished is left out. It says whose work it is, not who alone may do it.
    """
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.TASK_GIVE)
        if not 0 < len(task_ids) <= MOST_GIVEN:
            raise UnableToActOnDossier(
                code="nothing_chosen", message=f"Bạn hãy chọn từ 1 đến {MOST_GIVEN} việc để giao."
            )
        with acting_as_system(work):
            tasks = open_tasks_with(case_kind=CASE_KIND, task_ids=task_ids)
        for task in tasks:
            _require_own(work, task)
        if officer_id is not None:
            _require_colleague(work, officer_id, {task.role for task in tasks})
        with acting_as_system(work):
            assign_tasks(task_ids=[task.id for task in tasks], officer_id=officer_id)
    return len(tasks)


def _require_own(work: UnitOfWork, task: LoadTask) -> None:
    dossier = load_dossier(task.case_id, permission=Permission.TASK_GIVE)
    require(actor=work.actor, permission=Permission.TASK_GIVE, resource=dossier.resource)
    if task.agency_id != work.actor.agency_id:
        raise NotPermitted(
            permission=Permission.TASK_GIVE,
            object_kind=CASE_KIND,
            object_id=dossier.id,
            message="Việc này thuộc cơ quan khác.",
        )
    work.record(
        action="dossier.task_given",
        object_kind=CASE_KIND,
        object_id=dossier.id,
        subjects=(dossier.applicant_id,),
        purpose=PURPOSE,
        legal_basis=LEGAL_BASIS,
        details={"role": task.role},
    )


def _require_colleague(work: UnitOfWork, officer_id: UUID, roles: set[str]) -> None:
    agency_id = work.actor.agency_id
    here = officers_of(agency_id, on=legal_day(work.now)) if agency_id else ()
    held = next(({role.value for role in one.roles} for one in here if one.id == officer_id), None)
    if held is None:
        raise UnableToActOnDossier(
            code="no_colleague", message="Người được giao phải đang làm việc ở cơ quan của bạn."
        )
    if not roles <= held:
        raise UnableToActOnDossier(
            code="another_role",
            message="Trong các việc đã chọn có việc mà vai trò của người này không làm được.",
        )
