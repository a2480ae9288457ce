"""What officers of Phú Cường have looked up in a national register: a part of the demonstration."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tinhso.casework.dossiers.service import Queue, get_dossier, look_up_for_dossier, work_list
from tinhso.foundation.authority.service import Actor, Role
from tinhso.registers.agencies.service import competent_agency
from tinhso.services.verification.service import LookUpState, Register, get_look_up, own_look_ups
from tinhso.sites.demonstration.service import PHU_CUONG, Officers

DESKS = ("commune_police", "commune_committee", "transport_department")
_EACH = 2


def load_look_ups(*, now: datetime) -> int:
    """The insurance of the first applicants whom each desk works for, asked for real; how many were.

    Nothing where a desk has looked somebody up before. Where the line does not answer, one waits and no
    more are asked: the worker goes on with it.
    """
    officers, asked = Officers(), 0
    for kind in DESKS:
        agency = competent_agency(competence=kind, commune_code=PHU_CUONG, on=now.date())
        officer = officers.of(agency.id, Role.SPECIALIST)
        if own_look_ups(actor=officer, now=now)[0]:
            continue
        for row in work_list(queue=Queue.TO_PROCESS, actor=officer, now=now).rows[:_EACH]:
            asked += 1
            if not _look_up(row.dossier_id, officer, now):
                return asked
    return asked


def _look_up(dossier_id: UUID, officer: Actor, now: datetime) -> bool:
    """Whether the line answered."""
    seen = get_dossier(dossier_id=dossier_id, actor=officer, now=now)
    look_up_id = look_up_for_dossier(
        dossier_id=seen.id,
        register=Register.INSURANCE,
        number=str(seen.raw_answers["personal_id"]),
        actor=officer,
        now=now,
    )
    opened = get_look_up(look_up_id=look_up_id, actor=officer, now=now)
    return opened.look_up.state is not LookUpState.WAITING
