"""Who holds a post on a day; officers are read each time."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from tinhso.foundation.authority.service import Role
from tinhso.foundation.clock.service import legal_now
from tinhso.foundation.crypto.service import NameWordIndex, open_text
from tinhso.registers.agencies.errors import UnableToFindOfficer
from tinhso.registers.agencies.staffing.posts import Officer

OFFICER_NAME_FIELD = "agencies_officer.name"
OFFICER_NAMES = NameWordIndex(table="agencies_officer_name_word", owner="officer_id")

ACTING_OFFICER_VIEW = "agencies_acting_officer"
"""A view that other rooms may join in SQL: officer_id, agency_id, roles, valid_from, valid_to."""

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
