"""Invents the three registers to agree with the population: the same seed gives the same entries."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from sandbox.gateway.codes import check_digit
from sandbox.gateway.models import BudgetUnit, Business, BusinessStatus, InsuranceStatus, InsuredPerson
from sandbox.population.generator.places import PROVINCE_NAME, communes, units
from sandbox.population.generator.records import Address
from sandbox.population.models import Citizen
from sandbox.vneid.organisations import ORGANISATIONS

SEED = 20230717
TODAY = date(2023, 7, 17)
BUSINESSES = 240
KINDS = (
    ("Công ty TNHH", "Công ty trách nhiệm hữu hạn một thành viên", 50),
    ("Công ty TNHH", "Công ty trách nhiệm hữu hạn hai thành viên trở lên", 25),
    ("Công ty Cổ phần", "Công ty cổ phần", 20),
    ("Doanh nghiệp tư nhân", "Doanh nghiệp tư nhân", 5),
)
TRADES = (
    "Gốm sứ", "Đồ gỗ", "Cơ khí", "May mặc", "Bao bì", "Vận tải", "Xây dựng", "Thực phẩm", "Cao su",
    "Điện tử", "Thương mại", "Nông sản", "Da giày", "Hóa chất", "Dịch vụ kho bãi",
)  # fmt: skip
PLACES = (
    "Bình Phước Hưng", "An Phú Lộc", "Tân Uyên Xanh", "Lái Thiêu Mới", "Sông Bé", "Thuận Giao Phát",
    "Dĩ An Thịnh", "Bến Cát Vàng", "Phú Mỹ Long", "Chánh Nghĩa", "Hòa Lợi", "Minh Thạnh", "Thới Hòa",
)  # fmt: skip
STATUSES = {
    BusinessStatus.ACTIVE: 80,
    BusinessStatus.SUSPENDED: 8,
    BusinessStatus.DISSOLVING: 3,
    BusinessStatus.DISSOLVED: 5,
    BusinessStatus.NOT_AT_ADDRESS: 4,
}
CLINICS = ("Bệnh viện Đa khoa tỉnh Bình Dương", "Trung tâm Y tế thành phố Thuận An", "Trạm y tế phường")


class Inventor:
    """Invents from one seed, in one order."""

    def __init__(self, people: Sequence[Citizen]) -> None:
        self._random = Random(SEED)
        self._people = people
        self._given: set[str] = set()

    def businesses(self) -> list[Business]:
        """The organisations that VNeID knows, companies, and some of their branches."""
        by_id = {person.personal_id: person for person in self._people}
        adults = [person for person in self._people if 1950 <= person.birth_year <= 2000]
        businesses = [*self._organisations(by_id)]
        for _ in range(BUSINESSES):
            head = self._business(self._tax_code(), adults)
            businesses.append(head)
            if self._random.random() < 0.15:
                businesses.append(self._branch(head))
        return businesses

    def insured(self, employers: Sequence[Business]) -> Iterator[InsuredPerson]:
        """Most of the living: workers, pensioners, children and families."""
        active = [each for each in employers if each.status == BusinessStatus.ACTIVE]
        for person in self._people:
            lot = self._random.random()
            if lot < 0.85:
                yield self._insured_person(person, active)

    def budget_units(self) -> list[BudgetUnit]:
        """The committees of the province, its districts and communes."""
        by_unit: dict[str, str] = {}
        found = []
        for number, unit in enumerate(units()):
            code = str(1_070_001 + number * 13)
            by_unit[unit["gso_code"]] = code
            level = {"province": "2", "district": "3", "commune": "4"}[unit["level"]]
            found.append(
                BudgetUnit(
                    code=code,
                    name=f"Ủy ban nhân dân {unit['name'][:1].lower()}{unit['name'][1:]}",
                    parent_code=by_unit.get(unit["parent_code"], ""),
                    budget_level=level,
                    is_active=number % 40 != 39,
                    treasury="Kho bạc Nhà nước Bình Dương",
                    issued_on=date(2009, 1, 1) + timedelta(days=self._random.randrange(2000)),
                )
            )
        return found

    def _organisations(self, by_id: dict[str, Citizen]) -> Iterator[Business]:
        for organisation in ORGANISATIONS:
            place = next(each for each in communes() if each.commune == organisation.commune)
            yield Business(
                code=organisation.tax_code,
                name=organisation.name.upper(),
                kind="Tổ chức hành nghề công chứng" if "Công chứng" in organisation.name else KINDS[1][1],
                founded_on=date(2015, 3, 2),
                capital=5_000_000_000,
                address=f"{organisation.address}, {_whole(place)}",
                commune=place.commune,
                commune_name=place.commune_name,
                district_name=place.district_name,
                representatives=[_named(by_id[each]) for each in organisation.representatives],
            )

    def _business(self, code: str, adults: Sequence[Citizen]) -> Business:
        prefix, kind, _ = self._random.choices(KINDS, [weight for _, _, weight in KINDS])[0]
        place = self._random.choice(communes())
        name = f"{prefix} {self._random.choice(TRADES)} {self._random.choice(PLACES)}"
        count = 2 if self._random.random() < 0.1 else 1
        return Business(
            code=code,
            name=f"{name} {code[-4:-1]}".upper(),
            kind=kind,
            status=self._random.choices(list(STATUSES), list(STATUSES.values()))[0],
            founded_on=TODAY - timedelta(days=self._random.randrange(200, 9000)),
            capital=self._random.choice((500, 1_000, 3_000, 10_000, 50_000)) * 1_000_000,
            address=f"Số {self._random.randint(1, 400)}, {_whole(place)}",
            commune=place.commune,
            commune_name=place.commune_name,
            district_name=place.district_name,
            representatives=[_named(person) for person in self._random.sample(adults, count)],
        )

    def _branch(self, head: Business) -> Business:
        place = self._random.choice(communes())
        return Business(
            code=f"{head.code}-001",
            name=f"CHI NHÁNH {head.name}",
            kind="Chi nhánh",
            status=head.status,
            founded_on=head.founded_on,
            address=_whole(place),
            commune=place.commune,
            commune_name=place.commune_name,
            district_name=place.district_name,
            representatives=head.representatives[:1],
        )

    def _insured_person(self, person: Citizen, employers: Sequence[Business]) -> InsuredPerson:
        age = TODAY.year - person.birth_year
        number = self._unused("74", 8)
        entry = InsuredPerson(
            number=number,
            personal_id=person.personal_id,
            full_name=person.full_name,
            birth_year=person.birth_year,
            birth_date=person.birth_date,
            status=InsuranceStatus.HEALTH_ONLY,
            card=f"{_group(age)}{1 if age < 6 else 4}74{number}",
            card_from=date(TODAY.year, 1, 1),
            card_until=date(TODAY.year, 12, 31),
            clinic=self._random.choice(CLINICS),
        )
        if age >= 61 and self._random.random() < 0.4:
            entry.status, entry.months_paid = InsuranceStatus.PENSION, self._random.randint(240, 420)
        elif 18 <= age < 61 and self._random.random() < 0.75:
            employer = self._random.choice(employers)
            entry.status = self._random.choices([InsuranceStatus.PAYING, InsuranceStatus.PAUSED], [85, 15])[0]
            entry.employer_code, entry.employer_name = employer.code, employer.name
            entry.months_paid = self._random.randint(1, max(1, (age - 17) * 12))
            entry.card = f"DN474{number}"
        return entry

    def _tax_code(self) -> str:
        while True:
            prefix = f"370{self._random.randrange(10**6):06d}"
            digit = check_digit(prefix)
            code = f"{prefix}{digit}"
            if digit is not None and code not in self._given:
                self._given.add(code)
                return code

    def _unused(self, prefix: str, digits: int) -> str:
        while True:
            number = f"{prefix}{self._random.randrange(10**digits):0{digits}d}"
            if number not in self._given:
                self._given.add(number)
                return number


def _group(age: int) -> str:
    if age < 6:
        return "TE"
    if age < 23:
        return "HS"
    return "GD"


def _whole(place: Address) -> str:
    return f"{place.commune_name}, {place.district_name}, {PROVINCE_NAME}"


def _named(person: Citizen) -> dict[str, str]:
    return {"personal_id": person.personal_id, "full_name": person.full_name}
