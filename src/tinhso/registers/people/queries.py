"""Finding and reading people. Finding gives ids; only reading opens what is sealed, and is recorded."""

from collections.abc import Collection
from uuid import UUID

from django.db import connection

from tinhso.foundation.crypto.service import NameWordIndex, blind_index, open_text
from tinhso.foundation.identifiers.service import parse_mobile_number, parse_personal_id
from tinhso.foundation.unit_of_work.service import UnitOfWork
from tinhso.registers.people import models
from tinhso.registers.people.sealing import person_from
from tinhso.registers.people.types import FactSource, PastFact, PastFactOutcome, Person

PERSONAL_ID_INDEX = "personal_id"
PHONE_INDEX = "phone"
PAST_FACT_FIELD = "people_past_fact.value"
PERSON_NAMES = NameWordIndex(table="people_name_word", owner="person_id")


def find_by_personal_id(personal_id: str) -> UUID | None:
    """The person with this personal id, as far as row-level security lets the actor see it."""
    index = blind_index(parse_personal_id(personal_id).value, kind=PERSONAL_ID_INDEX)
    with connection.cursor() as cursor:
        cursor.execute("select id from people_person where personal_id_index = %s", [index])
        row = cursor.fetchone()
    return row[0] if row else None


def find_by_phone(phone: str) -> list[UUID]:
    """Everybody with this mobile number; families share one."""
    index = blind_index(parse_mobile_number(phone).value, kind=PHONE_INDEX)
    people = models.Person.objects.filter(phone_index=index).order_by("id")
    return list(people.values_list("id", flat=True))


def find_by_name_words(name: str, *, limit: int = 50) -> list[UUID]:
    """People whose names hold every whole word typed, accents or not; no part of a word is ever matched."""
    return PERSON_NAMES.find(name, limit=limit)


def get_people(
    work: UnitOfWork, ids: Collection[UUID], *, purpose: str, legal_basis: str
) -> dict[UUID, Person]:
    """Open the data of these people in one statement and record the reading for each of them.

    Whoever is not visible to the actor is left out; whether the actor may read at all was asked upstream.
    """
    rows = models.Person.objects.filter(id__in=list(ids)) if ids else ()
    people = {row.id: person_from(row) for row in rows}
    if people:
        _record_reading(work, "person.read", list(people), purpose, legal_basis)
    return people


def past_facts(work: UnitOfWork, person_id: UUID, *, purpose: str, legal_basis: str) -> list[PastFact]:
    """What was once said of a person and does not hold, newest first; the reading is recorded."""
    rows = models.PastFact.objects.filter(person_id=person_id).order_by("-noted_at", "-id")
    facts = [
        PastFact(
            fact=row.fact,
            value=open_text(row.value_sealed, owner=row.id, field=PAST_FACT_FIELD),
            source=FactSource(row.source),
            as_of=row.as_of,
            outcome=PastFactOutcome(row.outcome),
            noted_at=row.noted_at,
        )
        for row in rows
    ]
    if facts:
        _record_reading(work, "person.past_read", [person_id], purpose, legal_basis)
    return facts


def _record_reading(
    work: UnitOfWork, action: str, people: list[UUID], purpose: str, legal_basis: str
) -> None:
    work.record(
        action=action,
        object_kind="person",
        object_id=people[0] if len(people) == 1 else None,
        subjects=people,
        purpose=purpose,
        legal_basis=legal_basis,
    )
