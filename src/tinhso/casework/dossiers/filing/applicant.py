"""The applicant: what the state already knows about them, and what identifies them in a form."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from tinhso.casework.dossiers.filing.party import Behalf, party_answers
from tinhso.casework.dossiers.filing.told import relatives_in
from tinhso.foundation.authority.service import Actor
from tinhso.foundation.identifiers.service import PartialDate, Sex, parse_partial_date
from tinhso.foundation.unit_of_work.service import UnitOfWork, acting_as_system, unit_of_work
from tinhso.registers.agencies.service import UnableToFindAdministrativeUnit, unit_and_above
from tinhso.registers.catalogue.service import ProcedureVersion, prefill_answers
from tinhso.registers.people.service import Person, get_people
from tinhso.services.verification.service import (
    LAST_DAY_OF_THE_LIST,
    RESIDENCE_ANYWHERE,
    portal_account,
    prefill,
    record_prefill,
)

_PURPOSE = "Điền sẵn tờ khai theo yêu cầu của chính công dân"
_PURPOSE_FOR_ANOTHER = "Điền sẵn tờ khai do người được ủy quyền làm thay"
_BASIS = "Nghị định 61/2018/NĐ-CP; không yêu cầu công dân khai lại dữ liệu đã có"
_IDENTITY = ("population.personal_id", "population.full_name", "population.birth")


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFacts:
    """Answers the state can give itself, and whether the population database gave them."""

    person_id: UUID
    answers: dict[str, str] = field(default_factory=dict)
    locked: dict[str, str] = field(default_factory=dict)
    from_population: bool = False
    relatives: dict[str, str] = field(default_factory=dict, repr=False)

    def record(self, work: UnitOfWork, *, service_name: str) -> None:
        """Show the reading to the person."""
        if self.from_population:
            record_prefill(work, person_id=self.person_id, service_name=service_name)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicantFacts:
    """Who applies, as the form says."""

    personal_id: str
    full_name: str
    birth: PartialDate
    sex: Sex | None = None
    phone: str = ""
    email: str = ""


def prefilled_answers(
    *, version: ProcedureVersion, behalf: Behalf, actor: Actor, now: datetime
) -> KnownFacts:
    """What can be filled in for the applicant: VNeID's facts at once, the register's within 2 s."""
    person = _person(behalf.applicant_id, actor, now)
    facts = facts_of(person)
    found = _register_facts(person, version)
    merged = with_whole_residence({**facts, **(found or {})}, now=now)
    party = party_answers(version, behalf.mandate, now=now)
    return KnownFacts(
        person_id=person.id,
        answers={**prefill_answers(version, facts=merged), **party},
        locked={**prefill_answers(version, facts=merged, locked_only=True), **party},
        from_population=found is not None,
        relatives=relatives_in(found or {}),
    )


def applicant_facts(version: ProcedureVersion, values: Mapping[str, Any]) -> ApplicantFacts:
    """Who applies, read from the fields that the population database would prefill."""
    by_source: dict[str, Any] = {
        each.prefill: values.get(each.key) for each in version.fields if each.prefill
    }
    personal_id, name, birth = (by_source.get(source) or "" for source in _IDENTITY)
    return ApplicantFacts(
        personal_id=str(personal_id),
        full_name=str(name),
        birth=parse_partial_date(str(birth)),
        sex=by_source.get("population.sex"),
        phone=str(by_source.get("vneid.phone") or ""),
        email=str(by_source.get("vneid.email") or ""),
    )


def _register_facts(person: Person, version: ProcedureVersion) -> Mapping[str, str] | None:
    if person.full_name is None or person.birth is None:
        return None
    return prefill(
        personal_id=person.personal_id,
        full_name=person.full_name,
        birth=person.birth,
        asked_by=portal_account(),
        service_name=version.code,
    )


def _person(person_id: UUID, actor: Actor, now: datetime) -> Person:
    purpose = _PURPOSE if person_id == actor.person_id else _PURPOSE_FOR_ANOTHER
    with unit_of_work(actor=actor, now=now) as work, acting_as_system(work):
        people = get_people(work, [person_id], purpose=purpose, legal_basis=_BASIS)
    return people[person_id]


def with_whole_residence(facts: Mapping[str, str], *, now: datetime) -> dict[str, str]:
    """The same facts with the residence as one text: by the dated units, else by the national list."""
    detail = facts.get("population.residence_detail", "")
    code = facts.get("population.residence_commune", "")
    if "population.residence_full" in facts:
        return dict(facts)
    whole = facts.get(RESIDENCE_ANYWHERE, "") if now.date() <= LAST_DAY_OF_THE_LIST else ""
    with suppress(UnableToFindAdministrativeUnit):
        names = [unit.name for unit in unit_and_above(code, now.date())] if code else []
        whole = ", ".join(part for part in (detail, *names) if part) if names else whole
    return {**facts, "population.residence_full": whole} if whole else dict(facts)


def facts_of(person: Person) -> dict[str, str]:
    """What the register of people knows, by the catalogue's prefill sources."""
    known = {
        "population.personal_id": person.personal_id,
        "population.full_name": person.full_name,
        "population.birth": str(person.birth) if person.birth else None,
        "population.sex": person.sex,
        "vneid.phone": person.phone,
        "vneid.email": person.email,
    }
    return {source: fact for source, fact in known.items() if fact}
