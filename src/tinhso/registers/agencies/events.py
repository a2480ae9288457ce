"""What the register of agencies announces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from tinhso.foundation.outbox.service import DomainEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyEnded(DomainEvent):
    """The day came on which an agency ended; ``subject_id`` is the ending (`get_ending`).

    Whoever keeps work for agencies moves it to the successor.
    """

    name: ClassVar[str] = "agencies.agency_ended"
