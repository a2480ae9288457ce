"""What each slip says, as of its act: the same dossier gives the same paper, whenever it is printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from tinhso.casework.dossiers.record import sealing
from tinhso.casework.dossiers.record.errors import UnableToPrintSlip
from tinhso.casework.dossiers.record.loading import LoadedDossier, mandate_of
from tinhso.casework.dossiers.record.parts import opened_items
from tinhso.casework.dossiers.record.representing import representation_of
from tinhso.casework.dossiers.record.rules import TIMER_ROLE
from tinhso.casework.dossiers.record.slip_types import SlipKind, SlipRow
from tinhso.casework.dossiers.record.timeline import timeline_text
from tinhso.casework.dossiers.record.types import CASE_KIND, Channel
from tinhso.casework.dossiers.slips.forms import LAYOUTS, SlipForm
from tinhso.foundation.clock.service import VIETNAM, legal_day
from tinhso.foundation.crypto.service import open_text
from tinhso.foundation.printing.service import qr_svg, render_pdf
from tinhso.foundation.process.service import open_tasks_of
from tinhso.registers.agencies.service import (
    UnableToFindAdministrativeUnit,
    get_agency,
    get_unit,
    officer_names,
)
from tinhso.registers.catalogue.service import verb_of

CHANNELS: Mapping[Channel, str] = {
    Channel.ONLINE: "Trực tuyến",
    Channel.COUNTER: "Trực tiếp tại quầy",
    Channel.POST: "Bưu chính công ích",
}
_ACTORS = {"citizen": "Người nộp hồ sơ", "system": "Hệ thống", "officer": "Cán bộ", "anonymous": ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Event:
    """One row of the dossier's history."""

    version: int
    at: datetime
    action: str
    actor_kind: str
    actor_id: UUID | None
    agency_id: UUID | None
    sealed_note: Any


def print_slip(dossier: LoadedDossier, row: SlipRow, form: SlipForm, *, tracking_url: str) -> bytes:
    """The slip as PDF/A, dated by its act. Needs the system's scope: a slip shows all who took part."""
    history = _history(dossier.id, until=row.about)
    act = history[-1]
    agency = get_agency(act.agency_id or dossier.agency_id)
    filed_by = representation_of(mandate_of(dossier, now=act.at))
    names = officer_names({each.actor_id for each in history if each.actor_id})
    data: dict[str, Any] = {
        "form": row.form,
        "name": row.name,
        "agency": agency.name,
        "code": dossier.code,
        "dated": _dated(agency.unit_code, act.at),
        "procedure": dossier.procedure.title,
        "procedure_code": dossier.procedure.code,
        "applicant": dossier.applicant_name,
        "filed_by": f"{filed_by.name}, {filed_by.right}" if filed_by else "",
        "channel": CHANNELS[dossier.channel],
        "submitted": moment_words(dossier.submitted_at),
        "received": moment_words(dossier.received_at),
        "at": moment_words(act.at),
        "officer": names.get(act.actor_id, "") if act.actor_id else "",
        "tracking_url": tracking_url,
        "qr": qr_svg(tracking_url),
        "source": form.source_line,
        **_CONTENT[row.kind](dossier, history, names),
    }
    return render_pdf(form.layout, data, folder=LAYOUTS, dated=act.at)


def moment_words(moment: datetime | None) -> str:
    """A moment as papers write it; empty where there is none."""
    return f"{moment.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}" if moment else ""


def _receipt(dossier: LoadedDossier, history: list[_Event], _names: Mapping[UUID, str]) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(
            """select key, count(*) from dossiers_paper where dossier_id = %s and added_at <= %s
               and (replaced_at is null or replaced_at > %s) group by key""",
            [dossier.id, history[-1].at, history[-1].at],
        )
        counted = dict(cursor.fetchall())
    is_paid = any(each.action.startswith(("fee_paid", "fee_noted")) for each in history)
    amount = f"{dossier.fee_amount:,} đồng".replace(",", ".")
    return {
        "duration": dossier.case.duration.text,
        "due": moment_words(dossier.first_due_at),
        "fee": f"{amount} ({'đã nộp' if is_paid else 'chưa nộp'})" if dossier.fee_amount else "",
        "papers": [
            {"title": paper.name, "count": counted[paper.key]}
            for paper in dossier.procedure.papers
            if paper.key in counted
        ],
    }


def _supplement(dossier: LoadedDossier, history: list[_Event], _names: Mapping[UUID, str]) -> dict[str, Any]:
    number = sum(1 for each in history if verb_of(each.action) == "ask_supplement")
    with connection.cursor() as cursor:
        cursor.execute(
            """select id, sealed_items, answer_by, due_before from dossiers_supplement
               where dossier_id = %s and round = %s""",
            [dossier.id, number],
        )
        request_id, sealed, answer_by, due_before = cursor.fetchone()
    return {
        "round": str(number),
        "rows": [
            {"label": item.label, "text": item.message, "rule": item.rule}
            for item in opened_items(request_id, sealed)
        ],
        "answer_by": moment_words(answer_by),
        "due_before": moment_words(due_before),
    }


def _refusal(dossier: LoadedDossier, history: list[_Event], _names: Mapping[UUID, str]) -> dict[str, Any]:
    act = history[-1]
    owner = sealing.note_owner(dossier.id, act.version)
    return {"reason": open_text(act.sealed_note, owner=owner, field=sealing.NOTE)}


def _apology(dossier: LoadedDossier, history: list[_Event], _names: Mapping[UUID, str]) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(
            """select id, sealed_reason, due_before, promised_at from dossiers_apology
               where dossier_id = %s and about_version = %s""",
            [dossier.id, history[-1].version],
        )
        apology_id, sealed, due_before, promised_at = cursor.fetchone()
    return {
        "reason": open_text(sealed, owner=apology_id, field=sealing.APOLOGY_REASON),
        "due_before": moment_words(due_before),
        "promised": moment_words(promised_at),
    }


def _control(dossier: LoadedDossier, history: list[_Event], names: Mapping[UUID, str]) -> dict[str, Any]:
    tasks = open_tasks_of(case_kind=CASE_KIND, case_ids=[dossier.id]).get(dossier.id, ())
    return {
        "due": moment_words(dossier.due_at),
        "promised": moment_words(dossier.promised_at),
        "steps": [
            {
                "at": moment_words(each.at),
                "text": timeline_text(dossier.procedure, each.action),
                "by": _who(each, names),
            }
            for each in history
        ],
        "waiting": [
            f"{task.name}: {get_agency(task.agency_id).name}"
            + (f", xong trước {moment_words(task.due_at)}" if task.due_at else "")
            for task in tasks
            if task.role != TIMER_ROLE
        ],
    }


_CONTENT = {
    SlipKind.RECEIPT: _receipt,
    SlipKind.SUPPLEMENT: _supplement,
    SlipKind.REFUSAL: _refusal,
    SlipKind.APOLOGY: _apology,
    SlipKind.CONTROL: _control,
}


def _who(event: _Event, names: Mapping[UUID, str]) -> str:
    if event.agency_id is None:
        return _ACTORS[event.actor_kind]
    name = names.get(event.actor_id, "") if event.actor_id else ""
    agency = get_agency(event.agency_id).name
    return f"{agency}, {name}" if name else agency


def _history(dossier_id: UUID, *, until: int) -> list[_Event]:
    with connection.cursor() as cursor:
        cursor.execute(
            """select version, at, action, actor_kind, actor_id, agency_id, sealed_note
               from dossiers_event where dossier_id = %s and version <= %s order by version""",
            [dossier_id, until],
        )
        found = [
            _Event(
                version=row[0],
                at=row[1],
                action=row[2],
                actor_kind=row[3],
                actor_id=row[4],
                agency_id=row[5],
                sealed_note=row[6],
            )
            for row in cursor.fetchall()
        ]
    if not found or found[-1].version != until:
        raise UnableToPrintSlip(code="slip_unknown", message="Hồ sơ không có phiếu này.")
    return found


def _dated(unit_code: str, at: datetime) -> str:
    day = legal_day(at)
    words = f"ngày {day:%d} tháng {day:%m} năm {day:%Y}"
    try:
        return f"{get_unit(unit_code, day).name}, {words}"
    except UnableToFindAdministrativeUnit:
        return words
