"""What dossiers announce."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from tinhso.foundation.outbox.service import DomainEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierSubmitted(DomainEvent):
    """A dossier came in, online or at a counter; ``fee_is_asked`` where its fee was due at once."""

    name: ClassVar[str] = "dossiers.dossier_submitted"
    fee_is_asked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierAdvanced(DomainEvent):
    """A dossier took a step; ``action`` is the key of its process action."""

    name: ClassVar[str] = "dossiers.dossier_advanced"
    action: str
    status: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierNoted(DomainEvent):
    """A dossier changed without a step of its process: its fee, a date, the post, a register's answer.

    ``action`` is the act as the history names it.
    """

    name: ClassVar[str] = "dossiers.dossier_noted"
    action: str
