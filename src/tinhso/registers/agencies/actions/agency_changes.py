"""Agencies as an administrator keeps them: one more, another name or address, each from a day on."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from uuid import UUID

from django.db import transaction

from tinhso.foundation.authority.service import Actor, Permission, require
from tinhso.foundation.clock.service import new_id
from tinhso.foundation.crypto.service import open_text, seal_text
from tinhso.foundation.identifiers.service import (
    UnableToReadAgencyCode,
    UnableToReadText,
    clean_text,
    parse_agency_code,
)
from tinhso.foundation.unit_of_work.service import UnitOfWork, unit_of_work
from tinhso.registers.agencies import models
from tinhso.registers.agencies.directory import Directory
from tinhso.registers.agencies.errors import (
    UnableToChangeAgency,
    UnableToFindAdministrativeUnit,
    UnableToFindAgency,
)
from tinhso.registers.agencies.queries import (
    CHANGES,
    PROVINCE,
    detail_from,
    directory,
    directory_with,
    forget_directory,
)
from tinhso.registers.agencies.rules import agency_id as id_of
from tinhso.registers.agencies.types import AgencyDetail, AgencyKind

DETAIL_REASON = "agencies_agency_detail.sealed_reason"
_LONGEST = {"name": 200, "telephone": 40, "address": 300, "reason": 200}


def change_agency(
    *,
    agency_id: UUID,
    valid_from: dt.date,
    name: str,
    telephone: str,
    address: str,
    reason: str,
    actor: Actor,
    now: dt.datetime,
) -> None:
    """Note what the agency is called and how it is reached from that day on, past or future.

    What was noted before stays readable; of two words about one day the later holds. Raises
    UnableToFindAgency, and UnableToChangeAgency by field.
    """
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.AGENCY_ADMINISTER)
        register = directory_with(agency_id)
        agency = register.agency(agency_id)
        said = {"name": name, "telephone": telephone, "address": address, "reason": reason}
        said = {field: _text(field, text) for field, text in said.items()}
        for field in ("name", "reason"):
            if not said[field]:
                raise _refused("text_missing", "Phải ghi mục này.", field)
        if not agency.is_valid_on(valid_from):
            raise _refused("not_standing", "Cơ quan không hoạt động vào ngày này.", "valid_from")
        held = register.detail(agency_id, valid_from)
        before = (held.name, held.telephone, held.address) if held else (agency.name, "", "")
        if before == (said["name"], said["telephone"], said["address"]):
            raise _refused("same", "Từ ngày này cơ quan đã được ghi đúng như vậy.", "name")
        assert actor.officer_id is not None  # noqa: S101 - an administrator is an officer
        detail_id = new_id()
        why = said.pop("reason")
        models.AgencyDetail.objects.create(
            id=detail_id,
            agency_id=agency_id,
            valid_from=valid_from,
            noted_by=actor.officer_id,
            noted_at=now,
            sealed_reason=seal_text(why, owner=detail_id, field=DETAIL_REASON),
            **said,
        )
        written(work, "agency.changed", agency_id, valid_from)


def add_agency(
    *,
    code: str,
    name: str,
    kind: AgencyKind,
    unit_code: str,
    parent_id: UUID | None,
    valid_from: dt.date,
    actor: Actor,
    now: dt.datetime,
) -> UUID:
    """One more agency from that day on; its code counts as unverified. Raises UnableToChangeAgency by field.

    Refuses a code that stands already, and a second agency of one kind for one unit: a procedure would not
    know which of them is competent.
    """
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.AGENCY_ADMINISTER)
        register = directory()
        try:
            parsed = parse_agency_code(code.strip())
            register.unit(unit_code, valid_from)
            parent = register.agency(parent_id) if parent_id else None
        except UnableToReadAgencyCode as no:
            raise _refused("code", no.message, "code") from no
        except UnableToFindAdministrativeUnit as no:
            raise _refused("unit", no.message, "unit_code") from no
        except UnableToFindAgency as no:
            raise _refused("parent", "Không có cơ quan cấp trên này.", "parent") from no
        shown = _text("name", name)
        if not shown:
            raise _refused("text_missing", "Phải ghi tên cơ quan.", "name")
        if parent is not None and not parent.is_valid_on(valid_from):
            raise _refused("parent", "Cơ quan cấp trên không hoạt động vào ngày này.", "parent")
        _check_is_alone(register, code.strip(), kind, unit_code, valid_from)
        row = models.Agency.objects.create(
            id=id_of(code.strip(), valid_from),
            code=code.strip(),
            national_code=parsed.dotted,
            name=shown,
            kind=kind.value,
            unit_code=unit_code,
            parent_id=parent_id,
            valid_from=valid_from,
            code_verified=False,
        )
        written(work, "agency.added", row.id, valid_from)
        return row.id


def agency_details(*, agency_id: UUID, actor: Actor, now: dt.datetime) -> tuple[AgencyDetail, ...]:
    """Everything noted about the agency, by the day it holds from."""
    with unit_of_work(actor=actor, now=now):
        require(actor=actor, permission=Permission.AGENCY_ADMINISTER)
        directory_with(agency_id).agency(agency_id)
        rows = models.AgencyDetail.objects.filter(agency_id=agency_id).order_by("valid_from", "noted_at")
        return tuple(replace(detail_from(row), reason=_reason_of(row)) for row in rows)


def _reason_of(row: models.AgencyDetail) -> str:
    if row.sealed_reason is None:
        return ""
    return open_text(row.sealed_reason, owner=row.id, field=DETAIL_REASON)


def _check_is_alone(
    register: Directory, code: str, kind: AgencyKind, unit_code: str, valid_from: dt.date
) -> None:
    for other in register.agencies.values():
        stands = other.valid_to is None or valid_from < other.valid_to
        if stands and other.code == code:
            raise _refused("code", f"Mã này là của {other.name}.", "code")
        if stands and (other.kind, other.unit_code) == (kind, unit_code):
            raise _refused("kind", f"Đơn vị này đã có {other.name}.", "kind")


def _text(field: str, text: str) -> str:
    try:
        return clean_text(text, _LONGEST[field])
    except UnableToReadText as no:
        raise _refused("text", no.message, field) from no


def one_at_a_time() -> None:
    """Decisions about agencies are rare and bear on each other (rings, overlaps): each waits for the last."""
    models.LoadedData.objects.select_for_update().get(name=PROVINCE)


def written(work: UnitOfWork, action: str, agency_id: UUID, valid_from: dt.date) -> None:
    """Audit a change of the register that holds from that day, and let every process hear of it."""
    work.record(
        action=action,
        object_kind="agency",
        object_id=agency_id,
        details={"valid_from": valid_from.isoformat()},
    )
    models.LoadedData.objects.update_or_create(
        name=CHANGES, defaults={"digest": str(new_id()), "loaded_at": work.now}
    )
    transaction.on_commit(forget_directory)


def _refused(code: str, message: str, field: str) -> UnableToChangeAgency:
    return UnableToChangeAgency(f"agencies.{code}", message, {field: message})
