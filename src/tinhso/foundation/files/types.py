"""A file on its way in, and what others know of one that was stored."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class HandedIn:
    """A paper as it came; its name and content tell about a person and never show in ``repr``."""

    name: str = field(repr=False)
    content: bytes = field(repr=False)

    @cached_property
    def sha256(self) -> str:
        """Hash of the content in hex, computed once: the key of a repetition and the file's name need it."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A paper that was accepted. ``sha256`` (hex) and ``size`` (bytes) are those of what was handed in;
    ``pages`` is known only for simple PDF files.

    ``name`` is what its owner called it and may tell about a person: it never shows in ``repr``.
    ``is_damaged``: a photo that could not be painted, so that nobody can look at it.
    """

    id: UUID
    sha256: str
    media_type: str
    size: int
    pages: int | None
    name: str = field(repr=False)
    is_damaged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FileToken:
    """A checked short-lived permission of one actor to fetch one file."""

    file_id: UUID
    actor_ref: str
    expires_at: datetime
