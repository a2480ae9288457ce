"""Officers and the posts they fill."""

import datetime as dt
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
class Post:
    """A post that an officer held, holds or will hold; ``valid_to`` is the first day no longer held."""

    id: UUID
    officer_id: UUID
    agency_id: UUID
    title: str
    roles: frozenset[Role]
    valid_from: dt.date
    valid_to: dt.date | None

    def is_held_on(self, on: dt.date) -> bool:
        """True when the officer held it on that day."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


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
