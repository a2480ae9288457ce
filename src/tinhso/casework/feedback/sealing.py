"""Which field of which row a sealed value belongs to: the associated data of the feedback room."""

from __future__ import annotations

from uuid import UUID

TEXT = "feedback_case.sealed_text"
SENDER = "feedback_case.sealed_sender"
NOTE = "feedback_event.sealed_note"
ANSWER = "feedback_answer.sealed_text"
NUMBER_KIND = "feedback.number"
"""The kind of the blind index of a telephone number."""


def note_owner(feedback_id: UUID, version: int) -> UUID:
    """Notes belong to one version of one case."""
    return UUID(int=feedback_id.int ^ version)
