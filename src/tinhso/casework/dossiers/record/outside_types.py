"""What people and other systems read of a dossier that is known elsewhere, too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

SYSTEM_NAMES: Mapping[str, str] = {
    "national_portal": "Cổng Dịch vụ công quốc gia",
    "essential_portal": "Cổng dịch vụ công thiết yếu",
    "old_one_stop": "Hệ thống một cửa của đơn vị khác",
}
"""How people call the systems with which dossiers are exchanged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideCode:
    """The code of a dossier at another system; ``filed_at`` where it was filed there."""

    system: str
    code: str
    filed_at: datetime | None = None

    @property
    def name(self) -> str:
        """The system as people call it."""
        return SYSTEM_NAMES.get(self.system, self.system)


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledOutside:
    """What the form of another system said: all there is, beside the papers."""

    full_name: str = field(repr=False)
    personal_id: str = field(repr=False)
    applicant_kind: str
    email: str = field(repr=False)
    phone: str = field(repr=False)
    summary: str = field(repr=False)
    by_post: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LackingItem:
    """A required answer (``field``) or paper (``paper``) that a dossier filed elsewhere does not have yet."""

    target: str
    key: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideMark:
    """What the pages say of a dossier that was filed at another system."""

    filed_at: OutsideCode
    said: FiledOutside
    lacking: tuple[LackingItem, ...]
    is_settled: bool
    """Whether case and fee are decided by what is known."""
    case_title: str
    may_enter: bool
