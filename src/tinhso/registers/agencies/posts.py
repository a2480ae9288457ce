"""Officers and the posts they fill."""

from dataclasses import dataclass
from uuid import UUID

from tinhso.foundation.authority.service import Role
from tinhso.registers.agencies.types import Agency


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    """An officer in the post held on the day that was asked about."""

    id: UUID
    name: str
    title: str
    agency_id: UUID
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemonstrationPost:
    """A post of the demonstration and the synthetic officer who fills it."""

    officer_id: UUID
    assignment_id: UUID
    name: str
    title: str
    post: str
    agency: Agency
    roles: tuple[Role, ...]
