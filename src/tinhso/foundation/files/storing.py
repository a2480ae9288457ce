"""Store, describe and read papers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection

from tinhso.foundation.clock.service import new_id, real_now
from tinhso.foundation.crypto.service import blind_index, open_json, seal_json
from tinhso.foundation.files.blobs import (
    Blob,
    UnableToReadFile,
    index_at,
    is_damaged,
    remove_asides,
    remove_blob,
    unwanted_since,
    write_blobs,
)
from tinhso.foundation.files.inspection import inspect
from tinhso.foundation.files.models import StoredFileRow
from tinhso.foundation.files.names import clean_name
from tinhso.foundation.files.painting import painted_content
from tinhso.foundation.files.parts import sweep_parts
from tinhso.foundation.files.refusals import UnableToAcceptFile
from tinhso.foundation.files.types import HandedIn, StoredFile

_FIELD = "files.details"
_GRACE = timedelta(days=1)

_INSERT = """
insert into files_stored (id, owner, content_index, media_type, size, pages, sealed_details, created_at)
select id, %s, decode(content_index, 'hex'), media_type, size, pages, decode(sealed_details, 'hex'), %s
from jsonb_to_recordset(%s::jsonb)
  as f(id uuid, content_index text, media_type text, size bigint, pages int, sealed_details text)
on conflict (owner, content_index) do nothing returning id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A file on its way to its row."""

    file: StoredFile
    index: bytes
    details: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class _Prepared:
    """An accepted file on its way to the disk and to its row."""

    row: _Row
    blob: Blob


def store(*, content: bytes, declared_name: str, owner: str, now: datetime) -> StoredFile:
    """Accept one paper of ``owner``; see store_all."""
    return store_all([HandedIn(name=declared_name, content=content)], owner=owner, now=now)[0]


def store_all(papers: Sequence[HandedIn], *, owner: str, now: datetime) -> tuple[StoredFile, ...]:
    """Accept papers of ``owner`` (a reference, never a person's name).

    ``now`` is legal time. The encrypted content is on disk before the rows commit, so a committed row
    always has it; a plain photo lies there as handed in until it is painted, and is shown to nobody
    before. The same content of the same owner is the same file, with its first name; equal content of
    different owners shares one blob but not one id. Refuses all as UnableToAcceptFile when one is
    refused, and all as UnableToKeepFile when the disk is full. One statement when all are new.
    """
    prepared = [_prepare(paper) for paper in papers]
    if not prepared:
        return ()
    write_blobs([paper.blob for paper in prepared])
    return _enter([paper.row for paper in prepared], owner=owner, now=now)


def store_again(file_id: UUID, *, owner: str, now: datetime) -> StoredFile:
    """Give a file of this room to another owner, as it is: it was judged when it came, and a picture
    that is painted a second time only blurs. Raises UnableToReadFile for an unknown one.
    """
    known = StoredFileRow.objects.filter(id=file_id).first()
    if known is None:
        raise UnableToReadFile
    file = replace(_stored(known), id=new_id())
    return _enter([_row(file, bytes(known.content_index))], owner=owner, now=now)[0]


def _enter(papers: Sequence[_Row], *, owner: str, now: datetime) -> tuple[StoredFile, ...]:
    rows = list(_without_repetitions(papers).values())
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [owner, now, msgspec.json.encode([_columns(row) for row in rows]).decode()])
        new = {row[0] for row in cursor.fetchall()}
    kept = {row.index: row.file for row in rows if row.file.id in new}
    missing = [row.index for row in rows if row.index not in kept]
    if missing:
        for known in StoredFileRow.objects.filter(owner=owner, content_index__in=missing):
            kept[bytes(known.content_index)] = _stored(known)
    return tuple(kept[paper.index] for paper in papers)


def _columns(row: _Row) -> dict[str, Any]:
    return {
        "id": row.file.id,
        "content_index": row.index.hex(),
        "media_type": row.file.media_type,
        "size": row.file.size,
        "pages": row.file.pages,
        "sealed_details": row.details.hex(),
    }


def _prepare(paper: HandedIn) -> _Prepared:
    found = inspect(paper.content, declared_name=paper.name, may_wait=True)
    file = StoredFile(
        id=new_id(),
        sha256=paper.sha256,
        media_type=found.media_type,
        size=len(paper.content),
        pages=found.pages,
        name=clean_name(paper.name),
    )
    index = blind_index(file.sha256, kind="file_content")
    if found.waits and is_damaged(index):
        raise UnableToAcceptFile("broken")
    return _Prepared(row=_row(file, index), blob=Blob(index=index, content=found.content, waits=found.waits))


def _row(file: StoredFile, index: bytes) -> _Row:
    details = {"name": file.name, "sha256": file.sha256}
    return _Row(file=file, index=index, details=seal_json(details, owner=file.id, field=_FIELD))


def _without_repetitions(papers: Sequence[_Row]) -> dict[bytes, _Row]:
    return {paper.index: paper for paper in reversed(papers)}


def describe(ids: Iterable[UUID]) -> dict[UUID, StoredFile]:
    """What is known of each file; unknown ids are left out. One statement."""
    return {row.id: _stored(row) for row in StoredFileRow.objects.filter(id__in=list(ids))}


def read(file_id: UUID) -> bytes:
    """The content of a file, painted if it is a picture. Whoever calls has asked authority and records
    the reading. Raises as ``painted_content`` does.
    """
    index = StoredFileRow.objects.filter(id=file_id).values_list("content_index", flat=True).first()
    if index is None:
        raise UnableToReadFile
    return painted_content(bytes(index))


def sweep_orphans(*, now: datetime | None = None) -> int:
    """Remove blobs that no row names and nobody stored for a day (real time), unfinished ones, and
    uploads that nobody went on with.

    Returns how many were removed.
    """
    moment = (now or real_now()) - _GRACE
    removed = remove_asides(unwanted_since=moment) + sweep_parts(unwanted_since=moment)
    batch: list[Path] = []
    for path in unwanted_since(moment):
        batch.append(path)
        if len(batch) == 500:
            removed += _remove_unnamed(batch, moment)
            batch = []
    return removed + _remove_unnamed(batch, moment)


def _remove_unnamed(batch: list[Path], moment: datetime) -> int:
    indexes = [index_at(path) for path in batch]
    named = StoredFileRow.objects.filter(content_index__in=indexes).values_list("content_index", flat=True)
    kept = {bytes(index) for index in named}
    return sum(remove_blob(path, unwanted_since=moment) for path in batch if index_at(path) not in kept)


def _stored(row: StoredFileRow) -> StoredFile:
    details: dict[str, Any] = open_json(row.sealed_details, owner=row.id, field=_FIELD)
    return StoredFile(
        id=row.id,
        sha256=details["sha256"],
        media_type=row.media_type,
        size=row.size,
        pages=row.pages,
        name=details["name"],
        is_damaged=row.media_type == "image/jpeg" and is_damaged(bytes(row.content_index)),
    )
