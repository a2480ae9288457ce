"""Store, describe and read papers."""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from tinhso.foundation.clock.service import new_id, real_now
from tinhso.foundation.crypto.service import blind_index, open_json, seal_json
from tinhso.foundation.files.blobs import (
    UnableToReadFile,
    read_blob,
    remove_blob,
    unwanted_since,
    write_blob,
)
from tinhso.foundation.files.inspection import clean_name, inspect
from tinhso.foundation.files.models import StoredFileRow
from tinhso.foundation.files.types import StoredFile

_FIELD = "files.details"
_GRACE = timedelta(days=1)

_INSERT = """
insert into files_stored (id, owner, content_index, media_type, size, pages, sealed_details, created_at)
values (%s, %s, %s, %s, %s, %s, %s, %s) on conflict (owner, content_index) do nothing returning id
"""


def store(*, content: bytes, declared_name: str, owner: str, now: datetime) -> StoredFile:
    """Accept a paper of ``owner`` (a reference, never a person's name); ``now`` is legal time.

    The encrypted content is on disk before the row commits, so a committed row always has it. The same
    content of the same owner is the same file, with its first name; equal content of different owners
    shares one blob but not one id. Refuses as UnableToAcceptFile.
    """
    found = inspect(content)
    name = clean_name(declared_name)
    sha256 = hashlib.sha256(content).hexdigest()
    index = blind_index(sha256, kind="file_content")
    write_blob(index, content)
    file_id = new_id()
    details = seal_json({"name": name, "sha256": sha256}, owner=str(file_id), field=_FIELD)
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT,
            [file_id, owner, index, found.media_type, len(content), found.pages, details, now],
        )
        is_new = cursor.fetchone() is not None
    if not is_new:
        return _stored(StoredFileRow.objects.get(owner=owner, content_index=index))
    return StoredFile(
        id=file_id,
        sha256=sha256,
        media_type=found.media_type,
        size=len(content),
        pages=found.pages,
        name=name,
    )


def describe(ids: Iterable[UUID]) -> dict[UUID, StoredFile]:
    """What is known of each file; unknown ids are left out. One statement."""
    return {row.id: _stored(row) for row in StoredFileRow.objects.filter(id__in=list(ids))}


def read(file_id: UUID) -> bytes:
    """The content of a file. Whoever calls has asked authority and records the reading."""
    index = StoredFileRow.objects.filter(id=file_id).values_list("content_index", flat=True).first()
    if index is None:
        raise UnableToReadFile
    return read_blob(bytes(index))


def sweep_orphans(*, now: datetime | None = None) -> int:
    """Remove blobs that no row names and nobody stored for a day (real time); returns how many."""
    moment = (now or real_now()) - _GRACE
    removed = 0
    batch: list[bytes] = []
    for index in unwanted_since(moment):
        batch.append(index)
        if len(batch) == 500:
            removed += _remove_unnamed(batch, moment)
            batch = []
    return removed + _remove_unnamed(batch, moment)


def _remove_unnamed(batch: list[bytes], moment: datetime) -> int:
    named = StoredFileRow.objects.filter(content_index__in=batch).values_list("content_index", flat=True)
    kept = {bytes(index) for index in named}
    return sum(remove_blob(index, unwanted_since=moment) for index in batch if index not in kept)


def _stored(row: StoredFileRow) -> StoredFile:
    details: dict[str, Any] = open_json(bytes(row.sealed_details), owner=str(row.id), field=_FIELD)
    return StoredFile(
        id=row.id,
        sha256=details["sha256"],
        media_type=row.media_type,
        size=row.size,
        pages=row.pages,
        name=details["name"],
    )
