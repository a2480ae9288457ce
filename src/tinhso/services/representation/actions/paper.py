"""An authorisation paper that an officer has checked at the counter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from tinhso.foundation.authority.service import Permission, require
from tinhso.foundation.clock.service import VIETNAM, legal_day, new_id
from tinhso.foundation.crypto.service import seal_json, seal_text
from tinhso.foundation.identifiers.service import (
    DomainError,
    clean_text,
    parse_personal_id,
    parse_tax_code,
)
from tinhso.foundation.unit_of_work.service import UnitOfWork, acting_as_system
from tinhso.registers.people.service import FactSource, PersonFacts, remember_person
from tinhso.services.representation import models
from tinhso.services.representation.actions.granting import record
from tinhso.services.representation.actions.legal import keep_organisation
from tinhso.services.representation.errors import UnableToRecordMandate
from tinhso.services.representation.queries import number_index, opened
from tinhso.services.representation.types import (
    Mandate,
    MandateKind,
    MandatePaper,
    MandateProof,
    OrganisationFacts,
    OrganisationSource,
)

_LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedPaper:
    """What the officer read on the paper and on the card of the person who brought it.

    ``last_day`` is None where the paper names none; the mandate then ends with the dossier's procedure.
    """

    personal_id: str = field(repr=False)
    full_name: str = field(repr=False)
    number: str = field(repr=False)
    issuer: str = field(repr=False)
    issued_on: dt.date | None
    last_day: dt.date | None


def record_paper_mandate(
    work: UnitOfWork,
    *,
    paper: CheckedPaper,
    principal_id: UUID | None = None,
    principal_name: str = "",
    organisation: OrganisationFacts | None = None,
    procedure_code: str,
) -> Mandate:
    """Write down who came with which paper, for this procedure, until its last day.

    Raises UnableToRecordMandate for what is missing or did not hold on the day it was shown.

    The officer has held the paper and the card: both names are theirs to compare.
    """
    require(actor=work.actor, permission=Permission.MANDATE_RECORD)
    clean = _checked(paper, today=legal_day(work.at))
    with acting_as_system(work):
        person_id = remember_person(
            work,
            facts=PersonFacts(
                personal_id=clean.personal_id,
                source=FactSource.COUNTER,
                as_of=work.now,
                full_name=clean.full_name,
            ),
        )
        if person_id == principal_id:
            raise UnableToRecordMandate(
                "mandate.oneself",
                "Người đến nộp chính là người đề nghị, không cần văn bản ủy quyền.",
                {"bearer_personal_id": "Đây là số định danh của người đề nghị."},
            )
        row = _insert(work, clean, person_id, principal_id, principal_name, organisation, procedure_code)
        return opened(row, work.now)


def organisation_facts(*, code: str, name: str, address: str = "") -> OrganisationFacts:
    """An organisation as a form names it; raises UnableToReadTaxCode for a code that is none."""
    return OrganisationFacts(code=str(parse_tax_code(code)), name=name, address=address)


def _checked(paper: CheckedPaper, *, today: dt.date) -> CheckedPaper:
    wrong: dict[str, str] = {}
    read: dict[str, str] = {}
    readers: tuple[tuple[str, Callable[[str], str]], ...] = (
        ("personal_id", lambda text: parse_personal_id(text).value),
        ("full_name", lambda text: clean_text(text, _LONGEST)),
        ("number", lambda text: clean_text(text, _LONGEST)),
        ("issuer", lambda text: clean_text(text, _LONGEST)),
    )
    for name, reader in readers:
        try:
            read[name] = reader(getattr(paper, name))
        except DomainError as refusal:
            wrong[f"bearer_{name}"] = refusal.message
        if not read.get(name, "x"):
            wrong[f"bearer_{name}"] = "Bạn hãy ghi mục này theo giấy tờ."
    if paper.issued_on is None or paper.issued_on > today:
        wrong["bearer_issued_on"] = "Ngày lập văn bản ủy quyền phải từ hôm nay trở về trước."
    if paper.last_day is not None and paper.last_day < today:
        wrong["bearer_last_day"] = "Văn bản ủy quyền đã hết hạn."
    if wrong:
        raise UnableToRecordMandate("mandate.paper", "Phần người nộp thay còn chỗ cần sửa.", wrong)
    return CheckedPaper(issued_on=paper.issued_on, last_day=paper.last_day, **read)


def _insert(
    work: UnitOfWork,
    paper: CheckedPaper,
    person_id: UUID,
    principal_id: UUID | None,
    principal_name: str,
    organisation: OrganisationFacts | None,
    procedure_code: str,
) -> models.Mandate:
    mandate_id = new_id()
    assert paper.issued_on is not None  # noqa: S101 - checked before
    seen = MandatePaper(number=paper.number, issued_on=paper.issued_on, issuer=paper.issuer)
    kept = keep_organisation(work, organisation, source=OrganisationSource.COUNTER) if organisation else None
    last = paper.last_day
    row = models.Mandate.objects.create(
        id=mandate_id,
        kind=MandateKind.BY_ORGANISATION if kept else MandateKind.BY_PERSON,
        proof=MandateProof.PAPER,
        principal_id=None if kept else principal_id,
        sealed_principal_name=None
        if kept
        else seal_text(principal_name, owner=mandate_id, field=models.PRINCIPAL),
        organisation=kept,
        representative_id=person_id,
        representative_index=number_index(paper.personal_id),
        sealed_representative=seal_json(
            [paper.personal_id, paper.full_name], owner=mandate_id, field=models.REPRESENTATIVE
        ),
        procedures=[procedure_code],
        sealed_paper=seal_json(
            [seen.number, seen.issued_on.isoformat(), seen.issuer], owner=mandate_id, field=models.PAPER
        ),
        recorded_agency_id=work.actor.agency_id,
        valid_from=work.now,
        valid_to=dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), VIETNAM) if last else None,
        offered_at=work.now,
        accepted_at=work.now,
    )
    record(work, "mandate.recorded", row)
    return row
