"""Sealed parts of a dossier, opened: the draft of its result, the items of a request for a supplement."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec
from django.db import connection

from tinhso.casework.dossiers.record import sealing
from tinhso.casework.dossiers.record.types import SupplementItem
from tinhso.foundation.crypto.service import open_json, open_text


def drafted_text(dossier_id: UUID) -> str:
    """The draft of the result, opened; empty when there is none."""
    with connection.cursor() as cursor:
        cursor.execute("select sealed_text from dossiers_result where dossier_id = %s", [dossier_id])
        row = cursor.fetchone()
    return open_text(row[0], owner=dossier_id, field=sealing.RESULT_TEXT) if row else ""


def drafter_of(dossier_id: UUID) -> UUID | None:
    """Who wrote the draft of the result: they do not approve it."""
    with connection.cursor() as cursor:
        cursor.execute("select drafted_by from dossiers_result where dossier_id = %s", [dossier_id])
        row = cursor.fetchone()
    return row[0] if row else None


def opened_items(request_id: UUID, sealed: Any) -> tuple[SupplementItem, ...]:
    """The items of a request, opened."""
    plain = open_json(sealed, owner=request_id, field=sealing.ITEMS)
    return msgspec.convert(plain, tuple[SupplementItem, ...])
