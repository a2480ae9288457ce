"""What representation takes in and hands over. No ``repr`` shows what identifies a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

MANDATE_KIND = "mandate"


class MandateKind(StrEnum):
    """Who stands behind the one who acts."""

    LEGAL = "legal"
    BY_ORGANISATION = "by_organisation"
    BY_PERSON = "by_person"


class MandateProof(StrEnum):
    """How it is known: VNeID says so, the principal granted it here, an officer checked the paper."""

    VNEID = "vneid"
    PORTAL = "portal"
    PAPER = "paper"


class MandateState(StrEnum):
    """Where a mandate stands at one moment; only an active one lets anybody act."""

    OFFERED = "offered"
    AHEAD = "ahead"
    ACTIVE = "active"
    EXPIRED = "expired"
    ENDED = "ended"


class MandateEnd(StrEnum):
    """Why a mandate ended."""

    WITHDRAWN = "withdrawn"
    DECLINED = "declined"
    GIVEN_UP = "given_up"
    NOT_CONFIRMED = "not_confirmed"
    EXPIRED = "expired"


class OrganisationSource(StrEnum):
    """Who said what is known of an organisation; VNeID's word goes over the counter's."""

    VNEID = "vneid"
    COUNTER = "counter"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationFacts:
    """What is known of an organisation; ``code`` is its tax or enterprise code. Empty is unknown."""

    code: str
    name: str
    address: str = ""
    commune_code: str = ""

    def by_source(self) -> Mapping[str, str]:
        """The facts under the names by which forms ask for them."""
        return {
            "organisation.name": self.name,
            "organisation.code": self.code,
            "organisation.address": self.address,
            "organisation.commune": self.commune_code,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class MandatePaper:
    """The authorisation paper that an officer held: its number, its day, who certified or issued it."""

    number: str = field(repr=False)
    issued_on: dt.date
    issuer: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate:
    """The right of one person to act for somebody: what for, from when, until when, and how it is proven.

    Without ``procedures`` it covers every procedure. ``valid_to`` is the first moment at which it no longer
    holds. ``number_end`` are the last four digits of the representative's personal id.
    """

    id: UUID
    kind: MandateKind
    proof: MandateProof
    state: MandateState
    principal_id: UUID | None
    organisation_id: UUID | None
    organisation: OrganisationFacts | None
    party_name: str = field(repr=False)
    representative_id: UUID | None
    representative_name: str = field(repr=False)
    number_end: str = field(repr=False)
    procedures: tuple[str, ...]
    valid_from: dt.datetime
    valid_to: dt.datetime | None
    offered_at: dt.datetime
    accepted_at: dt.datetime | None
    ended_at: dt.datetime | None
    end: MandateEnd | None
    paper: MandatePaper | None = field(default=None, repr=False)

    @property
    def is_legal(self) -> bool:
        """Whether it is that of a legal representative."""
        return self.kind is MandateKind.LEGAL

    @property
    def last_day(self) -> dt.date | None:
        """The last day on which it holds."""
        return (self.valid_to - dt.timedelta(microseconds=1)).date() if self.valid_to else None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnMandates:
    """What somebody has granted, what they were granted, and what is offered and waits for an answer."""

    given: tuple[Mandate, ...]
    received: tuple[Mandate, ...]
    offered: tuple[Mandate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """House rules of mandates that no source fixes; a province edits the file."""

    longest_months: int
    needs_acceptance: bool
    most_procedures: int
    source: str
    verified: bool
