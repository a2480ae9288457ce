"""What ratings announce."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from tinhso.foundation.outbox.service import DomainEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRated(DomainEvent):
    """A citizen rated the service of a finished dossier; who and how are not told."""

    name: ClassVar[str] = "ratings.service_rated"
