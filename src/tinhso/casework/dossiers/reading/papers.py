"""Opening what belongs to a dossier: papers, slips, result. Each opening is recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from tinhso.casework.dossiers.printouts import print_acknowledgement
from tinhso.casework.dossiers.record import sealing
from tinhso.casework.dossiers.record.drafts import load_draft
from tinhso.casework.dossiers.record.loading import LoadedDossier, load_dossier, mandate_of
from tinhso.casework.dossiers.record.representing import representation_of
from tinhso.casework.dossiers.record.slip_types import SlipKind, SlipRow
from tinhso.casework.dossiers.record.types import CASE_KIND
from tinhso.casework.dossiers.slips.keeping import file_name, kept_slip, slip_of, slips_in_history
from tinhso.foundation.authority.service import (
    Actor,
    ActorKind,
    NotVisible,
    Permission,
    is_permitted,
    require,
)
from tinhso.foundation.crypto.service import open_text
from tinhso.foundation.files.service import describe, read
from tinhso.foundation.unit_of_work.service import UnitOfWork, acting_as_system, unit_of_work
from tinhso.services.payments.service import printed_receipt, receipts_of

_PURPOSE = "Xem giấy tờ trong hồ sơ"
_PDF = "application/pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedFile:
    """A file's content, ready to be shown to the one who asked."""

    content: bytes
    media_type: str
    name: str


def open_paper(*, holder_id: UUID, file_id: UUID, actor: Actor, now: datetime) -> OpenedFile:
    """A paper of a dossier, or of the citizen's own draft; NotVisible when it belongs to neither."""
    with unit_of_work(actor=actor, now=now) as work:
        name = _paper_name(work, holder_id, file_id)
        stored = describe([file_id])[file_id]
        return OpenedFile(content=read(file_id), media_type=stored.media_type, name=name)


def open_receipt(*, dossier_id: UUID, tracking_url: str, actor: Actor, now: datetime) -> OpenedFile:
    """The receipt as PDF: once received, the slip with the date of return; before, that it was sent.

    ``{code}`` in the address becomes the code.
    """
    with unit_of_work(actor=actor, now=now) as work:
        dossier = _readable(work, dossier_id, action="dossier.receipt_printed")
        address = tracking_url.replace("{code}", dossier.code)
        rows = slips_in_history(dossier, for_owner=True)
        slip = next((each for each in rows if each.kind is SlipKind.RECEIPT), None)
        if slip is not None:
            return _opened_slip(work, dossier, slip, address)
        with acting_as_system(work):
            filed_by = representation_of(mandate_of(dossier, now=now))
        content = print_acknowledgement(dossier, filed_by=filed_by, tracking_url=address, printed_at=now)
    return OpenedFile(content=content, media_type=_PDF, name=f"xac-nhan-da-gui-{dossier.code}.pdf")


def open_slip(
    *, dossier_id: UUID, kind: str, about: int, tracking_url: str, actor: Actor, now: datetime
) -> OpenedFile:
    """A slip of the dossier as PDF, printed at the first opening and the same bytes ever after.

    ``about`` is the version at which its act happened; ``{code}`` in the address becomes the code.
    NotVisible where the dossier's history gives no such slip, and for the owner the slip of the process.
    """
    with unit_of_work(actor=actor, now=now) as work:
        dossier = _readable(work, dossier_id, action="dossier.slip_printed")
        is_owner = actor.kind is ActorKind.CITIZEN
        known = {each.value for each in SlipKind}
        slip = (
            slip_of(dossier, kind=SlipKind(kind), about=about, for_owner=is_owner) if kind in known else None
        )
        if slip is None:
            raise _not_visible(dossier_id)
        return _opened_slip(work, dossier, slip, tracking_url.replace("{code}", dossier.code))


def open_result(*, dossier_id: UUID, actor: Actor, now: datetime) -> OpenedFile:
    """The approved result as PDF; NotVisible while there is none."""
    with unit_of_work(actor=actor, now=now) as work:
        dossier = _readable(work, dossier_id, action="dossier.result_opened")
        with connection.cursor() as cursor:
            cursor.execute(
                """select file_id from dossiers_result
                   where dossier_id = %s and approved_at is not null""",
                [dossier_id],
            )
            row = cursor.fetchone()
        if row is None:
            raise _not_visible(dossier_id)
        return OpenedFile(content=read(row[0]), media_type=_PDF, name=f"ket-qua-{dossier.code}.pdf")


def open_cash_receipt(
    *, dossier_id: UUID, receipt_id: UUID, tracking_url: str, actor: Actor, now: datetime
) -> OpenedFile:
    """A receipt for cash as PDF, the same bytes at every opening; NotVisible for another dossier's."""
    with unit_of_work(actor=actor, now=now) as work:
        dossier = _readable(work, dossier_id, action="dossier.cash_receipt_printed")
        with acting_as_system(work):
            receipt = next((each for each in receipts_of(dossier_id) if each.id == receipt_id), None)
            if receipt is None:
                raise _not_visible(receipt_id)
            content = printed_receipt(
                work,
                receipt_id=receipt_id,
                payer=dossier.applicant_name,
                tracking_url=tracking_url.replace("{code}", dossier.code),
            )
    return OpenedFile(content=content, media_type=_PDF, name=f"bien-lai-{receipt.number}.pdf")


def _opened_slip(work: UnitOfWork, dossier: LoadedDossier, slip: SlipRow, address: str) -> OpenedFile:
    content = kept_slip(work, dossier, slip, tracking_url=address)
    return OpenedFile(content=content, media_type=_PDF, name=file_name(dossier, slip))


def _paper_name(work: UnitOfWork, holder_id: UUID, file_id: UUID) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            """select p.id, p.sealed_name from dossiers_paper p
               where p.dossier_id = %s and p.file_id = %s limit 1""",
            [holder_id, file_id],
        )
        row = cursor.fetchone()
    if row is not None:
        _readable(work, holder_id, action="paper.read")
        return open_text(row[1], owner=row[0], field=sealing.PAPER_NAME)
    draft = load_draft(holder_id, actor=work.actor)
    if not is_permitted(actor=work.actor, permission=Permission.DOSSIER_DRAFT, resource=None):
        raise _not_visible(holder_id)
    for paper in draft.content.papers:
        if paper.file_id == file_id:
            return paper.name
    raise _not_visible(holder_id)


def _readable(work: UnitOfWork, dossier_id: UUID, *, action: str) -> LoadedDossier:
    dossier = load_dossier(dossier_id, permission=Permission.PAPER_READ)
    require(actor=work.actor, permission=Permission.PAPER_READ, resource=dossier.resource)
    work.record(
        action=action,
        object_kind=CASE_KIND,
        object_id=dossier_id,
        subjects=dossier.subjects,
        purpose=_PURPOSE,
    )
    return dossier


def _not_visible(object_id: UUID) -> NotVisible:
    return NotVisible(object_kind="paper", object_id=object_id, permission=Permission.PAPER_READ)
