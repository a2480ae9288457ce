"""Sending feedback: taken in once, with its clock running from that moment."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection

from tinhso.casework.feedback import models, sealing
from tinhso.casework.feedback.adapters.reviewed_files import handling, words
from tinhso.casework.feedback.advance import LEGAL_BASIS, PURPOSE
from tinhso.casework.feedback.errors import UnableToSendFeedback
from tinhso.casework.feedback.events import FeedbackSent
from tinhso.casework.feedback.types import CASE_KIND, NewFeedback, Sent
from tinhso.foundation.authority.service import Actor, ActorKind, Permission, grant_access, require
from tinhso.foundation.calendar.service import working_calendar
from tinhso.foundation.clock.service import legal_day, new_id
from tinhso.foundation.crypto.service import blind_index, seal_json, seal_text
from tinhso.foundation.files.service import store_all
from tinhso.foundation.identifiers.service import UnableToReadText, clean_text, feedback_code
from tinhso.foundation.process.service import ClockMove, open_tasks, tasks_on_entering, write_clock
from tinhso.foundation.unit_of_work.service import UnitOfWork, claim_key, unit_of_work
from tinhso.registers.agencies.service import Agency, AgencyKind, get_agency, standing_for
from tinhso.services.notices.service import confirmed_number

_LEAST_TEXT, _LONGEST_NAME = 20, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sender:
    """A person of the register, or a name with a confirmed number; ``key`` tells repetitions apart."""

    key: str
    person_id: UUID | None = None
    name: str = ""
    number: str = ""
    number_index: bytes | None = None


def send_feedback(
    *, given: NewFeedback, key: str, phone_check: UUID | None = None, actor: Actor, now: datetime
) -> Sent:
    """Take in what a citizen sends, once for each ``key``; never waits for an outside line.

    Signed in, the sender is the citizen; else ``phone_check`` names a telephone number confirmed by code.
    Raises UnableToSendFeedback with the fields to correct, UnableToAcceptFile for a file.
    """
    with unit_of_work(actor=actor, now=now, as_system=True) as work:
        require(actor=actor, permission=Permission.FEEDBACK_SEND)
        sender = _sender_of(actor, phone_check, given)
        text = _checked_text(given)
        feedback_id = new_id()
        first_id = claim_key(
            work,
            key=f"feedback:{sender.key}:{key}",
            request_digest=_digest(given, text),
            result_id=feedback_id,
        )
        if first_id != feedback_id:
            row = models.Feedback.objects.get(id=first_id)
            return Sent(id=row.id, code=row.code, due_at=row.due_at)
        _keep_within_limits(sender, now)
        return _take_in(work, feedback_id, given, text, sender)


def intake_agency(*, now: datetime) -> Agency:
    """Where feedback of the whole province is taken in; raises UnableToSendFeedback where there is none."""
    on = legal_day(now)
    found = standing_for(kinds={AgencyKind.PROVINCIAL_ONE_STOP}, on=on)
    if not found:
        raise UnableToSendFeedback(
            code="no_intake", message="Hiện chưa có nơi tiếp nhận phản ánh, kiến nghị trực tuyến."
        )
    return found[0]


def _take_in(work: UnitOfWork, feedback_id: UUID, given: NewFeedback, text: str, sender: _Sender) -> Sent:
    now, way = work.now, handling()
    intake = intake_agency(now=now)
    calendar = working_calendar(now=now)
    started = write_clock(
        case_kind=CASE_KIND,
        case_id=feedback_id,
        move=ClockMove.START,
        at=now,
        calendar=calendar,
        reason="sent",
        duration=way.deadline,
        cut_off=None,
    )
    if started.due_after is None:
        raise AssertionError("a clock that starts has a due date")
    code = feedback_code(legal_day(now), new_id().int)
    models.Feedback.objects.create(
        **_columns(feedback_id, given, sender),
        code=code,
        sealed_text=seal_text(text, owner=feedback_id, field=sealing.TEXT),
        intake_agency_id=intake.id,
        turn_agency_id=intake.id,
        state=way.process.initial,
        version=1,
        sent_at=now,
        due_at=started.due_after,
    )
    _keep_files(feedback_id, given, now)
    open_tasks(
        case_kind=CASE_KIND,
        case_id=feedback_id,
        tasks=tasks_on_entering(
            way.process.state(way.process.initial),
            opened_at=now,
            calendar=calendar,
            agency_for=lambda _: intake.id,
            case_due_at=started.due_after,
        ),
        opened_at=now,
    )
    grant_access(case_kind=CASE_KIND, case_id=feedback_id, agency_ids=[intake.id], basis="intake", now=now)
    _write_first_event(work, feedback_id, way.process.initial)
    work.record(
        action="feedback.send",
        object_kind=CASE_KIND,
        object_id=feedback_id,
        subjects=(sender.person_id,) if sender.person_id else (),
        purpose=PURPOSE,
        legal_basis=LEGAL_BASIS,
        details={"kind": given.kind.value, "topic": given.topic.value},
    )
    work.announce(FeedbackSent(subject_id=feedback_id, version=1))
    return Sent(id=feedback_id, code=code, due_at=started.due_after)


def _columns(feedback_id: UUID, given: NewFeedback, sender: _Sender) -> dict[str, Any]:
    dossier = given.dossier
    sealed = None
    if sender.person_id is None:
        known = {"name": sender.name, "phone": sender.number}
        sealed = seal_json(known, owner=feedback_id, field=sealing.SENDER)
    return {
        "id": feedback_id,
        "kind": given.kind.value,
        "topic": given.topic.value,
        "sender_id": sender.person_id,
        "sealed_sender": sealed,
        "number_index": sender.number_index,
        "dossier_id": dossier.id if dossier else None,
        "dossier_code": dossier.code if dossier else "",
        "procedure_code": given.procedure_code or (dossier.procedure_code if dossier else ""),
        "about_agency_id": given.about_agency_id or (dossier.agency_id if dossier else None),
        "may_publish": given.may_publish,
        "hides_name": given.hides_name,
    }


def _sender_of(actor: Actor, phone_check: UUID | None, given: NewFeedback) -> _Sender:
    if actor.kind is ActorKind.CITIZEN and actor.person_id is not None:
        return _Sender(key=str(actor.person_id), person_id=actor.person_id)
    confirmed = confirmed_number(phone_check) if phone_check is not None else None
    if confirmed is None:
        raise UnableToSendFeedback(
            code="number_not_confirmed",
            message="Bạn cần đăng nhập VNeID, hoặc xác nhận số điện thoại trước khi gửi.",
        )
    name = _clean(given.name, _LONGEST_NAME, "name")
    if not name:
        raise _refused({"name": "Bạn cho biết họ tên để cơ quan trả lời đúng người."})
    number = str(confirmed)
    index = blind_index(number, kind=sealing.NUMBER_KIND)
    return _Sender(key=str(phone_check), name=name, number=number, number_index=index)


def _checked_text(given: NewFeedback) -> str:
    text = _clean(given.text, words().longest_text, "text")
    if len(text) < _LEAST_TEXT:
        raise _refused({"text": f"Bạn kể rõ hơn một chút, ít nhất {_LEAST_TEXT} ký tự."})
    if len(given.files) > words().most_files:
        raise _refused({"files": f"Mỗi lần gửi tối đa {words().most_files} tệp."})
    if given.about_agency_id is not None:
        get_agency(given.about_agency_id)
    return text


def _clean(text: str, longest: int, field: str) -> str:
    try:
        return clean_text(text, longest, multiline=field == "text")
    except UnableToReadText as refusal:
        raise _refused({field: refusal.message}) from None


def _refused(fields: dict[str, str]) -> UnableToSendFeedback:
    return UnableToSendFeedback(
        code="incomplete", message="Phản ánh, kiến nghị còn chỗ cần sửa.", fields=fields
    )


def _keep_within_limits(sender: _Sender, now: datetime) -> None:
    """One number does not fill the inbox of a province; citizens who signed in are known, and not counted."""
    if sender.number_index is None:
        return
    with connection.cursor() as cursor:
        # Two sendings of one number at once are counted one after the other.
        lock = int.from_bytes(sender.number_index[:8], "big", signed=True)
        cursor.execute("select pg_advisory_xact_lock(%s)", [lock])
    since = now - timedelta(days=1)
    sent = models.Feedback.objects.filter(number_index=sender.number_index, sent_at__gt=since).count()
    if sent >= words().most_sent_a_day:
        raise UnableToSendFeedback(
            code="too_many",
            message="Số điện thoại này đã gửi nhiều phản ánh trong một ngày. Mời bạn gửi tiếp vào ngày mai.",
        )


def _keep_files(feedback_id: UUID, given: NewFeedback, now: datetime) -> None:
    stored = store_all(given.files, owner=str(feedback_id), now=now)
    models.FeedbackPaper.objects.bulk_create(
        models.FeedbackPaper(id=new_id(), feedback_id=feedback_id, file_id=file_id)
        for file_id in dict.fromkeys(file.id for file in stored)
    )


def _write_first_event(work: UnitOfWork, feedback_id: UUID, state: str) -> None:
    models.FeedbackEvent.objects.create(
        feedback_id=feedback_id,
        version=1,
        at=work.now,
        action="send",
        state=state,
        actor_kind=work.actor.kind.value,
        actor_id=work.actor.reference,
    )


def _digest(given: NewFeedback, text: str) -> bytes:
    content = [
        given.kind, given.topic, text, str(given.about_agency_id), given.procedure_code,
        str(given.dossier.id if given.dossier else ""), given.may_publish, given.hides_name, given.name,
        [file.sha256 for file in given.files],
    ]  # fmt: skip
    return hashlib.sha256(msgspec.json.encode(content)).digest()
