"""The door of the register of people.

Finding gives ids only. Reading opens sealed data, states a purpose and a legal basis, and is recorded for
each person read. Row-level security is the second lock: the system and officers see every row (whether an
officer may read a person's data is asked on the case, upstream), a citizen the own row, nobody else any.
"""

from tinhso.registers.people.actions import UnableToRememberPerson, remember_person
from tinhso.registers.people.queries import (
    find_by_name_words,
    find_by_personal_id,
    find_by_phone,
    get_people,
    past_facts,
)
from tinhso.registers.people.types import (
    FactSource,
    Origin,
    PastFact,
    PastFactOutcome,
    Person,
    PersonFacts,
)

__all__ = [
    "FactSource",
    "Origin",
    "PastFact",
    "PastFactOutcome",
    "Person",
    "PersonFacts",
    "UnableToRememberPerson",
    "find_by_name_words",
    "find_by_personal_id",
    "find_by_phone",
    "get_people",
    "past_facts",
    "remember_person",
]
