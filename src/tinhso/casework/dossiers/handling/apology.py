"""Promising a new date with an apology; the old one goes on counting."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection

from tinhso.casework.dossiers.events import DossierAdvanced
from tinhso.casework.dossiers.handling.advance import refresh_summary
from tinhso.casework.dossiers.record import sealing
from tinhso.casework.dossiers.record.errors import UnableToApologise
from tinhso.casework.dossiers.record.events_log import append_event, bump_version
from tinhso.casework.dossiers.record.loading import LoadedDossier, load_dossier
from tinhso.casework.dossiers.record.placing import LEGAL_BASIS, PURPOSE, placed
from tinhso.casework.dossiers.record.types import CASE_KIND
from tinhso.casework.dossiers.slips.offered import APOLOGISE, apology_offer
from tinhso.foundation.authority.service import Actor, NotPermitted, Permission, require
from tinhso.foundation.calendar.service import working_calendar
from tinhso.foundation.clock.service import VIETNAM, new_id
from tinhso.foundation.crypto.service import seal_text
from tinhso.foundation.process.service import open_tasks_of
from tinhso.foundation.unit_of_work.service import UnitOfWork, acting_as_system, unit_of_work

_LONGEST_REASON = 500


def issue_apology(
    *,
    dossier_id: UUID,
    reason: str,
    working_days: int,
    expected_version: int | None,
    actor: Actor,
    now: datetime,
) -> int:
    """Apologise and promise a date ``working_days`` later; returns the dossier's new version.

    The due date itself does not move: it is what statistics count. The applicant is told, and reads the
    reason. Raises UnableToApologise when no new date may be promised now, the date is none of those
    offered, or no reason is given; NotPermitted away from the agency that decides the dossier.
    """
    said = " ".join(reason.split())
    with unit_of_work(actor=actor, now=now) as work:
        dossier = load_dossier(
            dossier_id,
            permission=Permission.DOSSIER_READ,
            expected_version=expected_version,
            lock=True,
        )
        require(actor=actor, permission=Permission.DOSSIER_APOLOGISE, resource=dossier.resource)
        if actor.agency_id != dossier.agency_id:
            raise NotPermitted(
                permission=Permission.DOSSIER_APOLOGISE,
                object_kind=CASE_KIND,
                object_id=dossier.id,
                message="Phiếu xin lỗi do cơ quan chủ trì giải quyết hồ sơ lập.",
            )
        due_before, promised_at = _dates(dossier, working_days, now)
        _check_reason(said)
        with acting_as_system(work):
            _write_down(work, dossier, said, due_before, promised_at)
        work.record(
            action="dossier.apologise",
            object_kind=CASE_KIND,
            object_id=dossier.id,
            subjects=(dossier.applicant_id,),
            purpose=PURPOSE,
            legal_basis=LEGAL_BASIS,
            details={"version": dossier.version, "round": dossier.apology_rounds},
        )
        work.announce(
            DossierAdvanced(
                subject_id=dossier.id,
                version=dossier.version,
                action=APOLOGISE,
                status=int(dossier.status),
            )
        )
        return dossier.version


def _dates(dossier: LoadedDossier, working_days: int, now: datetime) -> tuple[datetime, datetime]:
    offer = apology_offer(
        status=dossier.status,
        due=dossier.due_at,
        rounds=dossier.apology_rounds,
        now=now,
        calendar=working_calendar(now=now),
    )
    if offer is None or dossier.due_at is None:
        raise UnableToApologise(
            code="apology_not_open",
            message=(
                "Hồ sơ này hiện không lập được phiếu xin lỗi: chưa gần đến hạn, thời hạn đang dừng, "
                "hồ sơ đã xong, hoặc đã hẹn lại đủ số lần cho phép."
            ),
        )
    promised = dict(offer.choices).get(working_days)
    if promised is None:
        raise UnableToApologise(
            code="apology_date",
            message="Bạn hãy chọn ngày hẹn lại.",
            fields={"working_days": "Chọn một trong các ngày hẹn lại."},
        )
    return dossier.due_at, promised


def _check_reason(said: str) -> None:
    if not 0 < len(said) <= _LONGEST_REASON:
        raise UnableToApologise(
            code="apology_reason",
            message="Bạn hãy ghi lý do chậm trả kết quả (tối đa 500 ký tự); người nộp sẽ đọc lý do này.",
            fields={"reason": "Chưa ghi lý do, hoặc lý do quá dài."},
        )


def _write_down(
    work: UnitOfWork, dossier: LoadedDossier, said: str, due_before: datetime, promised_at: datetime
) -> None:
    dossier.promised_at, dossier.apology_rounds = promised_at, dossier.apology_rounds + 1
    bump_version(dossier, {"promised_at": promised_at, "apology_rounds": dossier.apology_rounds})
    there = promised_at.astimezone(VIETNAM)
    note = f"Hẹn lại: {there:%H:%M ngày %d/%m/%Y}. Lý do: {said}"
    append_event(work, dossier, action=APOLOGISE, from_status=dossier.status, note=note, is_announced=True)
    apology_id = new_id()
    with connection.cursor() as cursor:
        cursor.execute(
            """insert into dossiers_apology (id, dossier_id, round, about_version, sealed_reason,
                 due_before, promised_at, issued_at, issued_by)
               values (%s, %s, %s, %s, %s, %s, %s, %s, %s)""",
            [
                apology_id, dossier.id, dossier.apology_rounds, dossier.version,
                seal_text(said, owner=apology_id, field=sealing.APOLOGY_REASON),
                due_before, promised_at, work.now, work.actor.reference,
            ],
        )  # fmt: skip
    tasks = open_tasks_of(case_kind=CASE_KIND, case_ids=[dossier.id]).get(dossier.id, ())
    refresh_summary(dossier, placed(tasks))
