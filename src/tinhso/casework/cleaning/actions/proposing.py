"""The proposal to correct the national record: made by one officer, approved or returned by another."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from tinhso.casework.cleaning import models, sealing
from tinhso.casework.cleaning.advance import advance_task, guards_met, load_for_action
from tinhso.casework.cleaning.errors import UnableToClean
from tinhso.casework.cleaning.loading import collected_facts
from tinhso.casework.cleaning.rules import changes_of
from tinhso.casework.cleaning.typed import clean_basis, clean_note, clean_old
from tinhso.casework.cleaning.types import FACTS
from tinhso.foundation.authority.service import Actor
from tinhso.foundation.clock.service import new_id
from tinhso.foundation.crypto.service import seal_json
from tinhso.foundation.unit_of_work.service import acting_as_system, unit_of_work


def propose_correction(
    *,
    task_id: UUID,
    fields: Collection[str],
    old: Mapping[str, str],
    basis: str,
    expected_version: int | None,
    actor: Actor,
    now: datetime,
) -> int:
    """Ask that the national record be corrected in ``fields`` to what the paper shows; the new version.

    ``old`` is what the officer reads in the national record. Refused (UnableToClean) before the register has
    denied the facts on paper, without a change, or without the document that it rests on.
    """
    with unit_of_work(actor=actor, now=now) as work:
        ready = load_for_action(work, task_id, action="propose", expected_version=expected_version)
        with acting_as_system(work):
            collected = collected_facts(task_id)
        met = guards_met(ready.task, has_collected=collected is not None)
        clean = {fact: clean_old(fact, old.get(fact, "")) for fact in FACTS}
        changes = changes_of(fields, clean, collected or dict.fromkeys(FACTS, ""))
        if not changes and "register_differs" in met:
            raise UnableToClean(
                code="no_change",
                message="Hãy chọn ít nhất một thông tin cần sửa, khác với CSDL quốc gia đang ghi.",
                fields={"fields": "Chưa chọn thông tin cần sửa."},
            )
        content = {
            "changes": [{"fact": one.fact, "old": one.old, "new": one.new} for one in changes],
            "basis": clean_basis(basis),
        }
        if actor.officer_id is None:
            raise AssertionError("authority lets officers propose only")
        advance_task(work, ready.task, ready.open_tasks, action="propose", met=met)
        proposal_id = new_id()
        with acting_as_system(work):
            models.CleaningProposal.objects.create(
                id=proposal_id,
                task_id=task_id,
                version=ready.task.version,
                sealed_content=seal_json(content, owner=proposal_id, field=sealing.PROPOSAL),
                proposed_by=actor.officer_id,
                proposed_at=now,
            )
        return ready.task.version


def approve_correction(*, task_id: UUID, expected_version: int | None, actor: Actor, now: datetime) -> int:
    """Approve the proposal: it can be printed and goes to the register. Nobody approves their own."""
    return _decide("approve", "approved", task_id, "", expected_version, actor, now)


def return_correction(
    *, task_id: UUID, note: str, expected_version: int | None, actor: Actor, now: datetime
) -> int:
    """Give the proposal back with what is to be done better. Nobody decides on their own."""
    return _decide("return_proposal", "returned", task_id, clean_note(note), expected_version, actor, now)


def _decide(
    action: str,
    outcome: str,
    task_id: UUID,
    note: str,
    expected_version: int | None,
    actor: Actor,
    now: datetime,
) -> int:
    with unit_of_work(actor=actor, now=now) as work:
        ready = load_for_action(work, task_id, action=action, expected_version=expected_version)
        with acting_as_system(work):
            proposal = (
                models.CleaningProposal.objects.filter(task_id=task_id, decided_at=None)
                .order_by("-version")
                .first()
            )
        if proposal is not None and proposal.proposed_by == actor.officer_id:
            raise UnableToClean(
                code="own_proposal", message="Người lập đề nghị không tự duyệt đề nghị của mình."
            )
        advance_task(work, ready.task, ready.open_tasks, action=action, note=note)
        if proposal is None:
            raise AssertionError("a task that waits for approval has a proposal")
        proposal.decided_by, proposal.decided_at, proposal.outcome = actor.officer_id, now, outcome
        with acting_as_system(work):
            proposal.save(update_fields=["decided_by", "decided_at", "outcome"])
        return ready.task.version
