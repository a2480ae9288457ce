"""Noting a message with the act that it tells of: one statement, no line, no address."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from tinhso.foundation.clock.service import new_id
from tinhso.foundation.crypto.service import seal_json, seal_text
from tinhso.foundation.identifiers.service import MobileNumber
from tinhso.foundation.unit_of_work.service import UnitOfWork
from tinhso.services.notices import models
from tinhso.services.notices.adapters.template_file import template_named
from tinhso.services.notices.queries import NUMBER_FIELD, VALUES_FIELD
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
    return _note(work, case_id, template, values, person_id=person_id)


def notify_number(
    work: UnitOfWork, *, number: MobileNumber, case_id: UUID, template: str, values: Mapping[str, str]
) -> UUID:
    """Tell whoever holds ``number``, by SMS; for people who are not known to the register of people.

    Promises and refuses what `notify` does; the number is sealed.
    """
    return _note(work, case_id, template, values, number=number)


def _note(
    work: UnitOfWork,
    case_id: UUID,
    template: str,
    values: Mapping[str, str],
    *,
    person_id: UUID | None = None,
    number: MobileNumber | None = None,
) -> UUID:
    check_values(template_named(template), values)
    notice_id = new_id()
    owner = str(notice_id)
    models.Notice.objects.create(
        id=notice_id,
        person_id=person_id,
        sealed_number=seal_text(str(number), owner=owner, field=NUMBER_FIELD) if number else None,
        case_id=case_id,
        template=template,
        sealed_values=seal_json(dict(values), owner=owner, field=VALUES_FIELD),
        created_at=work.now,
    )
    return notice_id
