"""Which field of which row a sealed value belongs to: the associated data of the cleaning room."""

from __future__ import annotations

from uuid import UUID

DECLARED = "cleaning_task.sealed_declared"
VISIT = "cleaning_visit.sealed_content"
PROPOSAL = "cleaning_proposal.sealed_content"
NOTE = "cleaning_event.sealed_note"


def note_owner(task_id: UUID, version: int) -> UUID:
    """Notes belong to one version of one task."""
    return UUID(int=task_id.int ^ version)
