"""Makes one person: name, numbers, dates and places that fit together."""

from datetime import date, timedelta
from random import Random
from unicodedata import combining, normalize

from sandbox.population.generator.ids import NumberIssuer
from sandbox.population.generator.names import NameGiver
from sandbox.population.generator.places import PROVINCE, PlaceFinder, commune
from sandbox.population.generator.records import Address, CitizenRecord

TODAY = date(2023, 7, 14)
CARD_ISSUER = "Cục Cảnh sát quản lý hành chính về trật tự xã hội"
RELIGIONS = {"Không": 70, "Phật giáo": 17, "Công giáo": 9, "Cao Đài": 3, "Tin lành": 1}
RELIGION_OF_ETHNICITY = {"05": "Phật giáo", "12": "Tin lành", "17": "Hồi giáo"}
BLOOD_TYPES = ("", "", "", "", "O", "A", "B", "AB")


class PersonMaker:
    """Makes people; the household builder then relates them to each other."""

    def __init__(self, random: Random, issuer: NumberIssuer) -> None:
        self._random = random
        self.issuer = issuer
        self.names = NameGiver(random)
        self.places = PlaceFinder(random)

    def person(
        self,
        *,
        sex: str,
        birth_year: int,
        ethnicity: str,
        home: Address,
        family: str | None = None,
        origin: Address | None = None,
    ) -> CitizenRecord:
        """A person who lives at ``home`` and was born in ``origin`` (default: here)."""
        place_digits, birth = self._birth_place(origin, birth_year)
        name = self.names.name(ethnicity=ethnicity, sex=sex, birth_year=birth_year, family=family)
        person = CitizenRecord(
            personal_id=self.issuer.personal_id(place=place_digits, birth_year=birth_year, sex=sex),
            family_name=name.family,
            middle_name=name.middle,
            given_name=name.given,
            sex=sex,
            birth_year=birth_year,
            birth_date=self._birth_date(birth_year),
            birth_place=birth,
            birth_registration=birth,
            home_town=origin or birth,
            permanent_residence=home,
            current_residence=home,
            ethnicity=ethnicity,
            religion=self._religion(ethnicity),
            blood_type=self._random.choice(BLOOD_TYPES),
        )
        if person.birth_year <= 1955 and self._random.random() < 0.2:
            person.other_name = f"{person.given_name} Lớn"
        self._give_papers(person)
        self._give_contacts(person)
        return person

    def _birth_place(self, origin: Address | None, birth_year: int) -> tuple[str, Address]:
        if origin is None and birth_year >= 1985 and self._random.random() < 0.006:
            return self.places.abroad()
        if origin is not None:
            return f"0{origin.province}", origin
        return f"0{PROVINCE}", self.places.commune()

    def _birth_date(self, birth_year: int) -> date | None:
        first = date(birth_year, 1, 1)
        last = min(date(birth_year, 12, 31), TODAY)
        day = first + timedelta(days=self._random.randrange((last - first).days + 1))
        year_only = {True: 0.35, False: 0.06}[birth_year <= 1955] if birth_year <= 1975 else 0
        return None if self._random.random() < year_only else day

    def _religion(self, ethnicity: str) -> str:
        fixed = RELIGION_OF_ETHNICITY.get(ethnicity)
        return fixed or self._random.choices(list(RELIGIONS), list(RELIGIONS.values()))[0]

    def _give_papers(self, person: CitizenRecord) -> None:
        if person.birth_year <= 2000 and self._random.random() < 0.6:
            person.old_id = self.issuer.old_id()
        if TODAY.year - person.birth_year <= 14 or self._random.random() > 0.93:
            return
        person.card_issued_on = date(2021, 3, 1) + timedelta(days=self._random.randrange(850))
        person.card_issuer = CARD_ISSUER
        person.card_expires_on = card_expiry(person)

    def _give_contacts(self, person: CitizenRecord) -> None:
        age = TODAY.year - person.birth_year
        if age < 15 or self._random.random() > (0.95 if age < 70 else 0.5):
            return
        person.phone = self.issuer.mobile()
        if age < 60 and self._random.random() < 0.45:
            name = accent_free(f"{person.given_name}.{person.family_name}")
            person.email = f"{name}.{person.personal_id[-4:]}@congdan.example"


def card_expiry(person: CitizenRecord) -> date | None:
    """A card holds until its bearer is 25, 40 or 60, then for life (None)."""
    if person.card_issued_on is None:
        return None
    for age in (25, 40, 60):
        if person.card_issued_on.year < person.birth_year + age - 2:
            born = person.birth_date or date(person.birth_year, 12, 31)
            day = 28 if (born.month, born.day) == (2, 29) else born.day
            return date(person.birth_year + age, born.month, day)
    return None


def accent_free(text: str) -> str:
    """Lower-case letters and dots only, for e-mail addresses."""
    plain = normalize("NFD", text.lower().replace("đ", "d"))
    kept = (c for c in plain if not combining(c) and (c == "." or c.isalnum()))
    return "".join(kept).strip(".")


def commune_address(code: str, detail: str) -> Address:
    """An address in one commune of the province."""
    place = commune(code)
    return Address(
        province=place.province,
        province_name=place.province_name,
        district=place.district,
        district_name=place.district_name,
        commune=place.commune,
        commune_name=place.commune_name,
        detail=detail,
    )
