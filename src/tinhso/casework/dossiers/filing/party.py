"""On whose behalf a dossier is filed: oneself, another person, an organisation; and what is known of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tinhso.casework.dossiers.record.errors import UnableToFileDossier
from tinhso.casework.dossiers.record.papers import known_facts
from tinhso.foundation.authority.service import Actor
from tinhso.foundation.unit_of_work.service import UnitOfWork
from tinhso.registers.agencies.service import UnableToFindAdministrativeUnit, unit_and_above
from tinhso.registers.catalogue.service import KnownFact, ProcedureVersion, prefill_answers
from tinhso.services.representation.service import Mandate, confirm_mandate


@dataclass(frozen=True, slots=True, kw_only=True)
class Behalf:
    """For whom somebody files, under which mandate; without one for themself."""

    person_id: UUID
    mandate: Mandate | None = None

    @property
    def applicant_id(self) -> UUID:
        """The person whose dossier it is; for an organisation whoever signs for it."""
        principal = self.mandate.principal_id if self.mandate else None
        return principal or self.person_id

    @property
    def organisation_id(self) -> UUID | None:
        """The organisation whose dossier it is."""
        return self.mandate.organisation_id if self.mandate else None

    @property
    def known_facts(self) -> tuple[KnownFact, ...]:
        """What is at hand and spares a paper."""
        return known_facts(self.mandate)


def behalf_of(work: UnitOfWork, version: ProcedureVersion) -> Behalf:
    """On whose behalf the actor files this procedure now; the mandate is held until the transaction ends.

    Raises UnableToAct when it does not hold or does not cover the procedure, UnableToFileDossier when the
    procedure is not for such an applicant.
    """
    person_id = work.actor.person_id
    assert person_id is not None  # noqa: S101 - a citizen always has a person
    mandate = confirm_mandate(work, procedure_code=version.code)
    refuse_other_party(version, work.actor)
    return Behalf(person_id=person_id, mandate=mandate)


def refuse_other_party(version: ProcedureVersion, actor: Actor) -> None:
    """Refuse a person where only organisations may file in their account, and the other way round."""
    if actor.organisation_id is None and "person" not in version.applicants:
        raise UnableToFileDossier(
            code="organisations_only",
            message="Thủ tục này dành cho cơ quan, tổ chức. Bạn hãy chọn cơ quan, tổ chức mà mình đại diện"
            " rồi nộp lại, hoặc nộp tại quầy một cửa.",
        )
    if actor.organisation_id is not None and "organisation" not in version.applicants:
        raise UnableToFileDossier(
            code="people_only",
            message="Thủ tục này dành cho cá nhân. Bạn hãy đổi sang làm thủ tục cho chính mình rồi nộp lại.",
        )


def party_answers(version: ProcedureVersion, mandate: Mandate | None, *, now: datetime) -> dict[str, str]:
    """What the right to act says by itself: the organisation, and in which capacity somebody acts.

    These answers cannot be typed over: nobody files in one organisation's account for another.
    """
    if mandate is None or mandate.organisation is None:
        return {}
    facts = {
        **mandate.organisation.by_source(),
        "organisation.address_full": _whole_address(mandate, now),
        "representation.party": "organisation",
        "representation.role": "legal" if mandate.is_legal else "authorised",
    }
    return prefill_answers(version, facts={source: fact for source, fact in facts.items() if fact})


def named_organisation(version: ProcedureVersion, values: Mapping[str, object]) -> tuple[str, str, str]:
    """Code, name and address of the organisation that a form names; empty where it names none."""
    said = {each.prefill: str(values.get(each.key) or "") for each in version.fields if each.prefill}
    address = said.get("organisation.address_full") or said.get("organisation.address") or ""
    return said.get("organisation.code", ""), said.get("organisation.name", ""), address


def _whole_address(mandate: Mandate, now: datetime) -> str:
    facts = mandate.organisation
    assert facts is not None  # noqa: S101 - asked before
    try:
        units = unit_and_above(facts.commune_code, now.date()) if facts.commune_code else ()
    except UnableToFindAdministrativeUnit:
        units = ()
    return ", ".join(part for part in (facts.address, *(unit.name for unit in units)) if part)
