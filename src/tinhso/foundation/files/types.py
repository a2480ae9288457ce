"""What others know of a stored file."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A paper that was accepted. ``sha256`` (hex) and ``size`` (bytes) are those of what was handed in;
    ``pages`` is known only for simple PDF files.

    ``name`` is what its owner called it and may tell about a person: it never shows in ``repr``.
    """

    id: UUID
    sha256: str
    media_type: str
    size: int
    pages: int | None
    name: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileToken:
    """A checked short-lived permission of one actor to fetch one file."""

    file_id: UUID
    actor_ref: str
    expires_at: datetime
