"""What identity hands over."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from tinhso.foundation.authority.service import Role
from tinhso.foundation.identifiers.service import PartialDate, Sex


class AccountKind(StrEnum):
    """Who an account is for; one human who is both has two accounts."""

    CITIZEN = "citizen"
    OFFICER = "officer"


class AccountState(StrEnum):
    """What an officer's account can do now."""

    ACTIVE = "active"
    GUESSED = "guessed"
    WAITING_CHANGE = "waiting_change"
    LOCKED = "locked"
    WITHOUT_POST = "without_post"


class LockReason(StrEnum):
    """Why an administrator locked an account."""

    LEFT = "left"
    LEAVE = "leave"
    COMPROMISED = "compromised"
    REQUEST = "request"


class SessionEnd(StrEnum):
    """Why a browser session no longer acts, though its owner did not sign out."""

    TRANSFERRED = "transferred"
    LOCKED = "locked"
    ENDED = "ended"
    PASSWORD = "password"  # noqa: S105
    WITHOUT_POST = "without_post"
    SECOND_STEP = "second_step"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account, without anything that names its holder.

    With ``must_change_password`` it was opened by a one-time code and acts only after a new password was set.
    """

    id: UUID
    kind: AccountKind
    person_id: UUID | None
    officer_id: UUID | None
    assurance_level: int
    must_change_password: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerAccount:
    """An officer's account as administrators see it; its post is the one held on the day asked about."""

    id: UUID
    username: str
    officer_id: UUID
    name: str = field(repr=False)
    title: str
    agency_id: UUID | None
    roles: frozenset[Role]
    state: AccountState
    lock_reason: LockReason | None
    locked_at: dt.datetime | None
    guessed_until: dt.datetime | None
    last_login: dt.datetime | None
    created_at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountList:
    """A page of accounts; ``next_after`` continues it, ``capped`` says that there are more than ``total``."""

    rows: tuple[OfficerAccount, ...]
    total: int
    capped: bool
    next_after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountEvent:
    """One thing done to an account or its officer, or done with it; ``by`` names the officer who acted."""

    at: dt.datetime
    action: str
    outcome: str
    by: str
    details: Mapping[str, str | int | bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedCode:
    """A one-time code, known only to whoever asked for it: it is kept nowhere and shown once."""

    account_id: UUID
    username: str
    code: str = field(repr=False)
    expires_at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkToMove:
    """One open task that leaves the officer: to the named colleague, or back to the role at the agency."""

    task_id: UUID
    name: str
    role: str
    case_kind: str
    due_at: dt.datetime | None
    to_colleague: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferPlan:
    """What a transfer would do, before it is ordered: the work as it stands now."""

    from_agency_id: UUID
    to_agency_id: UUID
    effective_date: dt.date
    work_to: UUID | None
    work: tuple[WorkToMove, ...]

    @property
    def to_colleague(self) -> int:
        """How many tasks the colleague takes over."""
        return sum(task.to_colleague for task in self.work)

    @property
    def to_pool(self) -> int:
        """How many tasks go back to the roles of the old agency."""
        return len(self.work) - self.to_colleague


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedTransfer:
    """A transfer that was ordered and whose day has not come, or whose work has not moved yet."""

    id: UUID
    from_agency_id: UUID
    to_agency_id: UUID
    effective_date: dt.date
    work_to: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationClaim:
    """An organisation that a verified token names the person as legal representative of."""

    code: str
    name: str
    address: str = ""
    commune_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CitizenClaims:
    """What a verified token of the identity provider says; ``None`` where it says nothing readable."""

    issuer: str
    subject: str = field(repr=False)
    personal_id: str = field(repr=False)
    full_name: str = field(repr=False)
    assurance_level: int
    birth: PartialDate | None = field(default=None, repr=False)
    sex: Sex | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    email: str | None = field(default=None, repr=False)
    organisations: tuple[OrganisationClaim, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInAttempt:
    """One way to the identity provider and back: what the answer must match, used at most once."""

    state: str = field(repr=False)
    nonce: str = field(repr=False)
    code_verifier: str = field(repr=False)
    redirect_uri: str
    next_path: str
    started_at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """A citizen who has just signed in, the name to greet them by, and the page the sign-in began from.

    ``organisations`` are all that the verified token names them as legal representative of.
    """

    account: Account
    name: str = field(repr=False)
    next_path: str
    organisations: tuple[OrganisationClaim, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemonstrationAccount:
    """An officer's account of the demonstration."""

    username: str
    officer_name: str
    title: str
    agency_name: str
    roles: tuple[str, ...]
