"""Which field of which row a sealed value belongs to: the associated data of the dossiers room."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tinhso.foundation.crypto.service import open_json, open_text, seal_json, seal_text

ANSWERS = "dossiers_dossier.sealed_answers"
APPLICANT_NAME = "dossiers_dossier.sealed_applicant_name"
PAPER_NAME = "dossiers_paper.sealed_name"
NOTE = "dossiers_event.sealed_note"
ITEMS = "dossiers_supplement.sealed_items"
RESULT_TEXT = "dossiers_result.sealed_text"
DRAFT = "dossiers_draft.sealed_content"


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


def note_owner(dossier_id: UUID, version: int) -> UUID:
    """Notes belong to one version of one dossier."""
    return UUID(int=dossier_id.int ^ version)
