"""Which field of which row a sealed value belongs to: the associated data of the feedback room."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tinhso.foundation.crypto.service import open_json, open_text, seal_json, seal_text

TEXT = "feedback_case.sealed_text"
SENDER = "feedback_case.sealed_sender"
NOTE = "feedback_event.sealed_note"
ANSWER = "feedback_answer.sealed_text"
NUMBER_KIND = "feedback.number"
"""The kind of the blind index of a telephone number."""


def seal_value(value: Any, *, owner: UUID, field: str) -> bytes:
    """Seal a JSON value to its row and field."""
    return seal_json(value, owner=str(owner), field=field)


def open_value(sealed: Any, *, owner: UUID, field: str) -> Any:
    """Open what seal_value sealed."""
    return open_json(bytes(sealed), owner=str(owner), field=field)


def seal_words(text: str, *, owner: UUID, field: str) -> bytes:
    """Seal a text to its row and field."""
    return seal_text(text, owner=str(owner), field=field)


def open_words(sealed: Any, *, owner: UUID, field: str) -> str:
    """Open what seal_words sealed; an absent value is an empty text."""
    return open_text(bytes(sealed), owner=str(owner), field=field) if sealed is not None else ""


def note_owner(feedback_id: UUID, version: int) -> UUID:
    """Notes belong to one version of one case."""
    return UUID(int=feedback_id.int ^ version)
