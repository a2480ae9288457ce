"""What the population database stores of a person (Điều 9 of its decree), as plain values."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A place: codes and names of province, district, commune, then house and street."""

    province: str = ""
    province_name: str = ""
    district: str = ""
    district_name: str = ""
    commune: str = ""
    commune_name: str = ""
    detail: str = ""
    country: str = "VN"


@dataclass(slots=True, kw_only=True)
class Relative:
    """A father, mother, spouse or representative; the id is blank when not known."""

    full_name: str = ""
    personal_id: str = ""
    old_id: str = ""
    nationality: str = "VN"


@dataclass(slots=True, kw_only=True)
class CitizenRecord:
    """One person. ``birth_date`` is None when only the year is known."""

    personal_id: str
    family_name: str
    middle_name: str
    given_name: str
    sex: str
    birth_year: int
    birth_date: date | None
    birth_place: Address
    birth_registration: Address
    home_town: Address
    permanent_residence: Address
    current_residence: Address
    other_name: str = ""
    ethnicity: str = "01"
    religion: str = "Không"
    nationality: str = "VN"
    blood_type: str = ""
    old_id: str = ""
    card_issued_on: date | None = None
    card_expires_on: date | None = None
    card_issuer: str = ""
    father: Relative = field(default_factory=Relative)
    mother: Relative = field(default_factory=Relative)
    spouse: Relative = field(default_factory=Relative)
    representative: Relative = field(default_factory=Relative)
    temporary_residence: Address | None = None
    absence_until: date | None = None
    household_book: str = ""
    marital_status: str = "single"
    head_relation: str = ""
    head_id: str = ""
    head_name: str = ""
    life_status: str = "alive"
    ended_on: date | None = None
    phone: str = ""
    email: str = ""

    @property
    def full_name(self) -> str:
        """Family, middle and given name in the order they are spoken."""
        parts = (self.family_name, self.middle_name, self.given_name)
        return " ".join(part for part in parts if part)
