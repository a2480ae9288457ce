"""What the register of people takes in and hands over. No ``repr`` shows what identifies a person."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from tinhso.foundation.identifiers.service import PartialDate, Sex


class FactSource(StrEnum):
    """Where a fact comes from; the first two are verified by the state."""

    POPULATION = "population"
    VNEID = "vneid"
    COUNTER = "counter"
    DECLARED = "declared"


class PastFactOutcome(StrEnum):
    """Why a value is not the one in force: it was replaced, or it was never taken over."""

    REPLACED = "replaced"
    SET_ASIDE = "set_aside"


FACT_FIELDS = (
    "full_name",
    "birth",
    "sex",
    "residence_code",
    "residence_detail",
    "phone",
    "email",
)
"""The facts about a person besides the personal id, which never changes here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """What one source says of a person at one moment; ``None`` means that it says nothing."""

    personal_id: str = field(repr=False)
    source: FactSource
    as_of: dt.datetime
    full_name: str | None = field(default=None, repr=False)
    birth: PartialDate | None = field(default=None, repr=False)
    sex: Sex | None = field(default=None, repr=False)
    residence_code: str | None = field(default=None, repr=False)
    residence_detail: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    email: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a kept fact comes from and of which moment it is."""

    source: FactSource
    as_of: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person as known now. ``None`` is unknown. ``residence_code`` is to be read as of its origin's day."""

    id: UUID
    personal_id: str = field(repr=False)
    full_name: str | None = field(default=None, repr=False)
    birth: PartialDate | None = field(default=None, repr=False)
    sex: Sex | None = field(default=None, repr=False)
    residence_code: str | None = field(default=None, repr=False)
    residence_detail: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    email: str | None = field(default=None, repr=False)
    origins: dict[str, Origin] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PastFact:
    """A value that is not in force, kept with its source and the moment it was put aside."""

    fact: str
    value: str = field(repr=False)
    source: FactSource
    as_of: dt.datetime
    outcome: PastFactOutcome
    noted_at: dt.datetime
