"""When what is asked equals what is stored. Pure."""

from dataclasses import dataclass
from datetime import date
from unicodedata import normalize

SEX_CODES = {"male": "1", "female": "2"}


@dataclass(frozen=True, slots=True, kw_only=True)
class BirthWish:
    """The birth as asked: a full date (yyyymmdd) or only a year."""

    day: str = ""
    year: str = ""


def same_name(asked: str, stored: str) -> bool:
    """Equal but for case, blanks and Unicode form; accents count, tone placement too."""
    return _comparable(asked) == _comparable(stored)


def same_birth(asked: BirthWish, *, birth_date: date | None, birth_year: int) -> bool:
    """A year matches the year; a full date matches only a stored full date."""
    if asked.day:
        return birth_date is not None and asked.day == birth_date.strftime("%Y%m%d")
    return asked.year == str(birth_year)


def same_sex(asked: str, stored: str) -> bool:
    """True when not asked."""
    return not asked or asked == SEX_CODES[stored]


def _comparable(name: str) -> str:
    return " ".join(normalize("NFC", name).casefold().split())
