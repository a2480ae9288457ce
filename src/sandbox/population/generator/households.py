"""Households: who lives together, as whose wife, child or parent."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from sandbox.population.generator.persons import TODAY, PersonMaker
from sandbox.population.generator.records import Address, CitizenRecord, Relative

CHILDREN_WEIGHTS = (10, 30, 40, 15, 5)


def as_relative(person: CitizenRecord) -> Relative:
    """How another person's record names this one."""
    return Relative(
        full_name=person.full_name,
        personal_id=person.personal_id,
        old_id=person.old_id,
        nationality=person.nationality,
    )


def marry(one: CitizenRecord, other: CitizenRecord) -> None:
    """Enter each as the other's spouse."""
    one.spouse, other.spouse = as_relative(other), as_relative(one)
    one.marital_status = other.marital_status = "married"


def adopt_parents(
    child: CitizenRecord, *, father: CitizenRecord | None, mother: CitizenRecord | None
) -> None:
    """Enter the parents of a child, and who represents it while under 18."""
    if father:
        child.father = as_relative(father)
    if mother:
        child.mother = as_relative(mother)
    parent = mother or father
    if parent and TODAY.year - child.birth_year < 18:
        child.representative = as_relative(parent)


def settle(people: list[CitizenRecord], relations: list[str], book: str) -> list[CitizenRecord]:
    """Make the first of the people head of the household; ``relations`` name the others."""
    head = people[0]
    for person, relation in zip(people, ["Chủ hộ", *relations], strict=True):
        person.head_relation = relation
        person.head_id = head.personal_id
        person.head_name = head.full_name
        person.household_book = book
    return people


class HouseholdBuilder:
    """Builds one household of a kind at a time."""

    def __init__(self, maker: PersonMaker, random: Random) -> None:
        self._maker = maker
        self._random = random

    def family(self) -> list[CitizenRecord]:
        """A couple with up to four children."""
        return self._family_at(self._maker.places.home(), self._maker.names.ethnicity())

    def three_generations(self) -> list[CitizenRecord]:
        """A couple with children and one or two of the man's parents."""
        home, ethnicity = self._maker.places.home(), self._maker.names.ethnicity()
        people = self._family_at(home, ethnicity, most_children=3)
        man = next(person for person in people if person.sex == "male")
        mother = self._relative_of(man, "female", man.birth_year - self._between(20, 32))
        father = self._relative_of(man, "male", mother.birth_year - self._between(0, 6))
        marry(father, mother)
        adopt_parents(man, father=father, mother=mother)
        if self._random.random() < 0.4:
            self._end_life(father)
            mother.marital_status = "widowed"
        labels = ("Cha", "Mẹ") if people[0] is man else ("Cha chồng", "Mẹ chồng")
        relations = [person.head_relation for person in people[1:]]
        return settle([*people, father, mother], [*relations, *labels], people[0].household_book)

    def renters(self) -> list[CitizenRecord]:
        """Workers from another province who rent a room: permanent home there, temporary here."""
        room = self._maker.places.home()
        origin = self._maker.places.origin()
        there = replace(origin, detail=self._maker.places.house(rural=True))
        ethnicity = self._maker.names.ethnicity()
        people = [
            self._maker.person(
                sex=sex,
                birth_year=TODAY.year - self._between(18, 42),
                ethnicity=ethnicity,
                home=there,
                origin=origin,
            )
            for sex in self._random.choices(("male", "female"), k=self._between(1, 3))
        ]
        for person in people:
            person.temporary_residence = person.current_residence = room
            if self._random.random() < 0.1:
                person.absence_until = date(2023, 7, 20) + timedelta(days=self._between(1, 150))
        if len(people) == 2 and people[0].sex != people[1].sex:
            marry(*people)
            return settle(people, [self._spouse_word(people[1])], self._book())
        return settle(people, ["Người ở thuê"] * (len(people) - 1), self._book())

    def single_parent(self) -> list[CitizenRecord]:
        """A father or mother alone with children: divorced, widowed or never married."""
        home, ethnicity = self._maker.places.home(), self._maker.names.ethnicity()
        parent = self._adult(home, ethnicity, sex=self._random.choice(("female",) * 4 + ("male",)))
        parent.marital_status = self._random.choice(("divorced", "divorced", "widowed", "single"))
        people = [parent]
        for _ in range(self._between(1, 2)):
            child = self._child(parent, home, ethnicity, family=parent.family_name)
            if parent.sex == "male":
                adopt_parents(child, father=parent, mother=None)
            else:
                adopt_parents(child, father=None, mother=parent)
            people.append(child)
        return settle(people, ["Con"] * (len(people) - 1), self._book())

    def elders(self) -> list[CitizenRecord]:
        """An old couple, sometimes with one of them deceased."""
        home, ethnicity = self._maker.places.home(), self._maker.names.ethnicity()
        man = self._maker.person(
            sex="male", birth_year=TODAY.year - self._between(62, 96), ethnicity=ethnicity, home=home
        )
        year = min(man.birth_year + self._between(0, 8), TODAY.year - 58)
        woman = self._maker.person(sex="female", birth_year=year, ethnicity=ethnicity, home=home)
        marry(man, woman)
        if self._random.random() < 0.45:
            self._end_life(man)
            woman.marital_status = "widowed"
            return settle([woman, man], ["Chồng"], self._book())
        return settle([man, woman], ["Vợ"], self._book())

    def alone(self) -> list[CitizenRecord]:
        """Somebody who lives alone."""
        person = self._adult(self._maker.places.home(), self._maker.names.ethnicity())
        if self._random.random() < 0.04:
            person.life_status = "missing"
            person.ended_on = date(2019, 1, 1) + timedelta(days=self._between(0, 1400))
        return settle([person], [], self._book())

    def _family_at(self, home: Address, ethnicity: str, most_children: int = 4) -> list[CitizenRecord]:
        man = self._adult(home, ethnicity, sex="male")
        year = min(man.birth_year + self._between(-2, 7), TODAY.year - 21)
        spouse_ethnicity = ethnicity if self._random.random() < 0.9 else "01"
        woman = self._maker.person(sex="female", birth_year=year, ethnicity=spouse_ethnicity, home=home)
        marry(man, woman)
        head, other = (man, woman) if self._random.random() < 0.75 else (woman, man)
        children = []
        numbers = range(most_children + 1)
        for _ in range(self._random.choices(numbers, CHILDREN_WEIGHTS[: len(numbers)])[0]):
            child = self._child(woman, home, ethnicity, family=man.family_name)
            adopt_parents(child, father=man, mother=woman)
            children.append(child)
        relations = [self._spouse_word(other), *(["Con"] * len(children))]
        return settle([head, other, *children], relations, self._book())

    def _adult(self, home: Address, ethnicity: str, sex: str | None = None) -> CitizenRecord:
        migrant = self._random.random() < 0.3
        return self._maker.person(
            sex=sex or self._random.choice(("male", "female")),
            birth_year=TODAY.year - self._random.choice((self._between(24, 45), self._between(30, 62))),
            ethnicity=ethnicity,
            home=home,
            origin=self._maker.places.origin() if migrant else None,
        )

    def _child(self, parent: CitizenRecord, home: Address, ethnicity: str, *, family: str) -> CitizenRecord:
        year = min(parent.birth_year + self._between(20, 38), TODAY.year)
        return self._maker.person(
            sex=self._random.choice(("male", "female")),
            birth_year=year,
            ethnicity=ethnicity,
            home=home,
            family=family or None,
        )

    def _relative_of(self, person: CitizenRecord, sex: str, birth_year: int) -> CitizenRecord:
        return self._maker.person(
            sex=sex,
            birth_year=max(birth_year, 1924),
            ethnicity=person.ethnicity,
            home=person.permanent_residence,
            family=person.family_name if sex == "male" else None,
        )

    def _end_life(self, person: CitizenRecord) -> None:
        person.life_status = "deceased"
        person.ended_on = date(2008, 1, 1) + timedelta(days=self._between(0, 5600))
        person.phone = person.email = ""
        person.card_issued_on = person.card_expires_on = None
        person.card_issuer = ""

    def _between(self, low: int, high: int) -> int:
        return self._random.randint(low, high)

    def _book(self) -> str:
        return self._maker.issuer.household_book()

    @staticmethod
    def _spouse_word(person: CitizenRecord) -> str:
        return "Vợ" if person.sex == "female" else "Chồng"
