"""Phúc tra: an officer saw a paper and writes down what it shows."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tinhso.casework.cleaning import models, sealing
from tinhso.casework.cleaning.advance import advance_task, load_for_action
from tinhso.casework.cleaning.errors import UnableToClean
from tinhso.casework.cleaning.loading import load_task
from tinhso.casework.cleaning.typed import clean_note, clean_number, read_facts
from tinhso.casework.cleaning.types import CleaningState, SeenPaper, TypedFacts
from tinhso.foundation.authority.service import Actor
from tinhso.foundation.clock.service import new_id
from tinhso.foundation.crypto.service import seal_json
from tinhso.foundation.unit_of_work.service import acting_as_system, unit_of_work


def collect_facts(
    *,
    task_id: UUID,
    paper: str,
    number: str,
    facts: TypedFacts,
    note: str,
    expected_version: int | None,
    actor: Actor,
    now: datetime,
) -> int:
    """Write down which paper was seen and what it shows; earlier visits stay. The new version.

    What the register said of other facts counts no more. Raises UnableToClean naming the field.
    """
    if paper not in SeenPaper.__members__.values():
        raise UnableToClean(
            code="paper_missing",
            message="Hãy chọn giấy tờ đã xem.",
            fields={"paper": "Chưa chọn giấy tờ."},
        )
    clean = {
        "paper": paper,
        "number": clean_number(number),
        "facts": read_facts(facts),
        "note": clean_note(note),
    }
    with unit_of_work(actor=actor, now=now) as work:
        is_new = load_task(task_id).state == CleaningState.NEW
        action = "collect" if is_new else "collect_more"
        ready = load_for_action(work, task_id, action=action, expected_version=expected_version)
        if actor.officer_id is None:
            raise AssertionError("authority lets officers collect only")
        ready.task.register_says = ""
        advance_task(work, ready.task, ready.open_tasks, action=action, columns=["register_says"])
        visit_id = new_id()
        with acting_as_system(work):
            models.CleaningVisit.objects.create(
                id=visit_id,
                task_id=task_id,
                version=ready.task.version,
                sealed_content=seal_json(clean, owner=visit_id, field=sealing.VISIT),
                seen_by=actor.officer_id,
                seen_at=now,
            )
        return ready.task.version
