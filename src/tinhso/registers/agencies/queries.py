"""Reading the register. The directory is kept in each process; officers are read each time.

The directory is renewed after a load in this process, and otherwise when the loaded data set differs from the
one in memory, which is looked up once a minute.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from tinhso.foundation.authority.service import Role
from tinhso.foundation.clock.service import legal_now, real_now
from tinhso.foundation.crypto.service import NameWordIndex, open_text
from tinhso.registers.agencies import models
from tinhso.registers.agencies.directory import Directory
from tinhso.registers.agencies.errors import UnableToFindOfficer
from tinhso.registers.agencies.posts import Officer
from tinhso.registers.agencies.types import (
    Agency,
    AgencyDetail,
    AgencyKind,
    Coverage,
    Succession,
    Unit,
    UnitKind,
    UnitLevel,
)

OFFICER_NAME_FIELD = "agencies_officer.name"
OFFICER_NAMES = NameWordIndex(table="agencies_officer_name_word", owner="officer_id")
_LOOK_AGAIN_AFTER = dt.timedelta(minutes=1)
_PROVINCE = "province"
CHANGES = "changes"
"""The name under which `LoadedData` says that the register was changed on the page."""

ACTING_OFFICER_VIEW = "agencies_acting_officer"
"""A view that other rooms may join in SQL: officer_id, agency_id, roles, valid_from, valid_to."""


@dataclass(frozen=True, slots=True)
class _Kept:
    directory: Directory
    digest: str
    looked_at: dt.datetime


_memory: dict[str, _Kept] = {}


def directory() -> Directory:
    """The register of units and agencies, from memory; at most one look at the database a minute."""
    now = real_now()
    kept = _memory.get(_PROVINCE)
    if kept and abs(now - kept.looked_at) < _LOOK_AGAIN_AFTER:
        return kept.directory
    digest = _stamp()
    register = kept.directory if kept and digest == kept.digest else _load_directory()
    if register.units:
        _memory[_PROVINCE] = _Kept(register, digest, now)
    return register


def forget_directory() -> None:
    """The next question reads the register from the database again."""
    _memory.clear()


def loaded_digest(name: str = _PROVINCE) -> str:
    """The digest of the data set in the database; empty when nothing was loaded."""
    return models.LoadedData.objects.filter(name=name).values_list("digest", flat=True).first() or ""


def _stamp() -> str:
    """What changes with the data set, and with whatever was changed on the page since."""
    rows = models.LoadedData.objects.filter(name__in=(_PROVINCE, CHANGES)).order_by("name")
    return " ".join(rows.values_list("digest", flat=True))


def _load_directory() -> Directory:
    return Directory.of(
        (_unit(row) for row in models.AdministrativeUnit.objects.order_by("code", "valid_from")),
        (_succession(row) for row in models.Succession.objects.order_by("old_code", "new_code")),
        (_agency(row) for row in models.Agency.objects.order_by("code", "valid_from")),
        (_detail(row) for row in models.AgencyDetail.objects.all()),
    )


def _unit(row: models.AdministrativeUnit) -> Unit:
    return Unit(
        id=row.id,
        code=row.code,
        name=row.name,
        level=UnitLevel(row.level),
        kind=UnitKind(row.kind),
        parent_code=row.parent_code,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        source=row.source,
    )


def _succession(row: models.Succession) -> Succession:
    return Succession(
        old_code=row.old_code,
        old_from=row.old_from,
        new_code=row.new_code,
        new_from=row.new_from,
        coverage=Coverage(row.coverage),
        default_target=row.default_target,
        effective=row.effective,
    )


def _detail(row: models.AgencyDetail) -> AgencyDetail:
    return AgencyDetail(
        agency_id=row.agency_id,
        valid_from=row.valid_from,
        name=row.name,
        telephone=row.telephone,
        address=row.address,
        reason=row.reason,
        noted_by=row.noted_by,
        noted_at=row.noted_at,
    )


def _agency(row: models.Agency) -> Agency:
    return Agency(
        id=row.id,
        code=row.code,
        national_code=row.national_code,
        name=row.name,
        kind=AgencyKind(row.kind),
        unit_code=row.unit_code,
        parent_id=row.parent_id,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        code_verified=row.code_verified,
    )


_OFFICERS = (
    "select o.id, o.name_sealed, a.title, a.agency_id, a.roles"
    " from agencies_officer o join agencies_assignment a on a.officer_id = o.id"
    " where {which} = any(%s) and a.valid_from <= %s and (a.valid_to is null or a.valid_to > %s)"
    " order by a.agency_id, a.title, o.id"
)


def get_officer(officer_id: UUID, *, on: dt.date | None = None) -> Officer:
    """The officer in the post held on that day (by default today, by the legal clock)."""
    try:
        return get_officers([officer_id], on=on)[officer_id]
    except KeyError:
        raise UnableToFindOfficer(officer_id) from None


def get_officers(officer_ids: Iterable[UUID], *, on: dt.date | None = None) -> dict[UUID, Officer]:
    """Officers by id, in one statement; who held no post on that day is left out."""
    found = _officers(_OFFICERS.format(which="o.id"), list(officer_ids), on)
    return {officer.id: officer for officer in found}


def officers_of(agency_id: UUID, *, on: dt.date | None = None) -> tuple[Officer, ...]:
    """Who works at the agency on that day (by default today, by the legal clock)."""
    return tuple(_officers(_OFFICERS.format(which="a.agency_id"), [agency_id], on))


def _officers(statement: str, ids: list[UUID], on: dt.date | None) -> list[Officer]:
    day = on or legal_now().date()
    with connection.cursor() as cursor:
        cursor.execute(statement, [ids, day, day])
        return [
            Officer(
                id=officer_id,
                name=open_text(sealed, owner=officer_id, field=OFFICER_NAME_FIELD),
                title=title,
                agency_id=agency_id,
                roles=frozenset(Role(role) for role in roles),
            )
            for officer_id, sealed, title, agency_id, roles in cursor.fetchall()
        ]
