"""Reading one task's row, locked when it is about to change, and what was said of its person."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

import msgspec

from tinhso.casework.cleaning import models, sealing
from tinhso.casework.cleaning.errors import CleaningChanged
from tinhso.casework.cleaning.rules import Facts
from tinhso.casework.cleaning.types import CASE_KIND
from tinhso.foundation.authority.service import NotVisible, Permission, Resource
from tinhso.foundation.crypto.service import open_json
from tinhso.services.verification.service import PersonFacts


def load_task(
    task_id: UUID,
    *,
    permission: Permission = Permission.CLEANING_READ,
    expected_version: int | None = None,
    lock: bool = False,
) -> models.CleaningTask:
    """The task, if row-level security shows it; NotVisible else.

    ``expected_version`` refuses with CleaningChanged when somebody else acted since the page was read.
    """
    rows = models.CleaningTask.objects.select_for_update() if lock else models.CleaningTask.objects
    found = rows.filter(id=task_id).first()
    if found is None:
        raise NotVisible(object_kind=CASE_KIND, object_id=task_id, permission=permission)
    if expected_version is not None and found.version != expected_version:
        raise CleaningChanged
    return found


def resource_of(task: models.CleaningTask) -> Resource:
    """What authority is asked about: a task belongs to the one agency that has it."""
    return Resource(kind=CASE_KIND, id=task.id, agencies=frozenset({task.agency_id}))


def declared_facts(task: models.CleaningTask) -> Facts:
    """The facts that the dossier stated, opened."""
    return _facts(open_json(task.sealed_declared, owner=task.id, field=sealing.DECLARED))


def collected_facts(task_id: UUID) -> Facts | None:
    """The facts of the latest paper that an officer saw; None before the first."""
    visit = models.CleaningVisit.objects.filter(task_id=task_id).order_by("-version").first()
    if visit is None:
        return None
    content = msgspec.convert(
        open_json(visit.sealed_content, owner=visit.id, field=sealing.VISIT), dict[str, object]
    )
    return _facts(content["facts"])


def as_facts(asked: PersonFacts) -> dict[str, str]:
    """What a check asked, as this room keeps and compares it."""
    return {
        "full_name": asked.full_name,
        "personal_id": asked.personal_id,
        "birth": asked.birth.iso,
        "sex": asked.sex or "",
    }


def _facts(content: object) -> Mapping[str, str]:
    return msgspec.convert(content, dict[str, str])
