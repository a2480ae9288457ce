"""One effect for each incoming write, however often it is sent."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from tinhso.foundation.identifiers.service import DomainError
from tinhso.foundation.unit_of_work.work import UnitOfWork

_NOBODY = UUID(int=0)


class UnableToRepeat(DomainError):
    """The same key was used before for another content."""

    def __init__(self) -> None:
        super().__init__(
            code="key_reused",
            message="Yêu cầu này đã được gửi trước đó với nội dung khác. Bạn hãy tải lại trang.",
        )


def claim_key(work: UnitOfWork, *, key: str, request_digest: bytes, result_id: UUID) -> UUID:
    """Bind ``key`` to ``result_id``; the id it was first bound to when it is a repetition.

    A simultaneous twin waits here until the first commits or rolls back. Raises UnableToRepeat
    when the content differs.
    """
    reference = work.actor.reference or _NOBODY
    with connection.cursor() as cursor:
        cursor.execute(
            """insert into unit_of_work_idempotency_key
                 (actor_reference, key, request_digest, result_id, created_at)
               values (%s, %s, %s, %s, %s) on conflict do nothing returning result_id""",
            [reference, key, request_digest, result_id, work.now],
        )
        if cursor.fetchone():
            return result_id
        cursor.execute(
            """select result_id, request_digest from unit_of_work_idempotency_key
               where actor_reference = %s and key = %s""",
            [reference, key],
        )
        first_id, first_digest = cursor.fetchone()
    if bytes(first_digest) != request_digest:
        raise UnableToRepeat
    return UUID(str(first_id))
