"""The desk's postal lists: what waits to be sent, stands on a list, is on its way, came back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from tinhso.casework.dossiers.postal.address import open_address
from tinhso.casework.dossiers.postal.rows import (
    BASIS,
    LIST_KIND,
    PURPOSE,
    list_number,
    own_parcel,
    parcels_where,
)
from tinhso.casework.dossiers.postal.types import ParcelRow, PostalListRow, PostalRow, PostalSlice
from tinhso.casework.dossiers.reading.page_keys import read_key, write_key
from tinhso.casework.dossiers.record import sealing
from tinhso.casework.dossiers.record.postal_types import PostalState
from tinhso.foundation.authority.service import Actor, NotVisible, Permission, require
from tinhso.foundation.crypto.service import open_text
from tinhso.foundation.identifiers.service import UnableToReadIdentifier, parse_postal_item_number
from tinhso.foundation.unit_of_work.service import UnitOfWork, unit_of_work
from tinhso.registers.catalogue.service import get_version

POSTAL_QUEUES = (PostalState.WANTED, PostalState.LISTED, PostalState.SENT, PostalState.CAME_BACK)
"""What the desk still follows; the others are finished, or a matter of the counter."""
PAGE_SIZE, COUNT_CAP = 50, 1000
_READY = "(p.state <> 'wanted' or d.status in (9, 10))"
"""A wish waits for its result: before that there is nothing to send."""


def postal_queue(*, state: PostalState, actor: Actor, now: datetime, page_key: str = "") -> PostalSlice:
    """One page of the results of the officer's own agency that stand so, the longest waiting first.

    Each person whose name or address is shown is recorded as seen.
    """
    with unit_of_work(actor=actor, now=now) as work, connection.cursor() as cursor:
        require(actor=actor, permission=Permission.DOSSIER_DELIVER)
        cursor.execute(
            f"""select p.dossier_id, d.code, d.procedure_code, d.procedure_version, p.state, p.changed_at,
                 d.applicant_id, d.sealed_applicant_name, p.sealed_address, q.list_id, l.number, q.number,
                 q.sent_at, d.status = 10 and p.state <> 'sent'
               from dossiers_postal p join dossiers_dossier d on d.id = p.dossier_id
               left join dossiers_parcel q on q.dossier_id = p.dossier_id and q.outcome is null
               left join dossiers_postal_list l on l.id = q.list_id
               where p.agency_id = %s and p.state = %s and {_READY}
                 and (p.changed_at, p.dossier_id) > (%s, %s)
               order by p.changed_at, p.dossier_id limit %s""",  # noqa: S608 - this file's own words
            [actor.agency_id, state.value, *read_key(page_key), PAGE_SIZE + 1],
        )
        rows = cursor.fetchall()
        shown = tuple(_row(row) for row in rows[:PAGE_SIZE])
        _record_seen(work, [row.applicant_id for row in shown], {"queue": state.value})
        return PostalSlice(
            rows=shown,
            next_key=write_key(shown[-1].changed_at.isoformat(), shown[-1].dossier_id)
            if len(rows) > PAGE_SIZE
            else "",
            counts=_counts(actor.agency_id),
        )


def postal_lists(*, actor: Actor, now: datetime) -> tuple[PostalListRow, ...]:
    """The lists of the officer's own agency, the newest first (at most fifty), without their parcels."""
    with unit_of_work(actor=actor, now=now), connection.cursor() as cursor:
        require(actor=actor, permission=Permission.DOSSIER_DELIVER)
        cursor.execute(
            """select l.id, l.number, l.made_at, l.made_by, count(p.id),
                 count(p.id) filter (where p.sent_at is null and p.outcome is null)
               from dossiers_postal_list l left join dossiers_parcel p
                 on p.list_id = l.id and p.outcome is distinct from 'taken_off'
               where l.agency_id = %s group by l.id order by l.number desc limit 50""",
            [actor.agency_id],
        )
        return tuple(
            PostalListRow(
                id=row[0],
                number=list_number(row[1]),
                made_at=row[2],
                made_by=row[3],
                count=row[4],
                unsent=row[5],
            )
            for row in cursor.fetchall()
        )


def postal_list(*, list_id: UUID, actor: Actor, now: datetime) -> PostalListRow:
    """One list with its parcels, those that were taken off too; NotVisible for another agency's."""
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.DOSSIER_DELIVER)
        found = own_list(list_id, actor)
        _record_seen(work, [each.applicant_id for each in found.parcels], {"list": found.number})
        return found


def get_parcel(*, parcel_id: UUID, actor: Actor, now: datetime) -> ParcelRow:
    """One parcel of the officer's own agency; NotVisible for another's. The reading is recorded."""
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.DOSSIER_DELIVER)
        own_parcel(parcel_id, agency_id=actor.agency_id)
        (found,) = parcels_where("p.id = %s", [parcel_id])
        _record_seen(work, [found.applicant_id], {"list": found.list_number})
        return found


def find_parcel(*, number: str, actor: Actor, now: datetime) -> UUID | None:
    """The dossier of the agency's own whose parcel carries this number, typed or scanned, if one does."""
    try:
        wanted = str(parse_postal_item_number(number, is_local=True))
    except UnableToReadIdentifier:
        return None
    with unit_of_work(actor=actor, now=now), connection.cursor() as cursor:
        require(actor=actor, permission=Permission.DOSSIER_LIST)
        cursor.execute(
            "select dossier_id from dossiers_parcel where number = %s and agency_id = %s limit 1",
            [wanted, actor.agency_id],
        )
        row = cursor.fetchone()
        return UUID(str(row[0])) if row else None


def own_list(list_id: UUID, actor: Actor) -> PostalListRow:
    """A list of the actor's agency, with its parcels."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select number, made_at, made_by from dossiers_postal_list where id = %s and agency_id = %s",
            [list_id, actor.agency_id],
        )
        row = cursor.fetchone()
    if row is None:
        raise NotVisible(object_kind=LIST_KIND, object_id=list_id, permission=Permission.DOSSIER_DELIVER)
    parcels = parcels_where("p.list_id = %s", [list_id])
    there = [each for each in parcels if each.outcome != "taken_off"]
    return PostalListRow(
        id=list_id,
        number=list_number(row[0]),
        made_at=row[1],
        made_by=row[2],
        parcels=parcels,
        count=len(there),
        unsent=sum(each.sent_at is None for each in there),
    )


def _counts(agency_id: UUID | None) -> Mapping[PostalState, int]:
    part = f"""(select count(*) from (select 1 from dossiers_postal p
      join dossiers_dossier d on d.id = p.dossier_id
      where p.agency_id = %s and p.state = %s and {_READY} limit {COUNT_CAP}) as capped)"""  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(
            "select " + ", ".join(part for _ in POSTAL_QUEUES),
            [value for state in POSTAL_QUEUES for value in (agency_id, state.value)],
        )
        return dict(zip(POSTAL_QUEUES, cursor.fetchone(), strict=True))


def _record_seen(work: UnitOfWork, people: list[UUID], details: dict[str, str]) -> None:
    if people:
        work.record(
            action="dossier.postal_list",
            object_kind=LIST_KIND,
            object_id=None,
            subjects=tuple(dict.fromkeys(people)),
            purpose=PURPOSE,
            legal_basis=BASIS,
            details={**details, "count": len(people)},
        )


def _row(row: tuple[Any, ...]) -> PostalRow:
    return PostalRow(
        dossier_id=row[0],
        code=row[1],
        title=get_version(row[2], row[3]).title,
        state=PostalState(row[4]),
        changed_at=row[5],
        applicant_id=row[6],
        applicant_name=open_text(row[7], owner=row[0], field=sealing.APPLICANT_NAME),
        address=open_address(row[8], owner=row[0]),
        list_id=row[9],
        list_number=list_number(row[10]) if row[10] else "",
        number=row[11] or "",
        sent_at=row[12],
        is_again=row[13],
    )
