"""Closing the check that a NO_MATCH opened: an officer compared the originals and says what they found."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tinhso.casework.dossiers.handling.advance import refresh_summary
from tinhso.casework.dossiers.record.errors import UnableToActOnDossier
from tinhso.casework.dossiers.record.events_log import append_event, bump_version
from tinhso.casework.dossiers.record.loading import LoadedDossier, load_dossier
from tinhso.casework.dossiers.record.placing import CHECK_TASK, PURPOSE, placed
from tinhso.casework.dossiers.record.types import CASE_KIND
from tinhso.foundation.authority.service import Actor, NotPermitted, Permission, require
from tinhso.foundation.process.service import complete_tasks, open_tasks_of
from tinhso.foundation.unit_of_work.service import UnitOfWork, acting_as_system, unit_of_work


def settle_identity_check(
    *, dossier_id: UUID, note: str, expected_version: int | None, actor: Actor, now: datetime
) -> int:
    """Write down how the difference was settled; the register's answer itself stays as it is."""
    if not note.strip():
        raise UnableToActOnDossier(
            code="note_missing",
            message="Bạn hãy ghi kết quả đối chiếu giấy tờ gốc.",
            fields={"note": "Chưa ghi kết quả đối chiếu."},
        )
    with unit_of_work(actor=actor, now=now) as work:
        dossier = load_dossier(
            dossier_id,
            permission=Permission.DOSSIER_READ,
            expected_version=expected_version,
            lock=True,
        )
        require(actor=actor, permission=Permission.DOSSIER_RECEIVE, resource=dossier.resource)
        with acting_as_system(work):
            _require_its_place(work, dossier)
            complete_tasks(
                case_kind=CASE_KIND,
                case_id=dossier_id,
                keys=[CHECK_TASK],
                outcome="compared",
                officer_id=actor.officer_id,
                completed_at=now,
            )
            bump_version(dossier, {})
            append_event(
                work,
                dossier,
                action="identity_compared",
                from_status=dossier.status,
                note=note.strip(),
            )
            tasks = open_tasks_of(case_kind=CASE_KIND, case_ids=[dossier_id]).get(dossier_id, ())
            refresh_summary(dossier, placed(tasks))
        work.record(
            action="dossier.identity_compared",
            object_kind=CASE_KIND,
            object_id=dossier_id,
            subjects=(dossier.applicant_id,),
            purpose=PURPOSE,
        )
        return dossier.version


def _require_its_place(work: UnitOfWork, dossier: LoadedDossier) -> None:
    """The originals are compared by people where the dossier is decided, not wherever it can be seen."""
    if work.actor.agency_id != dossier.agency_id:
        raise NotPermitted(permission=Permission.DOSSIER_RECEIVE, object_kind=CASE_KIND, object_id=dossier.id)
