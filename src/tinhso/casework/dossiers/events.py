"""What dossiers announce."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from tinhso.foundation.outbox.service import DomainEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierSubmitted(DomainEvent):
    """A dossier came in, online or at a counter."""

    name: ClassVar[str] = "dossiers.dossier_submitted"


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierAdvanced(DomainEvent):
    """A dossier took a step; ``action`` is the key of its process action."""

    name: ClassVar[str] = "dossiers.dossier_advanced"
    action: str
    status: int
