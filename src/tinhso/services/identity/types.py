"""What identity hands over."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from tinhso.foundation.identifiers.service import PartialDate, Sex


class AccountKind(StrEnum):
    """Who an account is for; one human who is both has two accounts."""

    CITIZEN = "citizen"
    OFFICER = "officer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account, without anything that names its holder."""

    id: UUID
    kind: AccountKind
    person_id: UUID | None
    officer_id: UUID | None
    assurance_level: int


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
    """A citizen who has just signed in, the name to greet them by, and the page the sign-in began from."""

    account: Account
    name: str = field(repr=False)
    next_path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DemonstrationAccount:
    """An officer's account of the demonstration."""

    username: str
    officer_name: str
    title: str
    agency_name: str
    roles: tuple[str, ...]
