"""Dossiers that other systems know, too: their codes there, what was given there, what is not there yet."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection

from tinhso.casework.dossiers.record import sealing
from tinhso.casework.dossiers.record.loading import LoadedDossier
from tinhso.casework.dossiers.record.outside_types import (
    FiledOutside,
    LackingItem,
    OutsideCode,
    OutsideMark,
)
from tinhso.foundation.crypto.service import open_json, seal_json
from tinhso.registers.catalogue.service import (
    FormField,
    KnownFact,
    ProcedureCase,
    ProcedureVersion,
    UnableToFindCase,
    case_for,
    fields_behind_case,
    is_shown,
    papers_for,
)

OTHER_PAPER = "outside_other"
"""The key of a paper that came from elsewhere and fits no paper of the procedure."""
OTHER_PAPER_TITLE = "Giấy tờ khác gửi kèm"


def keep_outside_code(
    dossier_id: UUID, code: OutsideCode, *, said: FiledOutside | None = None, now: datetime
) -> None:
    """Write down what the dossier is called elsewhere, and what was filed there; needs the system's scope."""
    sealed = None
    if said is not None:
        sealed = seal_json(msgspec.to_builtins(said), owner=dossier_id, field=sealing.OUTSIDE_FILING)
    with connection.cursor() as cursor:
        cursor.execute(
            """insert into dossiers_outside_code
                 (system, code, dossier_id, noted_at, filed_at, sealed_filing)
               values (%s, %s, %s, %s, %s, %s)""",
            [code.system, code.code, dossier_id, now, code.filed_at, sealed],
        )


def outside_codes(dossier_id: UUID) -> tuple[OutsideCode, ...]:
    """Its codes at other systems, the one where it was filed first."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select system, code, filed_at from dossiers_outside_code where dossier_id = %s
               order by filed_at nulls last, system""",
            [dossier_id],
        )
        return tuple(OutsideCode(system=row[0], code=row[1], filed_at=row[2]) for row in cursor.fetchall())


def filed_outside(dossier_id: UUID) -> tuple[OutsideCode, FiledOutside] | None:
    """Where the dossier was filed and what was given there; None for one of the house's own."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select system, code, filed_at, sealed_filing from dossiers_outside_code
               where dossier_id = %s and sealed_filing is not null""",
            [dossier_id],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    said = open_json(row[3], owner=dossier_id, field=sealing.OUTSIDE_FILING)
    code = OutsideCode(system=row[0], code=row[1], filed_at=row[2])
    return code, msgspec.convert(said, FiledOutside)


def unanswered(version: ProcedureVersion, answers: Mapping[str, Any]) -> tuple[FormField, ...]:
    """The questions that these answers call for and that nobody has answered, in the order of the form.

    An unmarked box of a form that somebody filled in is an answer; here it is missing altogether.
    """
    return tuple(
        field
        for field in version.fields
        if field.key not in answers
        and (field.required or field.type == "checkbox")
        and is_shown(field.when, answers=answers)
    )


def lacking_items(
    version: ProcedureVersion,
    answers: Mapping[str, Any],
    given: Collection[str],
    known: Collection[KnownFact] = (),
) -> tuple[LackingItem, ...]:
    """Required answers, then papers, that are not there: what an officer may ask for."""
    questions = [
        LackingItem(target="field", key=field.key, label=field.label)
        for field in unanswered(version, answers)
        if field.required
    ]
    papers = [
        LackingItem(target="paper", key=need.paper.key, label=need.paper.name)
        for need in papers_for(version, answers, known)
        if need.status == "needed" and need.paper.key not in given
    ]
    return (*questions, *papers)


def fitting_case(
    version: ProcedureVersion, *, channel: str, answers: Mapping[str, Any]
) -> tuple[ProcedureCase, bool]:
    """The case by what is known, and whether what is not known can no longer change it or its price."""
    missing = {field.key for field in unanswered(version, answers)}
    is_settled = not missing & fields_behind_case(version, channel=channel)
    try:
        return case_for(version, channel=channel, answers=answers), is_settled
    except UnableToFindCase:
        return _offered(version, channel)[0], False


def offered_cases(dossier: LoadedDossier) -> list[ProcedureCase]:
    """The cases that a dossier of this channel may turn out to be."""
    return _offered(dossier.procedure, dossier.channel.value)


def _offered(version: ProcedureVersion, channel: str) -> list[ProcedureCase]:
    return [case for case in version.cases if case.channel == channel] or list(version.cases)


def outside_mark(dossier: LoadedDossier, *, given: Collection[str], may_enter: bool) -> OutsideMark | None:
    """What pages say of a dossier that was filed elsewhere; None for one of the house's own."""
    found = filed_outside(dossier.id) if dossier.is_filed_outside else None
    if found is None:
        return None
    version, answers = dossier.procedure, dossier.answers
    _, settles = fitting_case(version, channel=dossier.channel.value, answers=answers)
    return OutsideMark(
        filed_at=found[0],
        said=found[1],
        lacking=lacking_items(version, answers, given),
        is_settled=settles or dossier.received_at is not None,
        case_title=dossier.case.title,
        may_enter=may_enter,
    )
