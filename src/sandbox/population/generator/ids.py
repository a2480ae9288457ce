"""Numbers of people: personal ids, old identity cards, telephone numbers.

A personal id has twelve digits: three of the province or country of birth registration, one of
century and sex, two of the birth year, six at random. It has no check digit.
"""

from random import Random

CENTURY_SEX_DIGITS = {
    (19, "male"): "0",
    (19, "female"): "1",
    (20, "male"): "2",
    (20, "female"): "3",
}
MOBILE_PREFIXES = (
    "032", "033", "034", "035", "036", "037", "038", "039", "052", "056", "058", "059", "070",
    "076", "077", "078", "079", "081", "082", "083", "084", "085", "086", "088", "089", "090",
    "091", "093", "094", "096", "097", "098",
)  # fmt: skip


class NumberIssuer:
    """Gives out numbers; none twice."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._given: set[str] = set()

    def reserve(self, number: str) -> None:
        """Keep a number from being given out."""
        if number:
            self._given.add(number)

    def personal_id(self, *, place: str, birth_year: int, sex: str) -> str:
        """A personal id for somebody registered at ``place`` (three digits)."""
        digit = CENTURY_SEX_DIGITS[birth_year // 100, sex]
        return self._unused(f"{place}{digit}{birth_year % 100:02d}", 6)

    def old_id(self) -> str:
        """A nine-digit identity card number; those of Bình Dương began with 28."""
        return self._unused("28", 7)

    def mobile(self) -> str:
        """A mobile telephone number."""
        return self._unused(self._random.choice(MOBILE_PREFIXES), 7)

    def household_book(self) -> str:
        """A number of the former household book."""
        return self._unused("74", 7)

    def _unused(self, prefix: str, digits: int) -> str:
        while True:
            number = f"{prefix}{self._random.randrange(10**digits):0{digits}d}"
            if number not in self._given:
                self._given.add(number)
                return number
