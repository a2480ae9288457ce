"""Messages as their readers see them."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from tinhso.foundation.crypto.service import open_json, open_text
from tinhso.services.notices import models
from tinhso.services.notices.adapters.links import page_link, rating_link
from tinhso.services.notices.adapters.template_file import template_named
from tinhso.services.notices.rules import fill
from tinhso.services.notices.types import Delivery, DeliveryState, Notice, NoticeChannel

VALUES_FIELD = "notices_notice.sealed_values"
NUMBER_FIELD = "notices_notice.sealed_number"


def notices_of(person_id: UUID, *, limit: int = 50) -> tuple[Notice, ...]:
    """The person's messages, newest first, as far as row-level security shows them. Two statements."""
    rows = list(models.Notice.objects.filter(person_id=person_id).order_by("-created_at", "-id")[:limit])
    sendings = _deliveries([row.id for row in rows])
    return tuple(_notice(row, sendings.get(row.id, ())) for row in rows)


def filled_values(row: models.Notice) -> Mapping[str, str]:
    """What fills the text of a stored notice, its link included."""
    values = open_json(row.sealed_values, owner=row.id, field=VALUES_FIELD)
    if "code" not in values:
        return dict(values)
    code, page = values["code"], template_named(row.template).page
    return {**values, "link": page_link(page, code), "rate_link": rating_link(code)}


def number_of(row: models.Notice) -> str:
    """The telephone number of a notice that has no person."""
    return open_text(bytes(row.sealed_number or b""), owner=str(row.id), field=NUMBER_FIELD)


def _deliveries(notice_ids: list[UUID]) -> dict[UUID, tuple[Delivery, ...]]:
    found: dict[UUID, tuple[Delivery, ...]] = {}
    for row in models.Delivery.objects.filter(notice_id__in=notice_ids).order_by("id"):
        delivery = Delivery(
            channel=NoticeChannel(row.channel), state=DeliveryState(row.state), sent_at=row.sent_at
        )
        found[row.notice_id] = (*found.get(row.notice_id, ()), delivery)
    return found


def _notice(row: models.Notice, deliveries: tuple[Delivery, ...]) -> Notice:
    template, values = template_named(row.template), filled_values(row)
    return Notice(
        id=row.id,
        case_id=row.case_id,
        template=row.template,
        title=fill(template.title, values),
        text=fill(template.text, values),
        created_at=row.created_at,
        deliveries=deliveries,
    )
