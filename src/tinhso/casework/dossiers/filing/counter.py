"""At the counter: everything the state knows of the person who stands there is filled in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from tinhso.casework.dossiers.filing.applicant import facts_of, with_whole_residence
from tinhso.casework.dossiers.filing.told import seal_told
from tinhso.casework.dossiers.record.types import CounterPrefill
from tinhso.foundation.authority.service import Actor, Permission, require
from tinhso.foundation.identifiers.service import (
    PartialDate,
    Sex,
    parse_partial_date,
    parse_personal_id,
)
from tinhso.foundation.unit_of_work.service import UnitOfWork, acting_as_system, unit_of_work
from tinhso.registers.catalogue.service import ProcedureVersion, get_procedure, prefill_answers
from tinhso.registers.people.service import (
    FactSource,
    Person,
    PersonFacts,
    find_by_personal_id,
    get_people,
    remember_person,
)
from tinhso.services.verification.service import prefill, record_prefill

_PURPOSE = "Tra cứu để lập hồ sơ tại quầy theo yêu cầu của người đến nộp"
_SEXES: Mapping[str, Sex] = {"male": "male", "female": "female"}
_BASIS = "Nghị định 61/2018/NĐ-CP; không yêu cầu công dân khai lại dữ liệu đã có"


def counter_prefill(
    *,
    procedure_code: str,
    personal_id: str,
    full_name: str = "",
    birth: str = "",
    actor: Actor,
    now: datetime,
) -> CounterPrefill:
    """What the registers say of this person, by field; the reading is recorded and shown to them.

    The population database wants number, name and birth: what the card does not say comes from the
    register of people. Waits at most 2 s, outside any transaction. Raises UnableToRead… for a number
    or date that is none, NotPermitted for whoever does not work at a counter.
    """
    wanted = parse_personal_id(personal_id).value
    given_birth = parse_partial_date(birth) if birth else None
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.PERSON_LOOK_UP)
        version = get_procedure(procedure_code, on=now.date())
        person = _known_person(work, wanted)
    name = full_name or (person.full_name if person else None)
    born = given_birth or (person.birth if person else None)
    found = _ask_population(wanted, name, born, version=version, actor=actor)
    if found:
        with unit_of_work(actor=actor, now=now) as work:
            _remember_and_record(work, wanted, found, service_name=version.title)
    kept = facts_of(person) if person else {}
    facts = with_whole_residence({**kept, **(found or {})}, now=now)
    fresh = with_whole_residence(found or {}, now=now)
    return CounterPrefill(
        answers=prefill_answers(version, facts=facts),
        from_population=frozenset(prefill_answers(version, facts=fresh)),
        told=seal_told(found or {}, personal_id=wanted, officer=actor, now=now),
        answered=bool(found),
        is_known=person is not None,
    )


def _known_person(work: UnitOfWork, personal_id: str) -> Person | None:
    person_id = find_by_personal_id(personal_id)
    if person_id is None:
        return None
    return get_people(work, [person_id], purpose=_PURPOSE, legal_basis=_BASIS).get(person_id)


def _ask_population(
    personal_id: str,
    name: str | None,
    birth: PartialDate | None,
    *,
    version: ProcedureVersion,
    actor: Actor,
) -> Mapping[str, str] | None:
    if not name or birth is None:
        return None
    return prefill(
        personal_id=personal_id,
        full_name=name,
        birth=birth,
        asked_by=str(actor.officer_id),
        service_name=version.code,
    )


def _remember_and_record(
    work: UnitOfWork, personal_id: str, found: Mapping[str, str], *, service_name: str
) -> None:
    """The person becomes known with what the register said, so that the reading has a subject."""
    birth = found.get("population.birth")
    with acting_as_system(work):
        person_id = remember_person(
            work,
            facts=PersonFacts(
                personal_id=personal_id,
                source=FactSource.POPULATION,
                as_of=work.now,
                full_name=found.get("population.full_name"),
                birth=parse_partial_date(birth) if birth else None,
                sex=_SEXES.get(found.get("population.sex", "")),
                residence_code=found.get("population.residence_commune"),
                residence_detail=found.get("population.residence_detail"),
            ),
        )
    record_prefill(work, person_id=person_id, service_name=service_name)
