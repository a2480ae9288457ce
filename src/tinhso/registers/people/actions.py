"""Taking in what a source says of a person."""

from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection

from tinhso.foundation.authority.service import ActorKind
from tinhso.foundation.clock.service import new_id
from tinhso.foundation.crypto.service import blind_index, seal_text
from tinhso.foundation.identifiers.service import (
    DomainError,
    clean_text,
    parse_email,
    parse_mobile_number,
    parse_personal_id,
)
from tinhso.foundation.unit_of_work.service import UnitOfWork, acting_as_system
from tinhso.registers.people import models
from tinhso.registers.people.queries import (
    PAST_FACT_FIELD,
    PERSON_NAMES,
    PERSONAL_ID_INDEX,
    PHONE_INDEX,
)
from tinhso.registers.people.rules import Verdict, judge
from tinhso.registers.people.sealing import (
    as_text,
    kept_text,
    origin_as_stored,
    origins_from,
    put_text,
    seal_fact,
)
from tinhso.registers.people.types import FACT_FIELDS, Origin, PastFactOutcome, PersonFacts

_LONGEST_NAME = 120
_LONGEST_ADDRESS = 300


class UnableToRememberPerson(DomainError):
    """The facts contradict the shape of the register (a residence code that is no commune code)."""


def remember_person(work: UnitOfWork, *, facts: PersonFacts) -> UUID:
    """Enter a person or add to what is known, and return the person's id.

    Safe when many do it at once for the same personal id: the row is locked while statements are weighed
    (see ``rules.judge``). A statement that does not hold and a value that is replaced become past facts.
    Refuses values that cannot be read (UnableToRead…) and leaves everything as it was.
    """
    texts = _readable(facts)
    personal_id = parse_personal_id(facts.personal_id).value
    if work.actor.kind is not ActorKind.CITIZEN:
        return _remember(work, personal_id, texts, facts)
    with acting_as_system(work):
        return _remember(work, personal_id, texts, facts)


def _readable(facts: PersonFacts) -> dict[str, str]:
    """The facts stated, each in its one spelling."""
    stated = {fact: getattr(facts, fact) for fact in FACT_FIELDS}
    texts = {fact: as_text(value) for fact, value in stated.items() if value}
    for fact, longest in (("full_name", _LONGEST_NAME), ("residence_detail", _LONGEST_ADDRESS)):
        if fact in texts:
            texts[fact] = clean_text(texts[fact], longest)
    if "phone" in texts:
        texts["phone"] = parse_mobile_number(texts["phone"]).value
    if "email" in texts:
        texts["email"] = parse_email(texts["email"])
    code = texts.get("residence_code", "00000")
    if not (len(code) == 5 and code.isascii() and code.isdecimal()):
        raise UnableToRememberPerson(
            "people.residence_code", "Mã xã, phường, thị trấn nơi cư trú phải gồm 5 chữ số."
        )
    return texts


@dataclass(slots=True)
class _Changes:
    """What weighing the statements changes in one row."""

    columns: set[str] = field(default_factory=set)
    past: list[models.PastFact] = field(default_factory=list)
    new_name: str | None = None


def _remember(work: UnitOfWork, personal_id: str, texts: dict[str, str], facts: PersonFacts) -> UUID:
    row = _locked_row(work, personal_id)
    changes = _weigh(work, row, texts, Origin(source=facts.source, as_of=facts.as_of))
    if changes.columns:
        row.updated_at = work.now
        row.save(update_fields=[*changes.columns, "updated_at"])
    if changes.past:
        models.PastFact.objects.bulk_create(changes.past, ignore_conflicts=True)
    if changes.new_name is not None:
        PERSON_NAMES.replace(row.id, changes.new_name)
    if changes.columns - {"origins"} or changes.past:
        work.record(
            action="person.remembered",
            object_kind="person",
            object_id=row.id,
            subjects=[row.id],
            details={
                "source": facts.source.value,
                "set_aside": sum(past.outcome == PastFactOutcome.SET_ASIDE for past in changes.past),
            },
        )
    return row.id


def _locked_row(work: UnitOfWork, personal_id: str) -> models.Person:
    index = blind_index(personal_id, kind=PERSONAL_ID_INDEX)
    known = models.Person.objects.select_for_update().filter(personal_id_index=index)
    row = known.first()
    if row is None:
        _insert_unless_there(work, personal_id, index)
        row = known.get()
    return row


def _insert_unless_there(work: UnitOfWork, personal_id: str, index: bytes) -> None:
    person_id = new_id()
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into people_person"
            " (id, personal_id_index, personal_id_sealed, origins, created_at, updated_at)"
            " values (%s, %s, %s, '{}', %s, %s) on conflict (personal_id_index) do nothing",
            [person_id, index, seal_fact(person_id, "personal_id", personal_id), work.now, work.now],
        )


def _weigh(work: UnitOfWork, row: models.Person, texts: dict[str, str], said: Origin) -> _Changes:
    changes = _Changes()
    origins = origins_from(row.origins)
    for fact, text in texts.items():
        kept, origin = kept_text(row, fact), origins.get(fact)
        verdict = judge(fact=fact, kept=origin, is_equal=kept == text, said=said)
        if verdict is Verdict.SET_ASIDE:
            changes.past.append(_past(work, row.id, fact, text, said, PastFactOutcome.SET_ASIDE))
        if verdict is Verdict.REPLACE and kept is not None and origin is not None:
            changes.past.append(_past(work, row.id, fact, kept, origin, PastFactOutcome.REPLACED))
        if verdict in (Verdict.TAKE, Verdict.REPLACE):
            changes.columns.update(put_text(row, fact, text))
            if fact == "phone":
                row.phone_index = blind_index(text, kind=PHONE_INDEX)
                changes.columns.add("phone_index")
            if fact == "full_name":
                changes.new_name = text
        if verdict in (Verdict.TAKE, Verdict.REPLACE, Verdict.CONFIRM):
            row.origins = {**row.origins, fact: origin_as_stored(said)}
            changes.columns.add("origins")
    return changes


def _past(
    work: UnitOfWork, person_id: UUID, fact: str, text: str, origin: Origin, outcome: PastFactOutcome
) -> models.PastFact:
    past_id = new_id()
    return models.PastFact(
        id=past_id,
        person_id=person_id,
        fact=fact,
        value_sealed=seal_text(text, owner=past_id, field=PAST_FACT_FIELD),
        value_index=blind_index(text, kind="past_fact"),
        source=origin.source.value,
        as_of=origin.as_of,
        outcome=outcome.value,
        noted_at=work.now,
    )
