"""At the desk: answers that the form of another system did not give are taken from the papers that came."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from tinhso.casework.dossiers.handling.advance import refresh_summary
from tinhso.casework.dossiers.handling.messages import tell_fee_asked
from tinhso.casework.dossiers.handling.settling import settled_by_answers
from tinhso.casework.dossiers.handling.supplement import corrected_name
from tinhso.casework.dossiers.outside.papers import place_others
from tinhso.casework.dossiers.record import sealing
from tinhso.casework.dossiers.record.errors import UnableToActOnDossier
from tinhso.casework.dossiers.record.events_log import append_event, bump_version
from tinhso.casework.dossiers.record.findable import forget_name_words
from tinhso.casework.dossiers.record.loading import LoadedDossier, load_dossier
from tinhso.casework.dossiers.record.placing import PURPOSE, placed
from tinhso.casework.dossiers.record.rules import ENDED
from tinhso.casework.dossiers.record.types import ANSWERS_ENTERED, CASE_KIND, Status
from tinhso.foundation.authority.service import Actor, NotPermitted, Permission, agencies_with_access, require
from tinhso.foundation.clock.service import legal_day
from tinhso.foundation.crypto.service import seal_json, seal_text
from tinhso.foundation.process.service import open_tasks_of
from tinhso.foundation.unit_of_work.service import UnitOfWork, acting_as_system, unit_of_work
from tinhso.registers.catalogue.service import validate_answers

_OVER = ENDED | {Status.RETURNED}


def enter_answers(
    *,
    dossier_id: UUID,
    answers: Mapping[str, Any],
    expected_version: int | None,
    actor: Actor,
    now: datetime,
) -> int:
    """Write down what the papers of a dossier filed elsewhere say; only what nobody has answered yet.

    By the desk of the agency that decides. What stays empty stays open. Once they decide on case and fee,
    these are settled and the fee is requested. Returns the new version; raises UnableToActOnDossier for a
    dossier of the house's own, one that has ended, or where nothing was written; UnableToAcceptAnswers.
    """
    with unit_of_work(actor=actor, now=now) as work:
        dossier = load_dossier(
            dossier_id,
            permission=Permission.DOSSIER_READ,
            expected_version=expected_version,
            lock=True,
        )
        _require_here(work, dossier)
        new = {key: value for key, value in answers.items() if key not in dossier.answers and value}
        complete = _judged(dossier, new)
        entered = complete.keys() - dossier.answers.keys()
        if not entered:
            raise UnableToActOnDossier(code="nothing_entered", message="Bạn chưa ghi nội dung nào.")
        _write(work, dossier, complete, entered=entered)
        return dossier.version


def _require_here(work: UnitOfWork, dossier: LoadedDossier) -> None:
    actor = work.actor
    require(actor=actor, permission=Permission.DOSSIER_RECEIVE, resource=dossier.resource)
    if actor.agency_id != dossier.agency_id:
        raise NotPermitted(permission=Permission.DOSSIER_RECEIVE, object_kind=CASE_KIND, object_id=dossier.id)
    if dossier.status in _OVER:
        raise UnableToActOnDossier(code="ended", message="Hồ sơ đã kết thúc.")
    if not dossier.is_filed_outside:
        raise UnableToActOnDossier(
            code="filed_here", message="Tờ khai của hồ sơ này do người nộp khai; hãy yêu cầu bổ sung."
        )


def _judged(dossier: LoadedDossier, new: Mapping[str, Any]) -> dict[str, Any]:
    every = {field.key for field in dossier.procedure.fields}
    filed_on = legal_day(dossier.submitted_at)
    clean = validate_answers(dossier.procedure, {**dossier.answers, **new}, on=filed_on, lacking=every)
    return dict(clean.values)


def _write(
    work: UnitOfWork, dossier: LoadedDossier, complete: Mapping[str, Any], *, entered: Collection[str]
) -> None:
    before, name = dossier.applicant_name, corrected_name(dossier, complete)
    columns = {
        "sealed_answers": seal_json(dict(complete), owner=dossier.id, field=sealing.ANSWERS),
        "sealed_applicant_name": seal_text(name, owner=dossier.id, field=sealing.APPLICANT_NAME),
        **settled_by_answers(work, dossier, complete),
    }
    labels = [field.label for field in dossier.procedure.fields if field.key in entered]
    with acting_as_system(work):
        bump_version(dossier, columns)
        for column, value in columns.items():
            setattr(dossier, column, value)
        append_event(
            work,
            dossier,
            action=ANSWERS_ENTERED,
            from_status=dossier.status,
            note="; ".join(labels),
        )
        forget_name_words(
            dossier_id=dossier.id, agencies=agencies_with_access(dossier.id), old=before, new=name
        )
        place_others(dossier, complete)
        tasks = open_tasks_of(case_kind=CASE_KIND, case_ids=[dossier.id]).get(dossier.id, ())
        refresh_summary(dossier, placed(tasks))
        if columns.get("fee_amount"):
            tell_fee_asked(work, dossier)
    work.record(
        action="dossier.answers_entered",
        object_kind=CASE_KIND,
        object_id=dossier.id,
        subjects=dossier.subjects,
        purpose=PURPOSE,
        details={"version": dossier.version, "count": len(entered)},
    )
