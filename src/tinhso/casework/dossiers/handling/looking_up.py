"""Looking something up in a national register because a dossier, or one task of it, needs the answer."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tinhso.casework.dossiers.record.errors import UnableToActOnDossier
from tinhso.casework.dossiers.record.loading import LoadedDossier, id_of_code, load_dossier
from tinhso.casework.dossiers.record.types import CASE_KIND
from tinhso.foundation.authority.service import Actor, NotVisible, Permission, require
from tinhso.foundation.process.service import open_tasks_of
from tinhso.foundation.unit_of_work.service import acting_as_system, unit_of_work
from tinhso.services.verification.service import (
    AskedByClient,
    ClientAgreement,
    Purpose,
    Register,
    look_up,
    look_up_through_client,
)


def look_up_for_dossier(
    *,
    dossier_id: UUID,
    register: Register,
    number: str,
    task: str = "",
    reason: str = "",
    actor: Actor,
    now: datetime,
) -> UUID:
    """Look a number up for this dossier and return the look-up's id; waits at most 2 s for the line.

    ``task`` is the key of an open task of the dossier that the answer serves, with its ``reason``. The
    applicant sees that it was looked up, unless it is about somebody else who is known. Raises UnableToLookUp
    for a number that the register cannot know or a task without a reason, UnableToActOnDossier for a task
    that is not open, NotPermitted and NotVisible. Never call it inside a unit of work.
    """
    with unit_of_work(actor=actor, now=now) as work:
        dossier = load_dossier(dossier_id, permission=Permission.REGISTER_LOOK_UP)
        require(actor=actor, permission=Permission.REGISTER_LOOK_UP, resource=dossier.resource)
        if task:
            with acting_as_system(work):
                _require_open(dossier, task)
    purpose = _purpose(dossier, task=task, reason=reason)
    return look_up(register=register, number=number, purpose=purpose, actor=actor, now=now)


def look_up_for_client(
    *,
    code: str,
    register: Register,
    number: str,
    officer: Actor,
    agreement: ClientAgreement,
    key: str,
    actor: Actor,
    now: datetime,
) -> AskedByClient:
    """A client looks a number up for the dossier of this code, in the name of an officer who might.

    What ``officer`` and ``key`` mean, and what is refused, verification says (``look_up_through_client``);
    NotVisible for a dossier outside the client's agreement. Never call it inside a unit of work.
    """
    with unit_of_work(actor=actor, now=now):
        require(actor=actor, permission=Permission.REGISTER_ASK)
        dossier_id = id_of_code(code)
        if dossier_id is None:
            raise NotVisible(object_kind=CASE_KIND, object_id=None, permission=Permission.REGISTER_ASK)
        dossier = load_dossier(dossier_id, permission=Permission.REGISTER_ASK)
        require(actor=actor, permission=Permission.REGISTER_ASK, resource=dossier.resource)
    return look_up_through_client(
        register=register,
        number=number,
        purpose=_purpose(dossier),
        officer=officer,
        agreement=agreement,
        key=key,
        actor=actor,
        now=now,
    )


def _purpose(dossier: LoadedDossier, *, task: str = "", reason: str = "") -> Purpose:
    return Purpose(
        case_kind=CASE_KIND,
        case_id=dossier.id,
        reference=dossier.code,
        service=dossier.procedure_code,
        subjects=dossier.subjects,
        due_at=dossier.due_at,
        task=task,
        reason=reason,
    )


def _require_open(dossier: LoadedDossier, task: str) -> None:
    tasks = open_tasks_of(case_kind=CASE_KIND, case_ids=[dossier.id]).get(dossier.id, ())
    if not any(each.key == task for each in tasks):
        message = "Việc này không còn mở. Hãy tải lại trang và chọn lại."
        raise UnableToActOnDossier(code="task_not_open", message=message, fields={"task": message})
