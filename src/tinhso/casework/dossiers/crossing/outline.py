"""Everything of one dossier that other systems are told, at one version of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from tinhso.casework.dossiers.crossing.handing_out import LEGAL_BASIS, PURPOSE
from tinhso.casework.dossiers.crossing.types import (
    DossierOutline,
    OutlineFee,
    OutlinePaper,
    OutlineResult,
    OutlineStatus,
    OutlineSupplement,
)
from tinhso.casework.dossiers.filing.entry import OWNER_SYSTEM
from tinhso.casework.dossiers.outside.codes import filed_outside, outside_codes
from tinhso.casework.dossiers.reading.history import NOTES_TO_OWNER
from tinhso.casework.dossiers.record import sealing
from tinhso.casework.dossiers.record.loading import LoadedDossier, load_dossier, mandate_of
from tinhso.casework.dossiers.record.outside_types import FiledOutside
from tinhso.casework.dossiers.record.parts import opened_items
from tinhso.casework.dossiers.record.postal_types import PostalState
from tinhso.casework.dossiers.record.posted import postal_now
from tinhso.casework.dossiers.record.timeline import timeline_texts
from tinhso.casework.dossiers.record.types import CASE_KIND, Channel, CheckState, Status
from tinhso.foundation.authority.service import Actor, NotVisible, Permission, require
from tinhso.foundation.clock.service import new_id
from tinhso.foundation.crypto.service import open_text
from tinhso.foundation.unit_of_work.service import UnitOfWork, claim_key, unit_of_work
from tinhso.registers.agencies.service import get_agency
from tinhso.registers.catalogue.service import verb_of
from tinhso.services.payments.service import FeeState, PaymentMethod, fees_of, receipts_of

_PERSON, _BUSINESS = "1", "2"
_POPULATION = "population"
_AT_RECEIPT, _LATER, _WITH_RESULT = "1", "2", "4"
_ASKED = frozenset({CheckState.MATCH, CheckState.NO_MATCH})


def outline_of(dossier_id: UUID, *, actor: Actor, now: datetime) -> DossierOutline | None:
    """What another system is told of the dossier as it stands now; None where there is none.

    Recorded as handed over once for each version, and shown to the people in it.
    """
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.DOSSIER_EXCHANGE)
        try:
            dossier = load_dossier(dossier_id, permission=Permission.DOSSIER_EXCHANGE)
        except NotVisible:
            return None
        _record_once(work, dossier)
        return _outline(dossier, _said(dossier, now))


def _record_once(work: UnitOfWork, dossier: LoadedDossier) -> None:
    mark = new_id()
    key = f"told:{dossier.id}:{dossier.version}"
    if claim_key(work, key=key, request_digest=b"", result_id=mark) != mark:
        return
    work.record(
        action="dossier.handed_over",
        object_kind=CASE_KIND,
        object_id=dossier.id,
        subjects=dossier.subjects,
        purpose=PURPOSE,
        legal_basis=LEGAL_BASIS,
        details={"version": dossier.version},
    )


@dataclass(frozen=True, slots=True)
class _Said:
    """Whose dossier it is: as another system told, or as the form here says."""

    kind: str
    name: str
    personal_id: str
    organisation_code: str
    email: str
    phone: str
    summary: str


def _said(dossier: LoadedDossier, now: datetime) -> _Said:
    found = filed_outside(dossier.id) if dossier.is_filed_outside else None
    typed = _by_source(dossier)
    outside: FiledOutside | None = found[1] if found else None
    mandate = mandate_of(dossier, now=now)
    organisation = mandate.organisation if mandate else None
    kind = outside.applicant_kind if outside else _BUSINESS if dossier.organisation_id else _PERSON
    return _Said(
        kind=kind,
        name=dossier.applicant_name,
        personal_id=typed.get("population.personal_id") or (outside.personal_id if outside else ""),
        organisation_code=organisation.code if organisation else typed.get("organisation.code", ""),
        email=typed.get("vneid.email") or (outside.email if outside else ""),
        phone=typed.get("vneid.phone") or (outside.phone if outside else ""),
        summary=outside.summary if outside else dossier.procedure.title,
    )


def _by_source(dossier: LoadedDossier) -> Mapping[str, str]:
    return {
        each.prefill: str(dossier.answers.get(each.key) or "")
        for each in dossier.procedure.fields
        if each.prefill
    }


def _outline(dossier: LoadedDossier, said: _Said) -> DossierOutline:
    version, agency = dossier.procedure, get_agency(dossier.agency_id)
    events = _events(dossier)
    statuses = _statuses(events)
    postal = postal_now(version, dossier.answers, dossier.status, dossier.postal)
    return DossierOutline(
        id=dossier.id,
        code=dossier.code,
        outside=outside_codes(dossier.id),
        owner_system=OWNER_SYSTEM,
        procedure_code=version.code,
        procedure_title=version.title,
        sector_code="",
        sector_title=version.sector,
        channel=dossier.channel.value,
        agency_code=agency.code,
        agency_name=agency.name,
        applicant_kind=said.kind,
        full_name=said.name,
        personal_id=said.personal_id,
        organisation_code=said.organisation_code,
        email=said.email,
        phone=said.phone,
        summary=said.summary,
        by_post=postal not in _AT_THE_DESK,
        submitted_at=dossier.submitted_at,
        received_at=dossier.received_at,
        due_at=dossier.due_at,
        finished_at=dossier.finished_at,
        returned_at=dossier.delivered_at,
        refused_at=next((each.at for each in statuses if each.status == Status.REJECTED), None),
        return_note=next((e.content for e in reversed(statuses) if e.status in _RETURNING), ""),
        statuses=statuses,
        papers=_papers(dossier),
        supplements=_supplements(dossier.id),
        fees=_fees(dossier),
        results=_results(dossier),
        registers_used=_registers(dossier),
        version=dossier.version,
    )


_AT_THE_DESK = frozenset({None, PostalState.DESK, PostalState.COLLECTED})
_RETURNING = frozenset({Status.REJECTED, Status.STOPPED, Status.RETURNED})


@dataclass(frozen=True, slots=True)
class _Event:
    version: int
    at: datetime
    status: int
    from_status: int
    agency_name: str
    content: str


def _events(dossier: LoadedDossier) -> list[_Event]:
    with connection.cursor() as cursor:
        cursor.execute(
            """select version, at, action, from_status, status, agency_id, sealed_note
               from dossiers_event where dossier_id = %s order by version""",
            [dossier.id],
        )
        rows = cursor.fetchall()
    texts = timeline_texts(dossier.procedure, [row[2] for row in rows])
    here = get_agency(dossier.agency_id).name
    return [
        _Event(
            version=row[0],
            at=row[1],
            status=row[4],
            from_status=row[3],
            agency_name=get_agency(row[5]).name if row[5] else here,
            content=_content(dossier, row, text),
        )
        for row, text in zip(rows, texts, strict=True)
    ]


def _content(dossier: LoadedDossier, row: tuple[Any, ...], text: str) -> str:
    """What happened, with what the agency wrote to the applicant about it."""
    version, action, sealed = row[0], row[2], row[6]
    if sealed is None or (verb_of(action) or action) not in NOTES_TO_OWNER:
        return text
    note = open_text(sealed, owner=sealing.note_owner(dossier.id, version), field=sealing.NOTE)
    return f"{text}: {note}"


def _statuses(events: list[_Event]) -> tuple[OutlineStatus, ...]:
    return tuple(
        OutlineStatus(
            status=event.status,
            at=event.at,
            version=event.version,
            agency_name=event.agency_name,
            content=event.content,
        )
        for event in events
        if event.status != event.from_status
    )


def _papers(dossier: LoadedDossier) -> tuple[OutlinePaper, ...]:
    with connection.cursor() as cursor:
        cursor.execute(
            """select id, key, file_id, sealed_name, kept_paper_id is not null, outside_code
               from dossiers_paper where dossier_id = %s and replaced_at is null order by added_at, id""",
            [dossier.id],
        )
        rows = cursor.fetchall()
    at_desk = dossier.channel is Channel.COUNTER
    return tuple(
        OutlinePaper(
            id=row[0],
            key=row[1],
            name=open_text(row[3], owner=row[0], field=sealing.PAPER_NAME),
            component_code=row[5] or row[1],
            file_id=row[2],
            is_digitised=at_desk or row[4],
            is_reused=row[4],
            is_from_store=row[4],
        )
        for row in rows
    )


def _supplements(dossier_id: UUID) -> tuple[OutlineSupplement, ...]:
    with connection.cursor() as cursor:
        cursor.execute(
            """select id, sealed_items, asked_at, answer_by, answered_at, lapsed_at, due_before, due_after
               from dossiers_supplement where dossier_id = %s order by round""",
            [dossier_id],
        )
        rows = cursor.fetchall()
    return tuple(
        OutlineSupplement(
            id=row[0],
            content="; ".join(f"{item.label}: {item.message}" for item in opened_items(row[0], row[1])),
            asked_at=row[2],
            answer_by=row[3],
            answered_at=row[4],
            lapsed_at=row[5],
            due_before=row[6],
            due_after=row[7],
        )
        for row in rows
    )


def _fees(dossier: LoadedDossier) -> tuple[OutlineFee, ...]:
    collected = {"before_receipt": _AT_RECEIPT, "at_result": _WITH_RESULT}.get(dossier.case.fee.when, _LATER)
    fees = [fee for fee in fees_of(dossier.id) if fee.state is not FeeState.CANCELLED]
    paid: dict[UUID, UUID] = {fee.id: fee.id for fee in fees if fee.state is FeeState.PAID}
    if any(fee.method is PaymentMethod.CASH for fee in fees):
        paid |= {each.fee_id: each.id for each in receipts_of(dossier.id) if each.cancelled_at is None}
    return tuple(
        OutlineFee(
            id=fee.id,
            name=fee.description,
            amount=fee.amount_vnd,
            collected=collected,
            payment_id=paid.get(fee.id),
            is_paid_online=fee.state is FeeState.PAID and fee.method is PaymentMethod.ONLINE,
        )
        for fee in fees
    )


def _results(dossier: LoadedDossier) -> tuple[OutlineResult, ...]:
    with connection.cursor() as cursor:
        cursor.execute(
            """select file_id from dossiers_result
               where dossier_id = %s and approved_at is not null and file_id is not null""",
            [dossier.id],
        )
        rows = cursor.fetchall()
    kind = next((each for each in dossier.procedure.results if not each.refusal), None)
    return tuple(
        OutlineResult(
            id=row[0],
            title=kind.name if kind else "Kết quả",
            number=dossier.code,
            file_id=row[0],
            code=kind.code if kind else "",
        )
        for row in rows
    )


def _registers(dossier: LoadedDossier) -> tuple[str, ...]:
    """Registers whose answer spared a paper, and the one that was asked about the applicant."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select fact from dossiers_spared_paper where dossier_id = %s and by = 'register' order by fact",
            [dossier.id],
        )
        spared = [row[0].split(".")[0] for row in cursor.fetchall()]
    asked = [_POPULATION] if dossier.check_state in _ASKED else []
    return tuple(dict.fromkeys([*asked, *spared]))
