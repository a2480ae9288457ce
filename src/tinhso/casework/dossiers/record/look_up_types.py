"""What the page of a dossier tells of a look-up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUpMark:
    """One look-up for a dossier, without its answer.

    ``register`` and ``state`` are verification's words; ``as_of``: since when the register's copy is what it
    is; ``is_stale``: too old to decide by; ``has_changed``: the answer is not what it was before;
    ``changed_later`` names what the register said otherwise afterwards, at ``changed_later_at``.
    """

    id: UUID
    register: str
    shown_number: str
    state: str
    as_of: datetime | None
    is_stale: bool
    has_changed: bool
    changed_later: tuple[str, ...] = ()
    changed_later_at: datetime | None = None
