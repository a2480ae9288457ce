"""Parcels leave, arrive or come back. Leaving by post is how a result is returned: the process's own step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from tinhso.casework.dossiers.events import DossierAdvanced
from tinhso.casework.dossiers.handling.advance import (
    Move,
    advance_dossier,
    load_for_action,
    refresh_summary,
)
from tinhso.casework.dossiers.handling.steps import met_guards
from tinhso.casework.dossiers.postal.lists import MOST_ON_A_LIST, read_reason
from tinhso.casework.dossiers.postal.rows import (
    HeldParcel,
    move_postal,
    own_parcel,
    record_held,
    require_lead,
)
from tinhso.casework.dossiers.postal.rules import REASONS, ReturnReason
from tinhso.casework.dossiers.postal.types import PostalOutcome
from tinhso.casework.dossiers.record import sealing
from tinhso.casework.dossiers.record.errors import UnableToActOnDossier, UnableToPost
from tinhso.casework.dossiers.record.events_log import append_event, bump_version
from tinhso.casework.dossiers.record.loading import LoadedDossier, load_dossier
from tinhso.casework.dossiers.record.placing import LEGAL_BASIS, placed
from tinhso.casework.dossiers.record.postal_types import ParcelOutcome, PostalState
from tinhso.casework.dossiers.record.posted import (
    ARRIVED,
    CAME_BACK,
    CAME_BACK_TASK,
    COLLECTED,
    POSTED,
    POSTED_AGAIN,
)
from tinhso.casework.dossiers.record.types import CASE_KIND, FeeState, Status
from tinhso.foundation.authority.service import Actor, NotVisible, Permission, require
from tinhso.foundation.clock.service import VIETNAM
from tinhso.foundation.crypto.service import seal_text
from tinhso.foundation.identifiers.service import DomainError
from tinhso.foundation.process.service import NewTask, complete_tasks, open_tasks, open_tasks_of
from tinhso.foundation.unit_of_work.service import UnitOfWork, acting_as_system, unit_of_work

_PURPOSE = "Trả kết quả qua dịch vụ bưu chính công ích"


def send_parcels(*, parcel_ids: Sequence[UUID], actor: Actor, now: datetime) -> tuple[PostalOutcome, ...]:
    """Hand these parcels to the post: each dossier is returned at this moment, by the step of its process.

    One that was returned before (the post brought it back) takes no step: it only leaves again. Each has a
    transaction of its own; what is refused (no number yet, sent already, a fee due) stays as it was.
    """
    if not 0 < len(parcel_ids) <= MOST_ON_A_LIST:
        raise UnableToPost(
            code="nothing_chosen", message=f"Hãy chọn từ 1 đến {MOST_ON_A_LIST} bưu gửi để ghi là đã gửi."
        )
    with unit_of_work(actor=actor, now=now):
        require(actor=actor, permission=Permission.DOSSIER_DELIVER)
    return tuple(_send_one(parcel_id, actor, now) for parcel_id in dict.fromkeys(parcel_ids))


def parcel_arrived(*, parcel_id: UUID, on: date, actor: Actor, now: datetime) -> None:
    """The post delivered the parcel on that day; its owner is told.

    Raises UnableToPost for a day before it left or after today, and where something else is known of it.
    """
    with unit_of_work(actor=actor, now=now) as work:
        dossier, held = _hold(work, parcel_id)
        with acting_as_system(work):
            _check_day(held, on, work.now)
            move_postal(work, dossier.id, PostalState.DELIVERED)
            _end(work, held, ParcelOutcome.DELIVERED, on=on, reason="")
        _write_down(work, dossier, held, ARRIVED, note=f"Ngày giao: {on:%d/%m/%Y}")


def parcel_came_back(
    *, parcel_id: UUID, on: date, reason: ReturnReason, note: str = "", actor: Actor, now: datetime
) -> None:
    """The post brought the parcel back: the desk has a task, the owner is told why and chooses again.

    The dossier stays returned: no clock runs again, no figure moves. Raises as ``parcel_arrived``.
    """
    said = read_reason(note) if note.strip() or reason is ReturnReason.OTHER else ""
    told = (
        said if reason is ReturnReason.OTHER else ". ".join(part for part in (REASONS[reason], said) if part)
    )
    with unit_of_work(actor=actor, now=now) as work:
        dossier, held = _hold(work, parcel_id)
        with acting_as_system(work):
            _check_day(held, on, work.now)
            move_postal(work, dossier.id, PostalState.CAME_BACK)
            _end(work, held, ParcelOutcome.CAME_BACK, on=on, reason=told)
            _open_task(work, dossier)
        _write_down(work, dossier, held, CAME_BACK, note=told)


def hand_over_returned(*, dossier_id: UUID, actor: Actor, now: datetime) -> None:
    """Its owner fetched at the desk what the post had brought back."""
    with unit_of_work(actor=actor, now=now) as work:
        dossier = load_dossier(dossier_id, permission=Permission.DOSSIER_READ, lock=True)
        require(actor=actor, permission=Permission.DOSSIER_DELIVER, resource=dossier.resource)
        require_lead(dossier, actor, Permission.DOSSIER_DELIVER)
        if dossier.status is not Status.RETURNED or dossier.postal is PostalState.LISTED:
            raise UnableToPost(
                code="not_back", message="Kết quả này chưa gửi hoặc đang ở danh sách gửi, chưa bị trả lại."
            )
        with acting_as_system(work):
            move_postal(work, dossier.id, PostalState.COLLECTED)
            _close_task(work, dossier)
        _write_down(work, dossier, None, COLLECTED)


def _send_one(parcel_id: UUID, actor: Actor, now: datetime) -> PostalOutcome:
    code = ""
    try:
        with unit_of_work(actor=actor, now=now) as work:
            seen = own_parcel(parcel_id, agency_id=actor.agency_id)
            code = seen.code
            _send(work, seen)
    except NotVisible:
        return PostalOutcome(id=parcel_id, code="", message="Cơ quan của bạn không có bưu gửi này.")
    except DomainError as refusal:
        return PostalOutcome(id=parcel_id, code=code, message=refusal.message)
    return PostalOutcome(id=parcel_id, code=code)


def _send(work: UnitOfWork, seen: HeldParcel) -> None:
    dossier = load_dossier(seen.dossier_id, permission=Permission.DOSSIER_READ, lock=True)
    require(actor=work.actor, permission=Permission.DOSSIER_DELIVER, resource=dossier.resource)
    require_lead(dossier, work.actor, Permission.DOSSIER_DELIVER)
    is_again = dossier.status is Status.RETURNED
    with acting_as_system(work):
        move_postal(work, dossier.id, PostalState.SENT)
        held = own_parcel(seen.id, agency_id=work.actor.agency_id, lock=True)
        _check_sending(dossier, held)
        _mark_sent(work, held)
    if is_again:
        with acting_as_system(work):
            _close_task(work, dossier)
    else:
        ready = load_for_action(work, dossier.id, verb="deliver", expected_version=None)
        dossier = ready.dossier
        move = Move(action=ready.action, met_guards=met_guards(work, dossier))
        advance_dossier(work, dossier, ready.tasks, move)
    _write_down(work, dossier, held, POSTED_AGAIN if is_again else POSTED, note=f"Số bưu gửi: {held.number}")


def _check_sending(dossier: LoadedDossier, held: HeldParcel) -> None:
    if held.is_sent:
        raise UnableToPost(code="parcel_sent", message="Bưu gửi này đã được ghi là đã gửi.")
    if not held.is_open:
        raise UnableToPost(code="parcel_taken_off", message="Bưu gửi này đã được đưa ra khỏi danh sách.")
    if not held.number:
        raise UnableToPost(code="parcel_unnumbered", message="Bưu gửi này chưa có số; hãy quét số trước.")
    if dossier.fee_state is FeeState.DUE:
        raise UnableToActOnDossier(
            code="fee_due", message="Hồ sơ chưa nộp phí, lệ phí; cần thu trước khi gửi."
        )


def _mark_sent(work: UnitOfWork, held: HeldParcel) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "update dossiers_parcel set sent_at = %s, sent_by = %s where id = %s",
            [work.now, work.actor.reference, held.id],
        )


def _hold(work: UnitOfWork, parcel_id: UUID) -> tuple[LoadedDossier, HeldParcel]:
    """A parcel on its way and its dossier, locked: whoever changes a sent parcel locks its dossier first."""
    require(actor=work.actor, permission=Permission.DOSSIER_DELIVER)
    seen = own_parcel(parcel_id, agency_id=work.actor.agency_id)
    dossier = load_dossier(seen.dossier_id, permission=Permission.DOSSIER_READ, lock=True)
    require(actor=work.actor, permission=Permission.DOSSIER_DELIVER, resource=dossier.resource)
    held = own_parcel(parcel_id, agency_id=work.actor.agency_id)
    if not held.is_sent:
        raise UnableToPost(code="parcel_not_sent", message="Bưu gửi này chưa được ghi là đã gửi.")
    if not held.is_open:
        raise UnableToPost(code="parcel_ended", message="Bưu gửi này đã có kết quả giao.")
    return dossier, held


def _check_day(held: HeldParcel, on: date, now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select sent_at from dossiers_parcel where id = %s", [held.id])
        (sent_at,) = cursor.fetchone()
    first, last = sent_at.astimezone(VIETNAM).date(), now.astimezone(VIETNAM).date()
    if not first <= on <= last:
        text = f"Ngày này phải từ ngày gửi {first:%d/%m/%Y} đến hôm nay."
        raise UnableToPost(code="parcel_day", message=text, fields={"on": text})


def _end(work: UnitOfWork, held: HeldParcel, outcome: ParcelOutcome, *, on: date, reason: str) -> None:
    sealed = seal_text(reason, owner=held.id, field=sealing.PARCEL_REASON) if reason else None
    with connection.cursor() as cursor:
        cursor.execute(
            """update dossiers_parcel set outcome = %s, outcome_date = %s, ended_at = %s, ended_by = %s,
                 sealed_reason = %s where id = %s""",
            [outcome.value, on, work.now, work.actor.reference, sealed, held.id],
        )


def _open_task(work: UnitOfWork, dossier: LoadedDossier) -> None:
    task = NewTask(
        key=CAME_BACK_TASK,
        name="Kết quả gửi bưu chính bị trả lại",
        role="reception_officer",
        agency_id=dossier.agency_id,
    )
    open_tasks(case_kind=CASE_KIND, case_id=dossier.id, tasks=[task], opened_at=work.now)
    _refresh(dossier)


def _close_task(work: UnitOfWork, dossier: LoadedDossier) -> None:
    complete_tasks(
        case_kind=CASE_KIND,
        case_id=dossier.id,
        keys=[CAME_BACK_TASK],
        outcome="returned_again",
        officer_id=work.actor.officer_id,
        completed_at=work.now,
    )
    _refresh(dossier)


def _refresh(dossier: LoadedDossier) -> None:
    tasks = open_tasks_of(case_kind=CASE_KIND, case_ids=[dossier.id]).get(dossier.id, ())
    refresh_summary(dossier, placed(tasks))


def _write_down(
    work: UnitOfWork, dossier: LoadedDossier, held: HeldParcel | None, action: str, *, note: str = ""
) -> None:
    """History, audit, announcement; the dossier's status and its dates stay as they are."""
    with acting_as_system(work):
        bump_version(dossier, {})
        append_event(work, dossier, action=action, from_status=dossier.status, note=note, is_announced=True)
    if held is not None:
        record_held(work, f"dossier.{action}", held)
    else:
        work.record(
            action=f"dossier.{action}",
            object_kind=CASE_KIND,
            object_id=dossier.id,
            subjects=(dossier.applicant_id,),
            purpose=_PURPOSE,
            legal_basis=LEGAL_BASIS,
        )
    work.announce(
        DossierAdvanced(
            subject_id=dossier.id, version=dossier.version, action=action, status=int(dossier.status)
        )
    )
