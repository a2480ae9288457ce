"""Who acts, with which roles, on what."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from uuid import UUID


class ActorKind(StrEnum):
    """What sort of actor stands behind a request."""

    CITIZEN = "citizen"
    OFFICER = "officer"
    SYSTEM = "system"
    CLIENT = "client"
    ANONYMOUS = "anonymous"


class ClientPurpose(StrEnum):
    """What a system of somebody else may use the interface for: the scopes of its token."""

    CATALOGUE_READ = "catalogue.read"
    STATUSES_READ = "statuses.read"
    DOSSIERS_READ = "dossiers.read"
    WEBHOOKS = "webhooks"
    LOOK_UPS = "look_ups"


class Role(StrEnum):
    """What an officer does at an agency."""

    RECEPTION_OFFICER = "reception_officer"
    SPECIALIST = "specialist"
    LEADER = "leader"
    ADMINISTRATOR = "administrator"
    INSPECTOR = "inspector"
    CONTROLLER = "controller"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """The person or system that acts, as known when the request began; never changes.

    A citizen may act for somebody else: ``mandate_id`` says by which right, and either ``principal_id`` or
    ``organisation_id`` for whom. Whoever legally represents an organisation has a stake in all that is its
    own; whoever was authorised, only in what was begun under that authorisation.

    A client is a system of somebody else: it acts for ``client_purposes`` in the cases of
    ``client_agencies``, or of the whole province.
    """

    kind: ActorKind
    account_id: UUID | None = None
    person_id: UUID | None = None
    officer_id: UUID | None = None
    agency_id: UUID | None = None
    roles: frozenset[Role] = frozenset()
    assurance_level: int = 0
    tracking_code: str = ""
    trace_id: str = ""
    mandate_id: UUID | None = None
    principal_id: UUID | None = None
    organisation_id: UUID | None = None
    is_legal_representative: bool = False
    stands_in_for: UUID | None = None
    """The leader of the same agency in whose place this officer approves now, by a delegation."""
    client_id: UUID | None = None
    client_purposes: frozenset[ClientPurpose] = frozenset()
    client_agencies: frozenset[UUID] = frozenset()
    is_province_wide: bool = False

    def as_oneself(self) -> Actor:
        """The same citizen, acting for nobody else."""
        return replace(
            self, mandate_id=None, principal_id=None, organisation_id=None, is_legal_representative=False
        )

    @property
    def stakes(self) -> frozenset[UUID]:
        """The ids by which a citizen has a part in something: the person, the right by which they act."""
        whole = self.organisation_id if self.is_legal_representative else None
        return frozenset(each for each in (self.person_id, self.mandate_id, whole) if each)

    @property
    def acting_roles(self) -> frozenset[Role]:
        """The roles in which pages offer work: the own ones, and a leader's while standing in for one."""
        return self.roles | {Role.LEADER} if self.stands_in_for else self.roles

    @property
    def reference(self) -> UUID | None:
        """The id that audit rows name: the officer, the person, the client or nobody."""
        return self.officer_id or self.person_id or self.account_id or self.client_id

    def takes_part(self, agencies: frozenset[UUID]) -> bool:
        """Whether a client's agreement covers a case of these agencies."""
        return self.is_province_wide or bool(self.client_agencies & agencies)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """What is acted on, and who has a stake in it.

    ``owners`` are the people and organisations it belongs to, and the mandates under which somebody acts for
    them; ``agencies`` those with an access row.
    """

    kind: str
    id: UUID | None = None
    owners: frozenset[UUID] = field(default_factory=frozenset)
    agencies: frozenset[UUID] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """Who holds a permission: officers by role, citizens from an assurance level, clients by purpose."""

    meaning: str
    roles: frozenset[Role] = frozenset()
    citizen_level: int | None = None
    anyone: bool = False
    any_agency: bool = False
    delegable: bool = False
    """Whether an officer who stands in for a leader holds it as the leader does."""
    client_purpose: ClientPurpose | None = None
    """What a client must have been let in for."""
