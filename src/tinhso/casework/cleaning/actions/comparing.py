"""Asking the national register: to compare, and again once a correction should have arrived there."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tinhso.casework.cleaning.advance import advance_task, load_for_action
from tinhso.casework.cleaning.asking import ask_register
from tinhso.casework.cleaning.loading import collected_facts, declared_facts
from tinhso.casework.cleaning.rules import same_facts
from tinhso.casework.cleaning.types import CleaningPurpose
from tinhso.foundation.authority.service import Actor
from tinhso.foundation.unit_of_work.service import acting_as_system, unit_of_work


def compare_with_register(*, task_id: UUID, expected_version: int | None, actor: Actor, now: datetime) -> int:
    """Ask the register anew: about the facts on paper, or before any was seen, about what was stated.

    The task waits while the line is down; the new version.
    """
    return _ask("compare", CleaningPurpose.COMPARE, task_id, expected_version, actor, now)


def verify_correction(*, task_id: UUID, expected_version: int | None, actor: Actor, now: datetime) -> int:
    """Ask the register whether it now holds what was approved; only its own answer closes the task."""
    return _ask("verify", CleaningPurpose.VERIFY, task_id, expected_version, actor, now)


def _ask(
    action: str,
    purpose: CleaningPurpose,
    task_id: UUID,
    expected_version: int | None,
    actor: Actor,
    now: datetime,
) -> int:
    with unit_of_work(actor=actor, now=now) as work:
        ready = load_for_action(work, task_id, action=action, expected_version=expected_version)
        advance_task(work, ready.task, ready.open_tasks, action=action)
        with acting_as_system(work):
            declared = declared_facts(ready.task)
            facts = collected_facts(task_id) or declared
            ask_register(
                work,
                ready.task,
                facts,
                purpose=purpose,
                is_as_declared=same_facts(facts, declared),
            )
        return ready.task.version
