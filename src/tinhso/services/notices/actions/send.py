"""Addressing noted messages and handing them to the message services."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from tinhso.foundation.authority.service import system_actor
from tinhso.foundation.clock.service import legal_now, new_id
from tinhso.foundation.ledger.service import Question, ask
from tinhso.foundation.unit_of_work.service import Drained, UnitOfWork, drain_line, unit_of_work
from tinhso.registers.people.service import FactSource, Person, get_people
from tinhso.services.notices import models
from tinhso.services.notices.adapters.message_gateway import send_message
from tinhso.services.notices.adapters.template_file import template_named
from tinhso.services.notices.queries import filled_values, number_of
from tinhso.services.notices.rules import channels_of, fill
from tinhso.services.notices.types import LINE, NoticeChannel

_PURPOSE = "Gửi thông báo về hồ sơ cho người nộp"
_LEGAL_BASIS = "Nghị định 61/2018/NĐ-CP, sửa đổi bởi Nghị định 107/2021/NĐ-CP"


def drain_message_line(limit: int = 50) -> Drained:
    """Address what was noted, then hand over due messages; each is sent once, none is dropped."""
    address_notices()
    return drain_line(
        line=LINE,
        limit=limit,
        send=_send,
        store=_store,
        per_second=float(getattr(settings, "TINHSO_MESSAGES_PER_SECOND", 50.0)),
    )


def address_notices(limit: int = 100) -> int:
    """Put noted messages on the line, one question for each channel; how many notices."""
    with unit_of_work(actor=system_actor("notices.address"), now=legal_now()) as work:
        rows = list(
            models.Notice.objects.select_for_update(skip_locked=True)
            .filter(addressed_at__isnull=True)
            .order_by("created_at")[:limit]
        )
        if not rows:
            return 0
        known = {row.person_id for row in rows if row.person_id}
        people = get_people(work, known, purpose=_PURPOSE, legal_basis=_LEGAL_BASIS) if known else {}
        for row in rows:
            if row.person_id is None:
                _put_on_line(work, row, NoticeChannel.SMS, number_of(row))
            else:
                _address(work, row, people[row.person_id])
        noted = models.Notice.objects.filter(id__in=[row.id for row in rows])
        noted.update(addressed_at=work.now)
        return len(rows)


def _address(work: UnitOfWork, row: models.Notice, person: Person) -> None:
    has_vneid = any(origin.source is FactSource.VNEID for origin in person.origins.values())
    for channel in channels_of(phone=person.phone, email=person.email, has_vneid=has_vneid):
        _put_on_line(work, row, channel, _address_for(channel, person))


def _put_on_line(work: UnitOfWork, row: models.Notice, channel: NoticeChannel, to: str) -> None:
    template, values = template_named(row.template), filled_values(row)
    delivery_id = new_id()
    body = {
        "delivery_id": str(delivery_id),
        "to": to,
        "subject": "" if channel is NoticeChannel.SMS else fill(template.title, values),
        "text": fill(template.sms if channel is NoticeChannel.SMS else template.text, values),
    }
    question_id = ask(
        line=LINE,
        kind=channel.value,
        key=str(delivery_id),
        body=body,
        due_at=None,
        case_id=row.case_id,
        now=work.now,
    )
    models.Delivery.objects.create(id=delivery_id, notice=row, channel=channel.value, question_id=question_id)


def _address_for(channel: NoticeChannel, person: Person) -> str:
    if channel is NoticeChannel.SMS:
        return person.phone or ""
    if channel is NoticeChannel.EMAIL:
        return person.email or ""
    return person.personal_id


def _send(question: Question) -> dict[str, Any]:
    body = question.body
    state = send_message(
        key=body["delivery_id"],
        channel=question.kind,
        to=body["to"],
        subject=body["subject"],
        text=body["text"],
    )
    return {"state": state.value}


def _store(work: UnitOfWork, question: Question, reply: dict[str, Any]) -> None:
    delivery = models.Delivery.objects.select_related("notice").get(question_id=question.id)
    delivery.state, delivery.sent_at = reply["state"], work.now
    delivery.save(update_fields=["state", "sent_at"])
    work.record(
        action="notice.sent",
        object_kind="notice",
        object_id=delivery.notice_id,
        subjects=(delivery.notice.person_id,) if delivery.notice.person_id else (),
        purpose=_PURPOSE,
        legal_basis=_LEGAL_BASIS,
        details={"channel": delivery.channel, "state": delivery.state},
    )
