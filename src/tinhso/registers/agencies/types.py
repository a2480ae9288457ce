"""What the register hands over: frozen values, all dated; ``valid_to`` is the first day not valid."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class UnitLevel(StrEnum):
    """Cấp của đơn vị hành chính."""

    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


class UnitKind(StrEnum):
    """Loại đơn vị hành chính (Hiến pháp 2013, Điều 110)."""

    PROVINCE = "province"
    CITY = "city"
    TOWN = "town"
    RURAL_DISTRICT = "rural_district"
    WARD = "ward"
    TOWNSHIP = "township"
    RURAL_COMMUNE = "rural_commune"


class AgencyKind(StrEnum):
    """What an agency is; the competence keys of the catalogue are the same words."""

    PROVINCIAL_COMMITTEE = "provincial_committee"
    PROVINCIAL_ONE_STOP = "provincial_one_stop"
    PROVINCIAL_POLICE = "provincial_police"
    POLICE_RESIDENCE_OFFICE = "police_residence_office"
    POLICE_TRAFFIC_OFFICE = "police_traffic_office"
    POLICE_IMMIGRATION_OFFICE = "police_immigration_office"
    PROVINCIAL_SOCIAL_INSURANCE = "provincial_social_insurance"
    TRANSPORT_DEPARTMENT = "transport_department"
    JUSTICE_DEPARTMENT = "justice_department"
    TAX_DEPARTMENT = "tax_department"
    ENVIRONMENT_DEPARTMENT = "environment_department"
    LAND_REGISTRATION_OFFICE = "land_registration_office"
    EDUCATION_DEPARTMENT = "education_department"
    LABOUR_DEPARTMENT = "labour_department"
    EMPLOYMENT_SERVICE_CENTRE = "employment_service_centre"
    POWER_COMPANY = "power_company"
    DISTRICT_COMMITTEE = "district_committee"
    DISTRICT_ONE_STOP = "district_one_stop"
    DISTRICT_POLICE = "district_police"
    SOCIAL_INSURANCE = "social_insurance"
    TAX_BRANCH = "tax_branch"
    LAND_REGISTRATION_BRANCH = "land_registration_branch"
    COMMUNE_COMMITTEE = "commune_committee"
    COMMUNE_ONE_STOP = "commune_one_stop"
    COMMUNE_POLICE = "commune_police"


class Coverage(StrEnum):
    """How much of the old unit went to the new one."""

    WHOLE = "whole"
    PARTIAL = "partial"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """An administrative unit during one period. A ``code`` alone names nothing: codes are used again."""

    id: UUID
    code: str
    name: str
    level: UnitLevel
    kind: UnitKind
    parent_code: str
    valid_from: dt.date
    valid_to: dt.date | None
    source: str

    def is_valid_on(self, on: dt.date) -> bool:
        """True when the unit existed on that day."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession:
    """One unit's area, or a part of it, becoming another unit's on a day."""

    old_code: str
    old_from: dt.date
    new_code: str
    new_from: dt.date
    coverage: Coverage
    default_target: bool
    effective: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Successor:
    """A unit that took over a former one; cases go to the ``default_target`` unless more is known."""

    unit: Unit
    coverage: Coverage
    default_target: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyDetail:
    """What an agency is called and how it is reached from a day on; why is told to administrators alone."""

    agency_id: UUID
    valid_from: dt.date
    name: str
    telephone: str
    address: str
    reason: str = field(default="", repr=False)
    noted_by: UUID
    noted_at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CompetencePeriod:
    """A competence for a unit given by decision to an agency, whatever its kind; ``valid_to`` is excluded.

    It belongs to the unit of its first day: when another unit gets the code, it holds no more.
    """

    id: UUID
    competence: str
    unit_id: UUID
    unit_code: str
    agency_id: UUID
    valid_from: dt.date
    valid_to: dt.date | None

    def is_valid_on(self, on: dt.date) -> bool:
        """True when the decision holds on that day."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyEnding:
    """An agency that ends, and who takes over its work; ``ends_on`` is the first day without it.

    ``officers_follow``: its officers get posts at the successor, else they are left without one.
    ``is_announced``: the day has come and whoever lives above was told.
    """

    id: UUID
    agency_id: UUID
    successor_id: UUID
    ends_on: dt.date
    officers_follow: bool
    is_announced: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """A body that takes part in procedures. ``code_verified`` is false where we gave the code ourselves."""

    id: UUID
    code: str
    national_code: str
    name: str
    kind: AgencyKind
    unit_code: str
    parent_id: UUID | None
    valid_from: dt.date
    valid_to: dt.date | None
    code_verified: bool

    def is_valid_on(self, on: dt.date) -> bool:
        """True when the agency existed on that day."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)
