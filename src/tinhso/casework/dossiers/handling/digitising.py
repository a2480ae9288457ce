"""A paper that was handed in goes into its owner's store; so does a result that was approved."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection

from tinhso.casework.dossiers.record.kept import accepted_kinds
from tinhso.casework.dossiers.record.loading import LoadedDossier, load_dossier
from tinhso.casework.dossiers.record.types import CASE_KIND
from tinhso.foundation.authority.service import Actor, NotVisible, Permission, require
from tinhso.foundation.clock.service import legal_day
from tinhso.foundation.unit_of_work.service import UnitOfWork, unit_of_work
from tinhso.registers.agencies.service import get_agency
from tinhso.services.personal_store.service import (
    Holder,
    IssuedResult,
    PaperFacts,
    UnableToDigitise,
    keep_result,
    kind_names,
    scan_of_case,
)

_PURPOSE = "Số hóa giấy tờ trong hồ sơ để dùng lại"


def digitise_paper(*, dossier_id: UUID, file_id: UUID, actor: Actor, now: datetime) -> UUID:
    """Take a paper of the dossier over into the store of its owner, to be looked at and certified there.

    Returns the id of the kept paper. NotVisible for a file that is no paper of the dossier; UnableToDigitise
    for a paper that no procedure could use again, or that came from the store.
    """
    with unit_of_work(actor=actor, now=now) as work:
        dossier = load_dossier(dossier_id, permission=Permission.PAPER_READ)
        require(actor=actor, permission=Permission.PAPER_READ, resource=dossier.resource)
        key = _key_of(dossier_id, file_id)
        require(actor=actor, permission=Permission.PAPER_CERTIFY, resource=dossier.resource)
        kinds = accepted_kinds(dossier.procedure, key)
        if not kinds:
            raise UnableToDigitise(
                code="kept_paper.not_reusable",
                message="Giấy tờ này không có thủ tục nào dùng lại, hoặc đã lấy từ kho giấy tờ.",
            )
        work.record(
            action="paper.read",
            object_kind=CASE_KIND,
            object_id=dossier_id,
            subjects=dossier.subjects,
            purpose=_PURPOSE,
        )
        return scan_of_case(
            work, holder=holder_of_dossier(dossier), kind=kinds[0], file_id=file_id, case_id=dossier_id
        )


def keep_approved_result(work: UnitOfWork, dossier: LoadedDossier, file_id: UUID) -> None:
    """Put the result into its owner's store, if the procedure gives one that is valid on a screen.

    Needs the system's scope.
    """
    result = next((each for each in dossier.procedure.results if not each.refusal), None)
    if result is None or result.form == "paper":
        return
    kind = result.kind or result.code or f"{dossier.procedure_code}.{result.key}"
    facts = PaperFacts(
        number=dossier.code, issued_on=legal_day(work.now), issuer=get_agency(dossier.agency_id).name
    )
    keep_result(
        work,
        result=IssuedResult(
            holder=holder_of_dossier(dossier),
            kind=kind,
            title=kind_names().get(kind, result.name),
            facts=facts,
            file_id=file_id,
            agency_id=dossier.agency_id,
            case_id=dossier.id,
        ),
    )


def holder_of_dossier(dossier: LoadedDossier) -> Holder:
    """Whose dossier it is."""
    if dossier.organisation_id is not None:
        return Holder(organisation_id=dossier.organisation_id)
    return Holder(person_id=dossier.applicant_id)


def _key_of(dossier_id: UUID, file_id: UUID) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            """select key, kept_paper_id is not null from dossiers_paper
               where dossier_id = %s and file_id = %s order by replaced_at nulls first limit 1""",
            [dossier_id, file_id],
        )
        row = cursor.fetchone()
    if row is None:
        raise NotVisible(object_kind="paper", object_id=file_id, permission=Permission.PAPER_READ)
    return "" if row[1] else str(row[0])
