"""What one line of the audit log says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One act or refusal: who, for which agency, did what to which object, about whose data, why.

    ``at`` is legal time; ``recorded_at`` is the database's real time and is known only when read back.
    ``subjects`` are the people whose data the act touched. ``details`` hold codes and counts, never personal
    data. An entry that a law hides from its subjects carries ``hidden_until`` and ``hidden_basis``.
    """

    id: UUID
    at: datetime
    actor_kind: str
    actor_id: UUID | None
    agency_id: UUID | None
    action: str
    object_kind: str
    object_id: UUID | None
    subjects: tuple[UUID, ...] = ()
    purpose: str = ""
    legal_basis: str = ""
    outcome: str = "done"
    details: Mapping[str, str | int | bool] = field(default_factory=dict)
    trace_id: str = ""
    hidden_until: datetime | None = None
    hidden_basis: str = ""
    recorded_at: datetime | None = None
