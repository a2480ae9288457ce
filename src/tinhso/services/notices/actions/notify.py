"""Noting a message with the act that it tells of: one statement, no line, no address."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from tinhso.foundation.clock.service import new_id
from tinhso.foundation.crypto.service import seal_json
from tinhso.foundation.unit_of_work.service import UnitOfWork
from tinhso.services.notices import models
from tinhso.services.notices.adapters.template_file import template_named
from tinhso.services.notices.queries import VALUES_FIELD
from tinhso.services.notices.rules import check_values


def notify(
    work: UnitOfWork,
    *,
    person_id: UUID,
    case_id: UUID,
    template: str,
    values: Mapping[str, str],
) -> UUID:
    """Tell ``person_id`` what happened to the case; the notice's id.

    ``values`` are exactly those of the template; ``code`` is the dossier's code. It stands in the person's
    list at once and is sent by every channel that the person has within seconds. Raises UnableToNotify.
    """
    check_values(template_named(template), values)
    notice_id = new_id()
    models.Notice.objects.create(
        id=notice_id,
        person_id=person_id,
        case_id=case_id,
        template=template,
        sealed_values=seal_json(dict(values), owner=str(notice_id), field=VALUES_FIELD),
        created_at=work.now,
    )
    return notice_id
