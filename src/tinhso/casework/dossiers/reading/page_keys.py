"""Where the next page of a list ordered by a moment and an id begins; nothing personal stands in a key."""

from __future__ import annotations

import base64
import binascii
import json
from datetime import datetime
from uuid import UUID

from tinhso.casework.dossiers.reading.worklists import UnableToReadPage

_ENDS = ("infinity", "-infinity")


def write_key(moment: str, row_id: UUID) -> str:
    """The key of the page after this row; ``moment`` as PostgreSQL writes it."""
    return base64.urlsafe_b64encode(json.dumps([moment, str(row_id)]).encode()).decode()


def read_key(key: str) -> tuple[str, UUID]:
    """What ``write_key`` wrote; the beginning of the list for an empty key; UnableToReadPage else."""
    if not key:
        return "-infinity", UUID(int=0)
    try:
        moment, row_id = json.loads(base64.urlsafe_b64decode(key.encode()))
        if moment not in _ENDS:
            datetime.fromisoformat(moment)
        return moment, UUID(row_id)
    except (ValueError, binascii.Error, TypeError, AttributeError) as error:
        raise UnableToReadPage(
            code="bad_page", message="Địa chỉ trang không đúng. Bạn hãy mở lại danh sách."
        ) from error
