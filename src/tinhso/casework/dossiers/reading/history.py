"""The history of one dossier as its readers see it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import connection

from tinhso.casework.dossiers.record import sealing
from tinhso.casework.dossiers.record.loading import LoadedDossier
from tinhso.casework.dossiers.record.posted import CAME_BACK, NUMBER_CHANGED, POSTED, POSTED_AGAIN
from tinhso.casework.dossiers.record.timeline import timeline_texts
from tinhso.casework.dossiers.record.types import ENTERED_LATER, Status, TimelineRow
from tinhso.casework.dossiers.slips.offered import APOLOGISE
from tinhso.foundation.authority.service import ActorKind
from tinhso.foundation.crypto.service import open_text
from tinhso.registers.agencies.service import get_agency, officer_names
from tinhso.registers.catalogue.service import verb_of


def timeline_of(dossier: LoadedDossier, *, for_owner: bool) -> tuple[TimelineRow, ...]:
    """What happened, oldest first; its owner reads only the notes that are written to the applicant."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select version, at, action, status, agency_id, sealed_note, actor_kind, actor_id,
                 on_behalf_of
               from dossiers_event where dossier_id = %s order by version""",
            [dossier.id],
        )
        rows = cursor.fetchall()
    stood_in = {row[8] for row in rows if row[8]}
    names = officer_names(stood_in | {row[7] for row in rows if row[8]}) if stood_in else {}
    texts = timeline_texts(dossier.procedure, [row[2] for row in rows])
    return tuple(
        _timeline_row(dossier, row, text, for_owner, names) for row, text in zip(rows, texts, strict=True)
    )


def _timeline_row(
    dossier: LoadedDossier, row: tuple[Any, ...], text: str, for_owner: bool, names: Mapping[UUID, str]
) -> TimelineRow:
    version, at, action, status, agency_id, sealed_note, actor_kind, actor_id, leader_id = row
    note = ""
    if not for_owner or (verb_of(action) or action) in NOTES_TO_OWNER:
        note = open_text(sealed_note, owner=sealing.note_owner(dossier.id, version), field=sealing.NOTE)
    return TimelineRow(
        at=at,
        text=text,
        note=note,
        status=Status(status),
        by=(get_agency(agency_id).name if agency_id else _doer(dossier, action, actor_kind, actor_id))
        + (f" · {_on_behalf(names, actor_id, leader_id, for_owner)}" if leader_id else ""),
        action=action,
        version=version,
    )


def _doer(dossier: LoadedDossier, action: str, actor_kind: str, actor_id: UUID | None) -> str:
    """Who acted, as people read it: for somebody else's dossier not the applicant, but who stood for them.

    What the house writes down as told by another system, the applicant did there.
    """
    told = actor_kind == ActorKind.SYSTEM.value and (verb_of(action) or action) in _ACTS_OF_APPLICANTS
    if told and dossier.is_filed_outside:
        return _KINDS[ActorKind.CITIZEN.value]
    if actor_kind != ActorKind.CITIZEN.value or dossier.mandate_id is None:
        return _KINDS[actor_kind]
    if dossier.organisation_id is not None:
        return "Người đại diện của tổ chức"
    return "Người được ủy quyền" if actor_id == dossier.representative_id else _KINDS[actor_kind]


def _on_behalf(names: Mapping[UUID, str], deputy_id: UUID, leader_id: UUID, for_owner: bool) -> str:
    """Officers read who stood in for whom; the applicant, that somebody did."""
    if for_owner:
        return "thay mặt lãnh đạo cơ quan, theo ủy quyền"
    return f"{names.get(deputy_id, '')} thay mặt {names.get(leader_id, '')}"


NOTES_TO_OWNER = frozenset(
    {
        "refuse",
        "ask_supplement",
        "stop",
        "ask_withdraw",
        "supplement_answered",
        "grant_withdraw",
        "refuse_withdraw",
        "ask_fee",
        APOLOGISE,
        "receipt_cancelled",
        "taken_over",
        ENTERED_LATER,
        POSTED,
        POSTED_AGAIN,
        NUMBER_CHANGED,
        CAME_BACK,
    }
)
"""Acts whose note is written to the applicant; all other notes are words between officers."""

_ACTS_OF_APPLICANTS = frozenset({"submit", "supplement_answered", "ask_withdraw"})
_KINDS = {
    "citizen": "Người nộp hồ sơ",
    "system": "Hệ thống",
    "officer": "Cán bộ",
    "anonymous": "",
}
