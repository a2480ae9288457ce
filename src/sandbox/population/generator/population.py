"""Puts households together until the wished number of people lives in the province."""

from collections.abc import Callable
from random import Random

from sandbox.population.generator.demonstration import demonstration_people
from sandbox.population.generator.households import HouseholdBuilder
from sandbox.population.generator.ids import NumberIssuer
from sandbox.population.generator.persons import PersonMaker
from sandbox.population.generator.records import CitizenRecord

DEFAULT_SEED = 20230717
DEFAULT_COUNT = 5000
LARGEST_HOUSEHOLD = 8
RESERVED_NUMBERS = ("0900000001", "0900000002", "0900000003")


def generate_people(*, seed: int = DEFAULT_SEED, count: int = DEFAULT_COUNT) -> list[CitizenRecord]:
    """Invent ``count`` people in households, the demonstration families first."""
    random = Random(seed)
    issuer = NumberIssuer(random)
    for number in RESERVED_NUMBERS:
        issuer.reserve(number)
    people = demonstration_people()
    for person in people:
        issuer.reserve(person.personal_id)
        issuer.reserve(person.old_id)
        issuer.reserve(person.phone)
    builder = HouseholdBuilder(PersonMaker(random, issuer), random)
    while len(people) < count:
        room = count - len(people)
        build = builder.alone if room < LARGEST_HOUSEHOLD else _choose(random, builder)
        people.extend(build())
    return people[:count]


def _choose(random: Random, builder: HouseholdBuilder) -> Callable[[], list[CitizenRecord]]:
    kinds: dict[Callable[[], list[CitizenRecord]], int] = {
        builder.family: 46,
        builder.three_generations: 15,
        builder.renters: 15,
        builder.single_parent: 8,
        builder.elders: 8,
        builder.alone: 8,
    }
    return random.choices(list(kinds), list(kinds.values()))[0]
