"""The result: drafted by a specialist, approved by a leader, handed to the citizen."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection

from tinhso.casework.dossiers.handling.advance import Move, advance_dossier, load_for_action
from tinhso.casework.dossiers.handling.digitising import keep_approved_result
from tinhso.casework.dossiers.handling.steps import met_guards
from tinhso.casework.dossiers.printouts import print_result
from tinhso.casework.dossiers.record import sealing
from tinhso.casework.dossiers.record.errors import UnableToActOnDossier
from tinhso.casework.dossiers.record.loading import LoadedDossier
from tinhso.casework.dossiers.record.parts import drafted_text, drafter_of
from tinhso.foundation.authority.service import Actor
from tinhso.foundation.crypto.service import seal_text
from tinhso.foundation.files.service import store
from tinhso.foundation.identifiers.service import clean_text
from tinhso.foundation.unit_of_work.service import UnitOfWork, acting_as_system, unit_of_work

_LONGEST_RESULT = 4000


def draft_result(
    *, dossier_id: UUID, text: str, expected_version: int | None, actor: Actor, now: datetime
) -> int:
    """Keep the specialist's draft and hand the dossier to the leader."""
    if not text.strip():
        raise UnableToActOnDossier(
            code="draft_missing",
            message="Bạn hãy soạn nội dung kết quả trước khi trình.",
            fields={"text": "Chưa có nội dung kết quả."},
        )
    content = "\n".join(clean_text(line, _LONGEST_RESULT) for line in text.split("\n") if line.strip())
    with unit_of_work(actor=actor, now=now) as work:
        ready = load_for_action(work, dossier_id, verb="draft", expected_version=expected_version)
        dossier = ready.dossier
        with acting_as_system(work):
            _keep_draft(work, dossier, content)
        advance_dossier(
            work, dossier, ready.tasks, Move(action=ready.action, met_guards=met_guards(work, dossier))
        )
        return dossier.version


def approve_result(
    *, dossier_id: UUID, note: str = "", expected_version: int | None, actor: Actor, now: datetime
) -> int:
    """Approve the draft: the result is printed, stored and ready to be handed over.

    Whoever wrote the draft does not approve it, in whatever role or place they act.
    """
    with unit_of_work(actor=actor, now=now) as work:
        ready = load_for_action(work, dossier_id, verb="approve", expected_version=expected_version)
        dossier = ready.dossier
        _refuse_own_draft(work, dossier)
        guards = met_guards(work, dossier)
        advance_dossier(
            work, dossier, ready.tasks, Move(action=ready.action, note=note.strip(), met_guards=guards)
        )
        if "draft_present" in guards:
            with acting_as_system(work):
                _approve(work, dossier)
        return dossier.version


def _keep_draft(work: UnitOfWork, dossier: LoadedDossier, content: str) -> None:
    sealed = seal_text(content, owner=dossier.id, field=sealing.RESULT_TEXT)
    with connection.cursor() as cursor:
        cursor.execute(
            """insert into dossiers_result (dossier_id, sealed_text, drafted_by, drafted_at)
               values (%s, %s, %s, %s) on conflict (dossier_id) do update
               set sealed_text = excluded.sealed_text, drafted_by = excluded.drafted_by,
                 drafted_at = excluded.drafted_at, approved_by = null, approved_at = null""",
            [dossier.id, sealed, work.actor.reference, work.now],
        )


def _refuse_own_draft(work: UnitOfWork, dossier: LoadedDossier) -> None:
    with acting_as_system(work):
        drafter = drafter_of(dossier.id)
    if drafter is not None and drafter == work.actor.reference:
        raise UnableToActOnDossier(
            code="own_draft", message="Bạn đã soạn dự thảo này nên không tự phê duyệt được; cần người khác."
        )


def _approve(work: UnitOfWork, dossier: LoadedDossier) -> None:
    pdf = print_result(dossier, text=drafted_text(dossier.id), approved_at=work.now)
    stored = store(
        content=pdf,
        declared_name=f"ket-qua-{dossier.code}.pdf",
        owner=str(dossier.applicant_id),
        now=work.now,
    )
    with connection.cursor() as cursor:
        cursor.execute(
            """update dossiers_result set approved_by = %s, approved_at = %s, file_id = %s
               where dossier_id = %s""",
            [work.actor.reference, work.now, stored.id, dossier.id],
        )
    keep_approved_result(work, dossier, stored.id)
