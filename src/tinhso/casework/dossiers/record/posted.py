"""What every part knows of a result that goes by post: whether it may, whether it was wished, where it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import connection

from tinhso.casework.dossiers.record import sealing
from tinhso.casework.dossiers.record.postal_types import PostalState
from tinhso.casework.dossiers.record.types import Status
from tinhso.foundation.clock.service import new_id
from tinhso.foundation.crypto.service import seal_text
from tinhso.foundation.unit_of_work.service import UnitOfWork
from tinhso.registers.catalogue.service import ProcedureVersion

QUESTION, BY_POST, FREE_ADDRESS = "delivery", "post", "delivery_address"
"""How the forms of the catalogue ask for it."""
POSTED, POSTED_AGAIN, CAME_BACK, ARRIVED = "posted", "posted_again", "parcel_came_back", "parcel_delivered"
NUMBER_CHANGED, CHOSE_POST, CHOSE_DESK = "parcel_number_changed", "chose_post", "chose_desk"
COLLECTED = "parcel_collected"
POSTAL_ACTS = frozenset(
    {POSTED, POSTED_AGAIN, CAME_BACK, ARRIVED, NUMBER_CHANGED, CHOSE_POST, CHOSE_DESK, COLLECTED}
)
"""Acts of the post in a dossier's history; the process knows none of them, and none moves its clock."""
CAME_BACK_TASK = "parcel_came_back"


_OVER = frozenset({Status.REJECTED, Status.STOPPED, Status.RETURNED})
AT_THE_OFFICE = frozenset({PostalState.WANTED, PostalState.LISTED})
"""It is to go by post and has not left yet."""


def offers_post(version: ProcedureVersion) -> bool:
    """Whether this version lets a person have the result by post."""
    return any(
        field.key == QUESTION and any(option.value == BY_POST for option in field.options)
        for field in version.fields
    )


def wishes_post(version: ProcedureVersion, answers: Mapping[str, Any]) -> bool:
    """Whether the form says so."""
    return answers.get(QUESTION) == BY_POST and offers_post(version)


def postal_now(
    version: ProcedureVersion, answers: Mapping[str, Any], status: Status, kept: PostalState | None
) -> PostalState | None:
    """Where the result is, or that the form wishes for the post while there is no result yet."""
    if kept is None and status not in _OVER and wishes_post(version, answers):
        return PostalState.WANTED
    return kept


REMEMBER = """insert into dossiers_postal (dossier_id, agency_id, state, changed_at)
  values (%s, %s, %s, %s) on conflict do nothing"""


def remember_wish(work: UnitOfWork, *, dossier_id: UUID, agency_id: UUID) -> None:
    """The form wished for the post, and nobody has chosen otherwise since; needs the system's scope."""
    with connection.cursor() as cursor:
        cursor.execute(
            REMEMBER,
            [dossier_id, agency_id, PostalState.WANTED.value, work.now],
        )


def is_posted(dossier_id: UUID) -> bool:
    """Whether its result was ever handed to the post."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select exists (select 1 from dossiers_parcel where dossier_id = %s and sent_at is not null)",
            [dossier_id],
        )
        return bool(cursor.fetchone()[0])


def hand_over_instead(work: UnitOfWork, dossier_id: UUID) -> None:
    """Somebody came to the desk for a result that was to go by post; needs the system's scope."""
    with connection.cursor() as cursor:
        cursor.execute(
            """update dossiers_postal set state = %s, changed_at = %s
               where dossier_id = %s and state in ('wanted', 'listed')""",
            [PostalState.COLLECTED.value, work.now, dossier_id],
        )
        cursor.execute(
            "select id from dossiers_parcel where dossier_id = %s and outcome is null", [dossier_id]
        )
        for (parcel_id,) in cursor.fetchall():
            take_off_list(work, parcel_id, reason="Người nhận đã nhận kết quả tại quầy.")


def hand_on_post(work: UnitOfWork, dossier_id: UUID, *, to_agency: UUID) -> None:
    """The agency that ended sends nothing more: its successor lists anew what had not left.

    Needs the system's scope.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """select id from dossiers_parcel
               where dossier_id = %s and outcome is null and sent_at is null""",
            [dossier_id],
        )
        for (parcel_id,) in cursor.fetchall():
            take_off_list(work, parcel_id, reason="Cơ quan kế thừa gửi thay.")
        cursor.execute(
            """update dossiers_postal set agency_id = %s, changed_at = %s,
                 state = case state when 'listed' then 'wanted' else state end where dossier_id = %s""",
            [to_agency, work.now, dossier_id],
        )


def take_off_list(work: UnitOfWork, parcel_id: UUID, *, reason: str) -> None:
    """A parcel that has not been sent leaves its list; its number is free again. Needs the system's scope."""
    withdraw_number(work, parcel_id, reason=reason)
    with connection.cursor() as cursor:
        cursor.execute(
            """update dossiers_parcel
               set outcome = 'taken_off', ended_at = %s, ended_by = %s, sealed_reason = %s
               where id = %s and sent_at is null and outcome is null""",
            [
                work.now,
                work.actor.reference,
                seal_text(reason, owner=parcel_id, field=sealing.PARCEL_REASON),
                parcel_id,
            ],
        )


def withdraw_number(work: UnitOfWork, parcel_id: UUID, *, reason: str) -> None:
    """The parcel's number, if it has one, was a mistake: kept with the reason, free for another parcel."""
    mistake_id = new_id()
    with connection.cursor() as cursor:
        cursor.execute(
            """insert into dossiers_withdrawn_parcel_number (id, parcel_id, number, is_standard, entered_at,
                 entered_by, withdrawn_at, withdrawn_by, sealed_reason)
               select %s, id, number, is_standard, numbered_at, numbered_by, %s, %s, %s
               from dossiers_parcel where id = %s and number is not null""",
            [
                mistake_id,
                work.now,
                work.actor.reference,
                seal_text(reason, owner=mistake_id, field=sealing.NUMBER_REASON),
                parcel_id,
            ],
        )
        cursor.execute(
            """update dossiers_parcel set number = null, numbered_at = null, numbered_by = null
               where id = %s and sent_at is null""",
            [parcel_id],
        )


def public_text(told: str, status: Status, postal: PostalState | None) -> str:
    """What the state of a process tells people, unless the post has something newer to tell."""
    return _TEXTS.get(postal, told) if postal and status is Status.RETURNED else told


_TEXTS: Mapping[PostalState, str] = {
    PostalState.SENT: "Kết quả đã gửi qua bưu chính, đang trên đường đến nơi nhận.",
    PostalState.CAME_BACK: "Bưu chính chưa giao được, kết quả đã về lại cơ quan. Hãy chọn cách nhận lại.",
    PostalState.WANTED: "Kết quả sẽ được gửi lại qua bưu chính.",
    PostalState.LISTED: "Kết quả sẽ được gửi lại qua bưu chính.",
    PostalState.DESK: "Kết quả đang chờ nhận tại bộ phận một cửa.",
    PostalState.DELIVERED: "Bưu chính đã giao kết quả.",
}
