"""Store, describe and read papers."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from tinhso.foundation.clock.service import new_id, real_now
from tinhso.foundation.crypto.service import blind_index, open_json, seal_json
from tinhso.foundation.files.blobs import (
    UnableToReadFile,
    read_blob,
    remove_asides,
    remove_blob,
    unwanted_since,
    write_blobs,
)
from tinhso.foundation.files.inspection import inspect
from tinhso.foundation.files.models import StoredFileRow
from tinhso.foundation.files.names import clean_name
from tinhso.foundation.files.parts import sweep_parts
from tinhso.foundation.files.rules.kinds import media_type_of
from tinhso.foundation.files.types import StoredFile

_FIELD = "files.details"
_GRACE = timedelta(days=1)

_INSERT = """
insert into files_stored (id, owner, content_index, media_type, size, pages, sealed_details, created_at)
select id, %s, content_index, media_type, size, pages, sealed_details, %s
from unnest(%s::uuid[], %s::bytea[], %s::text[], %s::bigint[], %s::int[], %s::bytea[])
  as f(id, content_index, media_type, size, pages, sealed_details)
on conflict (owner, content_index) do nothing returning id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Prepared:
    """An accepted file on its way to the disk and to its row."""

    file: StoredFile
    content: bytes
    index: bytes
    details: bytes


def store(*, content: bytes, declared_name: str, owner: str, now: datetime) -> StoredFile:
    """Accept one paper of ``owner``; see store_all."""
    return store_all([(declared_name, content)], owner=owner, now=now)[0]


def store_all(papers: Sequence[tuple[str, bytes]], *, owner: str, now: datetime) -> tuple[StoredFile, ...]:
    """Accept papers (declared name, content) of ``owner`` (a reference, never a person's name).

    ``now`` is legal time. The encrypted content is on disk before the rows commit, so a committed row
    always has it. The same content of the same owner is the same file, with its first name; equal
    content of different owners shares one blob but not one id. Refuses all as UnableToAcceptFile when
    one is refused, and all as UnableToKeepFile when the disk is full.

    One statement when all are new, and one more when there are pictures: one that was painted here
    before is kept as it is.
    """
    painted = _painted_before([content for _, content in papers])
    prepared = [_prepare(name, content, is_painted=content in painted) for name, content in papers]
    if not prepared:
        return ()
    write_blobs([(paper.index, paper.content) for paper in prepared])
    rows = list(_without_repetitions(prepared).values())
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT,
            [
                owner,
                now,
                [row.file.id for row in rows],
                [row.index for row in rows],
                [row.file.media_type for row in rows],
                [row.file.size for row in rows],
                [row.file.pages for row in rows],
                [row.details for row in rows],
            ],
        )
        new = {row[0] for row in cursor.fetchall()}
    kept = {row.index: row.file for row in rows if row.file.id in new}
    missing = [row.index for row in rows if row.index not in kept]
    if missing:
        for known in StoredFileRow.objects.filter(owner=owner, content_index__in=missing):
            kept[bytes(known.content_index)] = _stored(known)
    return tuple(kept[paper.index] for paper in prepared)


def _painted_before(contents: Sequence[bytes]) -> frozenset[bytes]:
    """Pictures among these that came out of this room: painting them again would only blur them."""
    pictures = {
        blind_index(hashlib.sha256(content).hexdigest(), kind="file_content"): content
        for content in contents
        if (media_type_of(content) or "").startswith("image/")
    }
    if not pictures:
        return frozenset()
    known = StoredFileRow.objects.filter(content_index__in=list(pictures))
    return frozenset(pictures[bytes(index)] for index in known.values_list("content_index", flat=True))


def _prepare(declared_name: str, content: bytes, *, is_painted: bool) -> _Prepared:
    if is_painted:
        media_type, pages, kept = media_type_of(content), None, content
    else:
        found = inspect(content, declared_name=declared_name)
        media_type, pages, kept = found.media_type, found.pages, found.content
    file = StoredFile(
        id=new_id(),
        sha256=hashlib.sha256(kept).hexdigest(),
        media_type=media_type or "",
        size=len(kept),
        pages=pages,
        name=clean_name(declared_name),
    )
    index = blind_index(file.sha256, kind="file_content")
    details = {"name": file.name, "sha256": file.sha256}
    return _Prepared(
        file=file,
        content=kept,
        index=index,
        details=seal_json(details, owner=str(file.id), field=_FIELD),
    )


def _without_repetitions(papers: Sequence[_Prepared]) -> dict[bytes, _Prepared]:
    return {paper.index: paper for paper in reversed(papers)}


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
    """Remove blobs that no row names and nobody stored for a day (real time), unfinished ones, and
    uploads that nobody went on with.

    Returns how many were removed.
    """
    moment = (now or real_now()) - _GRACE
    removed = remove_asides(unwanted_since=moment) + sweep_parts(unwanted_since=moment)
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
