"""A kept paper leaves use: revoked by the agency, or withheld by its owner."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tinhso.foundation.authority.service import Actor, Permission
from tinhso.foundation.crypto.service import seal_text
from tinhso.foundation.identifiers.service import clean_text
from tinhso.foundation.unit_of_work.service import acting_as_system, unit_of_work
from tinhso.services.personal_store import models
from tinhso.services.personal_store.actions.digitising import record
from tinhso.services.personal_store.errors import UnableToRevoke
from tinhso.services.personal_store.queries import lock_paper

_LONGEST_REASON = 500


def revoke_paper(*, kept_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """Revoke a certified paper or a result: it is never offered again, and dossiers that use it show it.

    Raises UnableToRevoke without a reason, for a scan that was never certified, and a second time.
    """
    with unit_of_work(actor=actor, now=now) as work:
        row = lock_paper(work, kept_id, permission=Permission.PAPER_REVOKE)
        if row.revoked_at is not None or row.certified_at is None:
            raise UnableToRevoke(
                code="kept_paper.not_in_force",
                message="Giấy tờ này chưa được chứng nhận hoặc đã bị thu hồi.",
            )
        said = clean_text(reason, _LONGEST_REASON)
        if not said:
            raise UnableToRevoke(
                code="kept_paper.reason_missing",
                message="Bạn hãy ghi lý do thu hồi.",
                fields={"reason": "Chưa ghi lý do."},
            )
        row.revoked_by, row.revoked_at = actor.reference, now
        row.sealed_reason = seal_text(said, owner=row.id, field=models.REASON)
        with acting_as_system(work):
            row.save(update_fields=["revoked_by", "revoked_at", "sealed_reason"])
        record(work, row, "kept_paper.revoked")


def withhold_paper(*, kept_id: UUID, withheld: bool, actor: Actor, now: datetime) -> None:
    """The owner asks that a paper is no longer offered, or that it is offered again; nothing is removed."""
    with unit_of_work(actor=actor, now=now) as work:
        row = lock_paper(work, kept_id, permission=Permission.STORE_WITHHOLD)
        row.withheld_at = now if withheld else None
        with acting_as_system(work):
            row.save(update_fields=["withheld_at"])
        record(work, row, "kept_paper.withheld" if withheld else "kept_paper.offered_again")
