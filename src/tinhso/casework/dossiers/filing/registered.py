"""An organisation that the business register knows need not bring its registration: the portal asks."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from tinhso.casework.dossiers.filing.party import Behalf
from tinhso.foundation.authority.service import Actor
from tinhso.foundation.unit_of_work.service import UnitOfWork, acting_as_system
from tinhso.registers.agencies.service import AgencyKind, list_agencies
from tinhso.registers.catalogue.service import KnownFact, ProcedureVersion
from tinhso.services.representation.service import Mandate
from tinhso.services.verification.service import (
    Purpose,
    Register,
    UnableToLookUp,
    is_active_business,
    look_up_for_filing,
)

REGISTRATION = "business.registration"
"""The fact that spares a registration certificate: the business register says that the business is active."""
FILING_KIND = "draft"


def ask_business_register(
    *, version: ProcedureVersion, behalf: Behalf, filing_id: UUID, actor: Actor, now: datetime
) -> None:
    """Ask about the organisation that files, where a paper of the procedure would then be spared.

    Nothing is asked for whoever files for a person. At most 2 s, outside any transaction; a line that does
    not answer and a code that no register can know change nothing: the paper is asked for.
    """
    facts = behalf.mandate.organisation if behalf.mandate else None
    if facts is None or not may_be_spared(version):
        return
    (province, *_) = list_agencies(on=now.date(), kinds={AgencyKind.PROVINCIAL_COMMITTEE})
    purpose = Purpose(
        case_kind=FILING_KIND,
        case_id=filing_id,
        reference=str(filing_id),
        service=version.code,
        subjects=(behalf.person_id,),
        due_at=None,
        is_filing=True,
    )
    with suppress(UnableToLookUp):
        look_up_for_filing(
            register=Register.BUSINESS,
            number=facts.code,
            purpose=purpose,
            portal_of=province.id,
            actor=actor,
            now=now,
        )


def registered_facts(
    work: UnitOfWork, version: ProcedureVersion, mandate: Mandate | None, *, filing_id: UUID
) -> tuple[KnownFact, ...]:
    """The fact, where the register has confirmed it for this filing and what it said is not old."""
    if mandate is None or mandate.organisation is None or not may_be_spared(version):
        return ()
    with acting_as_system(work):
        return (KnownFact(fact=REGISTRATION),) if is_active_business(work, case_id=filing_id) else ()


def may_be_spared(version: ProcedureVersion) -> bool:
    """Whether the form has a paper that an organisation need not bring when the register knows it."""
    return any(each.fact == REGISTRATION for paper in version.papers for each in paper.waived_when)
