"""Handing the bytes of papers and results to another system that has a right to them; each is recorded."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection

from tinhso.casework.dossiers.reading.papers import OpenedFile
from tinhso.casework.dossiers.record import sealing
from tinhso.casework.dossiers.record.loading import LoadedDossier, load_dossier
from tinhso.casework.dossiers.record.types import CASE_KIND
from tinhso.foundation.authority.service import Actor, NotVisible, Permission, require
from tinhso.foundation.crypto.service import open_text
from tinhso.foundation.files.service import describe, read
from tinhso.foundation.unit_of_work.service import UnitOfWork, unit_of_work

PURPOSE = "Đồng bộ hồ sơ giữa các hệ thống"
LEGAL_BASIS = "Nghị định 61/2018/NĐ-CP; Nghị định 42/2022/NĐ-CP"


def open_paper_for(*, dossier_id: UUID, paper_id: UUID, actor: Actor, now: datetime) -> OpenedFile:
    """A paper of the dossier for another system; NotVisible for what is not, or no more, part of it."""
    with unit_of_work(actor=actor, now=now) as work:
        _dossier(work, dossier_id, action="dossier.paper_handed_out")
        with connection.cursor() as cursor:
            cursor.execute(
                """select file_id, sealed_name from dossiers_paper
                   where dossier_id = %s and id = %s and replaced_at is null""",
                [dossier_id, paper_id],
            )
            row = cursor.fetchone()
        if row is None:
            raise _not_visible(paper_id)
        name = open_text(row[1], owner=paper_id, field=sealing.PAPER_NAME)
        return OpenedFile(content=read(row[0]), media_type=describe([row[0]])[row[0]].media_type, name=name)


def open_result_for(*, dossier_id: UUID, result_id: UUID, actor: Actor, now: datetime) -> OpenedFile:
    """The approved result for another system; NotVisible while there is none."""
    with unit_of_work(actor=actor, now=now) as work:
        dossier = _dossier(work, dossier_id, action="dossier.result_handed_out")
        with connection.cursor() as cursor:
            cursor.execute(
                """select file_id from dossiers_result
                   where dossier_id = %s and file_id = %s and approved_at is not null""",
                [dossier_id, result_id],
            )
            row = cursor.fetchone()
        if row is None:
            raise _not_visible(result_id)
        return OpenedFile(
            content=read(row[0]), media_type="application/pdf", name=f"ket-qua-{dossier.code}.pdf"
        )


def _dossier(work: UnitOfWork, dossier_id: UUID, *, action: str) -> LoadedDossier:
    require(actor=work.actor, permission=Permission.DOSSIER_EXCHANGE)
    dossier = load_dossier(dossier_id, permission=Permission.DOSSIER_EXCHANGE)
    work.record(
        action=action,
        object_kind=CASE_KIND,
        object_id=dossier_id,
        subjects=dossier.subjects,
        purpose=PURPOSE,
        legal_basis=LEGAL_BASIS,
    )
    return dossier


def _not_visible(object_id: UUID) -> NotVisible:
    return NotVisible(object_kind="paper", object_id=object_id, permission=Permission.DOSSIER_EXCHANGE)
