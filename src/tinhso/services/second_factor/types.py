"""What the second factor hands over."""

import datetime as dt
from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """An administrator took away an officer's factor; shown to the officer until they have seen it."""

    at: dt.datetime
    by: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorStanding:
    """Whether an officer has a second factor, and what is left of it."""

    enabled_at: dt.datetime | None
    recovery_codes_left: int
    removal: Removal | None

    @property
    def is_enabled(self) -> bool:
        """Whether signing in asks for a code."""
        return self.enabled_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """A secret that waits for its first code: to scan as a picture, or to type."""

    secret: str = field(repr=False)
    picture: str = field(repr=False)

    @property
    def typed(self) -> str:
        """The secret in groups of four, as a person types it."""
        return " ".join(self.secret[begin : begin + 4] for begin in range(0, len(self.secret), 4))


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedStep:
    """A right code; ``failed_before`` wrong ones came since the last right one."""

    by_recovery_code: bool
    recovery_codes_left: int
    failed_before: int
