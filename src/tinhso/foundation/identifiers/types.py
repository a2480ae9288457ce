"""Values that have been read and may be trusted. Their ``repr`` never shows what identifies a person."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

from tinhso.foundation.identifiers.errors import UnableToReadAgencyCode

Sex = Literal["male", "female"]


@dataclass(frozen=True, slots=True, order=True)
class PersonalId:
    """Số định danh cá nhân, twelve digits (NĐ 137/2015/NĐ-CP Điều 13); there is no check digit."""

    value: str = field(repr=False)

    def __str__(self) -> str:
        return self.value

    @property
    def place_code(self) -> str:
        """Province *or country* where the birth was registered."""
        return self.value[:3]

    @property
    def century(self) -> int:
        """First year of the century of birth: 1900, 2000, …"""
        return 1900 + 100 * (int(self.value[3]) // 2)

    @property
    def sex(self) -> Sex:
        """Even fourth digit: male; odd: female."""
        return "female" if int(self.value[3]) % 2 else "male"

    @property
    def birth_year(self) -> int:
        """Year of birth that digits four to six tell."""
        return self.century + int(self.value[4:6])


@dataclass(frozen=True, slots=True)
class MobileNumber:
    """A Vietnamese mobile number, kept as ``0xxxxxxxxx``."""

    value: str = field(repr=False)

    def __str__(self) -> str:
        return self.value

    @property
    def international(self) -> str:
        """The same number as ``+84xxxxxxxxx``."""
        return "+84" + self.value[1:]


@dataclass(frozen=True, slots=True)
class TaxCode:
    """Tax or enterprise code: ten digits, the last a check digit, and a branch ``001``–``999`` or nothing."""

    number: str
    branch: str = ""

    def __str__(self) -> str:
        return f"{self.number}-{self.branch}" if self.branch else self.number


@dataclass(frozen=True, slots=True)
class PostalItemNumber:
    """Số bưu gửi; ``is_standard``: with a check digit (UPU S10), else a post office's own."""

    value: str
    is_standard: bool

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A birth date as people have it: a full day, or only the year (then month and day are ``None``)."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def is_full(self) -> bool:
        """True when month and day are known."""
        return self.month is not None and self.day is not None

    def as_date(self) -> dt.date | None:
        """The day, or ``None`` when only the year is known: nothing is invented."""
        if self.month is None or self.day is None:
            return None
        return dt.date(self.year, self.month, self.day)

    @property
    def iso(self) -> str:
        """``1990-02-03`` or ``1990``."""
        day = self.as_date()
        return day.isoformat() if day else f"{self.year:04d}"

    @property
    def vietnamese(self) -> str:
        """``03/02/1990`` or ``1990``."""
        return f"{self.day:02d}/{self.month:02d}/{self.year:04d}" if self.is_full else f"{self.year:04d}"

    def __str__(self) -> str:
        return self.iso


@dataclass(frozen=True, slots=True)
class AgencyCode:
    """An agency's code in both notations.

    ``national`` (``H09.12.5``) is that of QĐ 20/2020/QĐ-TTg, ``dotted`` (``000.05.12.H09``) that of
    QCVN 102:2016/BTTTT; the latter has two digits for levels two and three and three for level four, so a
    large national number has no dotted form and ``dotted`` is then empty.
    """

    national: str
    dotted: str = ""

    def __str__(self) -> str:
        return self.national


@dataclass(frozen=True, slots=True)
class DossierCode:
    """A dossier's code: agency, day of receipt, running number of that agency and day (gaps allowed).

    ``long_year`` keeps the eight-digit day that ministries write; ``width`` keeps leading zeros.
    """

    agency: AgencyCode
    received: dt.date
    sequence: int
    width: int = 4
    long_year: bool = False

    def _with(self, prefix: str) -> str:
        day = self.received.strftime("%Y%m%d" if self.long_year else "%y%m%d")
        return f"{prefix}-{day}-{self.sequence:0{self.width}d}"

    @property
    def national(self) -> str:
        """``H09.1-230714-0001``"""
        return self._with(self.agency.national)

    @property
    def local(self) -> str:
        """``000.00.01.H09-230714-0001``; refuses an agency that has no such notation."""
        if not self.agency.dotted:
            raise UnableToReadAgencyCode(
                "agency_code.no_dotted_notation",
                "Mã cơ quan này không có cách viết theo QCVN 102:2016/BTTTT.",
            )
        return self._with(self.agency.dotted)

    def __str__(self) -> str:
        return self.national
